import { z } from 'zod';
import type { BucketPolicy } from '../evidence/evidence.ts';
import { found, type Reading } from '../evidence/reading.ts';
import { bucketArn } from '../request/s3-arn.ts';
import type { CollectSession } from './collect-session.ts';
import type { OwnedBucket } from './owned-bucket.ts';
import { PolicyText, policyDocument } from './policy-text.ts';
import { read } from './read.ts';

const Policy = z.looseObject({ Policy: PolicyText });
const Status = z.looseObject({ PolicyStatus: z.looseObject({ IsPublic: z.boolean().optional() }).optional() });

/**
 * The bucket policy, with S3's own word on whether it is public. Only the owner's account is answered; another gets 405
 * even where it is allowed: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html
 */
export async function readBucketPolicy(session: CollectSession, bucket: OwnedBucket): Promise<Reading<BucketPolicy>> {
  const { account, region, name } = bucket;
  const request = { account, region, input: { Bucket: name } };
  const [policy, status] = await Promise.all([
    read(session, 's3:GetBucketPolicy', { ...request, output: Policy }),
    read(session, 's3:GetBucketPolicyStatus', { ...request, output: Status }),
  ]);
  if (policy.kind !== 'found') return policy;
  const isPublic = status.kind === 'found' ? status.value.PolicyStatus?.IsPublic : undefined;
  const place = { needs: 's3:GetBucketPolicy', account, of: `bucket policy of \`${name}\`` };
  return found({
    policy: {
      name: 'bucket policy',
      arn: bucketArn(bucket.partition, name),
      document: policyDocument(policy.value.Policy, place),
    },
    ...(isPublic === undefined ? {} : { isPublic }),
  });
}
