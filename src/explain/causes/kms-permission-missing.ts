import { code } from '../../policy/words.ts';
import { cause, type Finding, NO_CHANGES } from '../cause.ts';
import { spokenResource } from '../words.ts';

/** The S3 call needs a permission on a KMS key as well. */
export const kmsPermissionMissing = cause<Finding>({
  code: 'kms-permission-missing',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#aws-signature-version-4-sse-kms',
  find: ({ request, evaluation }) =>
    request.action.startsWith('kms:') && evaluation.decision === 'deny'
      ? [{ layer: 'keyPolicy', role: 'background' }]
      : [],
  explain: (_finding, { request, sameAccount }) => ({
    what: `The call needs ${code(request.action)} on the key as well as the permission on S3: ${spokenResource(request.resource)}`,
    why: `S3 asks KMS in the caller's own name. ${
      sameAccount === false
        ? "The key is of another account, so both its key policy and the caller's identity-based policies must allow"
        : "Within one account a key policy that names the caller is enough; identity-based policies count only where the key policy lets the account decide (a statement for the account's root)"
    }. Which key it is depends on the object, not on what the bucket's default is now`,
    help: `Allow ${code(request.action)} on this one key, in the key policy or where the key policy lets the account decide`,
  }),
  suggest: () => NO_CHANGES,
});
