import { z } from 'zod';
import { found, type Reading } from '../evidence/reading.ts';
import type { CollectSession } from './collect-session.ts';
import type { OwnedBucket } from './owned-bucket.ts';
import { read } from './read.ts';

// An object without tags answers with an empty list.
const Tagging = z.looseObject({ TagSet: z.array(z.looseObject({ Key: z.string(), Value: z.string() })) });

/** The tags of an object in its current version: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectTagging.html */
export async function readObjectTags(
  session: CollectSession,
  { account, region, name }: OwnedBucket,
  Key: string,
): Promise<Reading<Readonly<Record<string, string>>>> {
  const input = { Bucket: name, Key };
  const tagging = await read(session, 's3:GetObjectTagging', { account, region, input, output: Tagging });
  if (tagging.kind !== 'found') return tagging;
  return found(Object.fromEntries(tagging.value.TagSet.map((tag) => [tag.Key, tag.Value])));
}
