import { isKnownAction } from '../policy/service-actions.ts';
import type { Situation } from './situation.ts';

/** How far the evaluation went, and what it does not decide. */
export function notesOf(situation: Situation): readonly string[] {
  let notes: string[] | undefined;
  for (const note of NOTES) {
    const says = note(situation);
    if (says === undefined) continue;
    notes ??= [];
    notes.push(says);
  }
  return notes ?? NO_NOTES;
}

const NO_NOTES: readonly string[] = [];

const NOTES: readonly ((situation: Situation) => string | undefined)[] = [
  ({ notCovered }) => (notCovered === null ? undefined : `not covered: ${notCovered}`),
  ({ request }) =>
    /^arn:[^:]+:s3::\d{12}:accesspoint\//.test(request.resource)
      ? 'a multi-Region access point: what was read is taken to be of the bucket that the request is routed to'
      : undefined,
  ({ flow, evidence: { keyPolicy } }) => {
    if (flow !== 'key' || keyPolicy.kind !== 'found' || keyPolicy.value.keyState === 'Enabled') return undefined;
    return `the key's state is \`${keyPolicy.value.keyState}\`: KMS then answers 400, whatever policies say`;
  },
  ({ request }) =>
    request.resourceAccount === undefined ? 'the account that owns the resource is not known' : undefined,
  ({ request }) =>
    isKnownAction(request.action) === false
      ? `\`${request.action}\` is no IAM action of S3 or KMS: only wildcards in policies can match it`
      : undefined,
  ({ bucketRequest }) => (bucketRequest === null ? 'which bucket is behind the access point is not known' : undefined),
];
