import { cause, type Finding, NO_CHANGES } from '../cause.ts';
import { spokenAct, spokenCaller } from '../words.ts';

/** AWS denied it, and everything that was read allows it. Nothing is made up to bridge the two. */
export const contradiction = cause<Finding>({
  code: 'contradiction',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html',
  find: ({ index }, { denial, decision, requests }) =>
    denial.source !== 'person' && decision === 'allow' && index === requests[0]?.index
      ? [{ layer: null, role: 'blocker' }]
      : [],
  explain: (_finding, { request }, { denial, trail }) => {
    const sentence = denial.reportedReason?.sentence;
    return {
      because: 'AWS denied it all the same',
      what: `AWS denied ${spokenAct(request)} to ${spokenCaller(request.principal)}, and every policy that was read allows it`,
      why: [
        'A policy was changed after the denial, a change has not spread yet, or something decides that is not looked at',
        ...(sentence === undefined ? [] : [`AWS said: ${sentence}`]),
        ...(trail.changes.length === 0
          ? []
          : [
              `CloudTrail knows of ${trail.changes.length === 1 ? '1 recent change' : `${trail.changes.length} recent changes`}, listed below`,
            ]),
      ].join('. '),
      help: 'Try the call again; if it is denied still, compare the recent changes, and what was not read, with the time of the denial',
    };
  },
  suggest: () => NO_CHANGES,
});
