import { parseArn } from '../../request/arn.ts';
import type { RequestCase } from '../case.ts';
import { principalValue } from '../new-statement.ts';
import type { Pattern } from '../pattern.ts';

/**
 * A key of one's own in place of `aws/s3`, since only its policy can let another account in.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export function customerManagedKey({ request }: RequestCase): readonly Pattern[] {
  const named = principalValue(request.principal);
  const account = request.resourceAccount;
  const partition = parseArn(request.resource)?.partition ?? 'aws';
  if (named?.type !== 'AWS' || account === undefined) return [];
  return [
    {
      layer: 'keyPolicy',
      account,
      target: '',
      policy: 'policy of a new customer managed key',
      says: 'Make a customer managed key with this policy, and encrypt the objects that are shared with it',
      needs:
        "the bucket's owner takes on a key (a monthly price, and one for each use beyond a free number), makes it the bucket's default, and copies the objects onto themselves, since a new default does not encrypt old objects again",
      reach: `lets account ${account} manage the key, and the caller use it for what it asks, nothing else`,
      before: null,
      document: {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'AccountManagesTheKey',
            Effect: 'Allow',
            Principal: { AWS: `arn:${partition}:iam::${account}:root` },
            Action: 'kms:*',
            Resource: '*',
          },
          {
            Sid: 'CallerUsesTheKey',
            Effect: 'Allow',
            Principal: { AWS: named.value },
            Action: request.action,
            Resource: '*',
          },
        ],
      },
      command:
        "aws kms create-key --description 'S3 objects shared with other accounts' --policy file://key-policy.json",
    },
  ];
}
