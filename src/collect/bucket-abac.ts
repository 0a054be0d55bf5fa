import { z } from 'zod';
import { found, type Reading } from '../evidence/reading.ts';
import type { CollectSession } from './collect-session.ts';
import type { OwnedBucket } from './owned-bucket.ts';
import { read } from './read.ts';

const Abac = z.looseObject({ AbacStatus: z.looseObject({ Status: z.enum(['Enabled', 'Disabled']) }) });
const Tagging = z.looseObject({ TagSet: z.array(z.looseObject({ Key: z.string(), Value: z.string() })) });

/** Whether the bucket's tags count in conditions; they do not unless somebody switched it on: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAbac.html */
export async function readBucketAbac(
  session: CollectSession,
  { account, region, name }: OwnedBucket,
): Promise<Reading<'Enabled' | 'Disabled'>> {
  const abac = await read(session, 's3:GetBucketAbac', { account, region, input: { Bucket: name }, output: Abac });
  return abac.kind === 'found' ? found(abac.value.AbacStatus.Status) : abac;
}

/** The bucket's tags: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketTagging.html */
export async function readBucketTags(
  session: CollectSession,
  { account, region, name }: OwnedBucket,
): Promise<Reading<Readonly<Record<string, string>>>> {
  const request = { account, region, input: { Bucket: name }, output: Tagging };
  const tagging = await read(session, 's3:GetBucketTagging', request);
  if (tagging.kind !== 'found') return tagging;
  return found(Object.fromEntries(tagging.value.TagSet.map(({ Key, Value }) => [Key, Value])));
}
