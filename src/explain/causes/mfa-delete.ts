import { cause, type Finding, NO_CHANGES } from '../cause.ts';
import { sent, untold } from '../sent.ts';
import { spokenAct, spokenCaller } from '../words.ts';

/** MFA Delete is on: only the root user deletes versions or changes the versioning, with a code of its device. */
export const mfaDelete = cause<Finding>({
  code: 'mfa-delete',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiFactorAuthenticationDelete.html',
  find: ({ index, request }, whole) => {
    const versioning = whole.collected.settings?.versioning;
    if (versioning?.kind !== 'found' || !versioning.value.mfaDelete || index !== whole.requests[0]?.index) return [];
    if (!/^s3:(?:DeleteObjectVersion|PutBucketVersioning)$/i.test(request.action)) return [];
    if (request.principal.kind !== 'root') return [{ layer: null, role: 'gate' }];
    const code = sent(whole, 'x-amz-mfa');
    if (code === undefined) return [{ layer: null, ...untold(whole) }];
    return code === '' ? [{ layer: null, role: 'gate' }] : [];
  },
  explain: (_finding, { request }) => ({
    because:
      "MFA Delete is on, and only the root user of the bucket's account may do that, with a code of its MFA device",
    what: `MFA Delete is on for the bucket, so ${spokenCaller(request.principal)} does not get ${spokenAct(request)} by permissions alone`,
    why: 'With MFA Delete, deleting a version and changing the versioning take the root user and `x-amz-mfa` in the request; no policy gives it to anybody else',
    help: "Make the call as the root user of the bucket's account, with `x-amz-mfa`; a delete that names no version only adds a delete marker, and works",
  }),
  suggest: () => NO_CHANGES,
});
