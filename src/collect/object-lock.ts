import { z } from 'zod';
import type { ObjectLock, ObjectRetention } from '../evidence/bucket-settings.ts';
import { absent, found, type Reading } from '../evidence/reading.ts';
import type { CollectSession } from './collect-session.ts';
import type { OwnedBucket } from './owned-bucket.ts';
import { read } from './read.ts';

const Mode = z.enum(['GOVERNANCE', 'COMPLIANCE']);
const Configuration = z.looseObject({
  ObjectLockConfiguration: z.looseObject({
    ObjectLockEnabled: z.string(),
    Rule: z.looseObject({ DefaultRetention: z.looseObject({ Mode: Mode.optional() }).optional() }).optional(),
  }),
});
// An empty element is what a retention that was taken back leaves.
const Retention = z.looseObject({
  Retention: z.looseObject({ Mode: Mode.optional(), RetainUntilDate: z.date().optional() }),
});
const LegalHold = z.looseObject({ LegalHold: z.looseObject({ Status: z.enum(['ON', 'OFF']) }) });

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectLockConfiguration.html */
export async function readObjectLock(
  session: CollectSession,
  { account, region, name }: OwnedBucket,
): Promise<Reading<ObjectLock>> {
  const lock = await read(session, 's3:GetObjectLockConfiguration', {
    account,
    region,
    input: { Bucket: name },
    output: Configuration,
  });
  if (lock.kind !== 'found') return lock;
  const { ObjectLockEnabled, Rule } = lock.value.ObjectLockConfiguration;
  if (ObjectLockEnabled !== 'Enabled') return absent;
  const defaultMode = Rule?.DefaultRetention?.Mode;
  return found(defaultMode === undefined ? {} : { defaultMode });
}

/** One version of an object; the current one if none is named. */
export interface ObjectVersion {
  readonly key: string;
  readonly versionId?: string | undefined;
}

const versionIn = ({ account, region, name }: OwnedBucket, { key, versionId }: ObjectVersion) => ({
  account,
  region,
  input: { Bucket: name, Key: key, ...(versionId === undefined ? {} : { VersionId: versionId }) },
});

/** Until when a version is locked: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectRetention.html */
export async function readObjectRetention(
  session: CollectSession,
  bucket: OwnedBucket,
  version: ObjectVersion,
): Promise<Reading<ObjectRetention>> {
  const request = { ...versionIn(bucket, version), output: Retention };
  const retention = await read(session, 's3:GetObjectRetention', request);
  if (retention.kind !== 'found') return retention;
  const { Mode: mode, RetainUntilDate } = retention.value.Retention;
  if (mode === undefined || RetainUntilDate === undefined) return absent;
  return found({ mode, until: RetainUntilDate.toISOString() });
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectLegalHold.html */
export async function readLegalHold(
  session: CollectSession,
  bucket: OwnedBucket,
  version: ObjectVersion,
): Promise<Reading<'ON' | 'OFF'>> {
  const hold = await read(session, 's3:GetObjectLegalHold', { ...versionIn(bucket, version), output: LegalHold });
  return hold.kind === 'found' ? found(hold.value.LegalHold.Status) : hold;
}
