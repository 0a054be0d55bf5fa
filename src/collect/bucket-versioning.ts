import { z } from 'zod';
import type { BucketVersioning } from '../evidence/bucket-settings.ts';
import { found, type Reading } from '../evidence/reading.ts';
import type { CollectSession } from './collect-session.ts';
import type { OwnedBucket } from './owned-bucket.ts';
import { read } from './read.ts';

// A bucket that never had versions answers with neither element, so that this and no answer at all look the same.
const Versioning = z.looseObject({
  Status: z.enum(['Enabled', 'Suspended']).optional(),
  MFADelete: z.enum(['Enabled', 'Disabled']).optional(),
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html */
export async function readBucketVersioning(
  session: CollectSession,
  { account, region, name }: OwnedBucket,
): Promise<Reading<BucketVersioning>> {
  const input = { Bucket: name };
  const versioning = await read(session, 's3:GetBucketVersioning', { account, region, input, output: Versioning });
  if (versioning.kind !== 'found') return versioning;
  const { Status, MFADelete } = versioning.value;
  return found({ status: Status ?? 'Off', mfaDelete: MFADelete === 'Enabled' });
}
