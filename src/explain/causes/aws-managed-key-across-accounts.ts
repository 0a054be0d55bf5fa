import { principalAccount } from '../../request/principal.ts';
import { cause, type Finding, NO_CHANGES } from '../cause.ts';
import { customerManagedKey } from '../patterns/customer-managed-key.ts';
import { roleInTheAccount } from '../patterns/role-in-the-account.ts';
import { spokenCaller } from '../words.ts';

/** Why a role there helps. */
const FOR_AWS_KEY = '`aws/s3` then works, since the role is of its account';

/** Encrypted with `aws/s3`, which no other account can ever use. */
export const awsManagedKeyAcrossAccounts = cause<Finding>({
  code: 'aws-managed-key-across-accounts',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html',
  find: ({ request, evidence, evaluation }) => {
    const { keyPolicy } = evidence;
    if (evaluation.decision !== 'deny' || keyPolicy.kind !== 'found' || keyPolicy.value.keyManager !== 'AWS') return [];
    const caller = principalAccount(request.principal);
    return caller === undefined || caller === request.resourceAccount
      ? []
      : [{ layer: 'keyPolicy', role: 'background' }];
  },
  explain: (_finding, { request }) => ({
    because: 'the object is encrypted with the AWS managed key `aws/s3`, which no other account can use',
    what: `The AWS managed key \`aws/s3\` of account ${request.resourceAccount ?? 'the owner'} cannot be used by ${spokenCaller(request.principal)}`,
    why: 'The policy of an AWS managed key cannot be edited, and lets in only callers of its own account',
    help: "Encrypt the object again with a customer managed key whose policy names the caller, and make that key the bucket's default",
  }),
  suggest: () => NO_CHANGES,
  patterns: (_finding, request, whole) => [
    ...customerManagedKey(request),
    ...roleInTheAccount(request, whole, FOR_AWS_KEY),
  ],
});
