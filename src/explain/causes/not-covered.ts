import { cause, type Finding, NO_CHANGES } from '../cause.ts';
import { capitalized, spokenAct } from '../words.ts';

interface NotCovered extends Finding {
  readonly because: string;
}

const PREFIX = 'not covered: ';

/** A resource or action of S3 that has an authorization of its own, which is not evaluated: said, never guessed. */
export const notCovered = cause<NotCovered>({
  code: 'not-covered',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-management.html',
  find: ({ evaluation }) =>
    evaluation.notes
      .filter((note) => note.startsWith(PREFIX))
      .map((note) => ({ layer: null, role: 'open', because: note.slice(PREFIX.length) })),
  explain: ({ because }, { request }) => ({
    because,
    what: `${capitalized(spokenAct(request))} is not evaluated`,
    why: capitalized(because),
    help: "Look at the policies of that resource by hand, with AWS's own sentence beside them",
  }),
  suggest: () => NO_CHANGES,
});
