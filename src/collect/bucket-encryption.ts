import { z } from 'zod';
import { absent, found, type Reading } from '../evidence/reading.ts';
import type { CollectSession } from './collect-session.ts';
import type { OwnedBucket } from './owned-bucket.ts';
import { read } from './read.ts';

const Encryption = z.looseObject({
  ServerSideEncryptionConfiguration: z.looseObject({
    Rules: z
      .array(
        z.looseObject({
          ApplyServerSideEncryptionByDefault: z
            .looseObject({ SSEAlgorithm: z.string(), KMSMasterKeyID: z.string().optional() })
            .optional(),
          BucketKeyEnabled: z.boolean().optional(),
        }),
      )
      .min(1),
  }),
});

/** How a bucket encrypts what is stored without saying how. */
export interface BucketEncryption {
  /** `AES256`, `aws:kms` or `aws:kms:dsse`. */
  readonly algorithm: string;
  /** A key's id, its ARN, or an alias; undefined with `aws:kms`: the AWS managed key `aws/s3`. */
  readonly key?: string;
  readonly bucketKeyEnabled: boolean;
}

/** The bucket's default encryption: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketEncryption.html */
export async function readBucketEncryption(
  session: CollectSession,
  { account, region, name }: OwnedBucket,
): Promise<Reading<BucketEncryption>> {
  const encryption = await read(session, 's3:GetBucketEncryption', {
    account,
    region,
    input: { Bucket: name },
    output: Encryption,
  });
  if (encryption.kind !== 'found') return encryption;
  const [rule] = encryption.value.ServerSideEncryptionConfiguration.Rules;
  const byDefault = rule?.ApplyServerSideEncryptionByDefault;
  if (byDefault === undefined) return absent;
  const { SSEAlgorithm, KMSMasterKeyID } = byDefault;
  return found({
    algorithm: SSEAlgorithm,
    bucketKeyEnabled: rule?.BucketKeyEnabled ?? false,
    ...(KMSMasterKeyID === undefined ? {} : { key: KMSMasterKeyID }),
  });
}
