import type { BucketSettings } from '../evidence/bucket-settings.ts';
import { absent, type Reading, type Unreadable } from '../evidence/reading.ts';
import type { S3Call } from '../request/s3-call.ts';
import { readBucketAbac, readBucketTags } from './bucket-abac.ts';
import { readBucketVersioning } from './bucket-versioning.ts';
import type { CollectSession } from './collect-session.ts';
import { type ObjectVersion, readLegalHold, readObjectLock, readObjectRetention } from './object-lock.ts';
import type { OwnedBucket } from './owned-bucket.ts';
import { readRequestPayment } from './request-payment.ts';

/** What the call says that decides which settings matter. */
export type SettingsCall = Pick<S3Call, 'operation' | 'action' | 'key' | 'versionId'>;

/** The settings of a bucket that no policy holds, in parallel; of an object only where the call needs them. */
export async function readBucketSettings(
  session: CollectSession,
  bucket: OwnedBucket | Unreadable,
  call: SettingsCall,
): Promise<BucketSettings> {
  if ('kind' in bucket) return nothingRead(bucket);
  const lock = readObjectLock(session, bucket);
  const locked = lockedVersion(call);
  const whenLocked = async <T>(reading: (version: ObjectVersion) => Promise<Reading<T>>): Promise<Reading<T>> =>
    // Where it could not be read whether Object Lock is on, the version itself may still tell.
    locked === undefined || (await lock).kind === 'absent' ? absent : reading(locked);
  const [requestPayment, versioning, objectLock, abacStatus, tags, retention, legalHold] = await Promise.all([
    readRequestPayment(session, bucket),
    readBucketVersioning(session, bucket),
    lock,
    readBucketAbac(session, bucket),
    // They tell who keeps the bucket, also where they do not count.
    readBucketTags(session, bucket),
    whenLocked((version) => readObjectRetention(session, bucket, version)),
    whenLocked((version) => readLegalHold(session, bucket, version)),
  ]);
  return { requestPayment, versioning, objectLock, abac: abacStatus, tags, retention, legalHold };
}

/** The version that the call would delete or unlock. A delete that names no version only adds a delete marker. */
function lockedVersion({ operation, action, key, versionId }: SettingsCall): ObjectVersion | undefined {
  if (key === undefined) return undefined;
  const deletes = operation === 'DeleteObject' || action === 's3:DeleteObjectVersion';
  const unlocks = /^PutObject(?:Retention|LegalHold)$/.test(operation);
  return (deletes && versionId !== undefined) || unlocks ? { key, versionId } : undefined;
}

function nothingRead(reason: Unreadable): BucketSettings {
  const unread = (needs: string): Unreadable => ({ ...reason, needs });
  return {
    requestPayment: unread('s3:GetBucketRequestPayment'),
    versioning: unread('s3:GetBucketVersioning'),
    objectLock: unread('s3:GetBucketObjectLockConfiguration'),
    abac: unread('s3:GetBucketAbac'),
    tags: unread('s3:GetBucketTagging'),
    retention: absent,
    legalHold: absent,
  };
}
