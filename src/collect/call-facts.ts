import type { CallFacts } from '../evidence/call-facts.ts';
import type { Unreadable } from '../evidence/reading.ts';
import type { S3Call } from '../request/s3-call.ts';
import type { BucketPlace } from './bucket-place.ts';
import type { CollectSession } from './collect-session.ts';
import { readObjectEntry } from './object-entry.ts';
import { looksAtObject } from './object-notes.ts';
import type { OwnedBucket } from './owned-bucket.ts';

/** What was found out about the call that no policy and no setting holds; the object is asked for once, with its notes. */
export async function callFacts(
  session: CollectSession,
  call: S3Call,
  place: BucketPlace | undefined,
  bucket: OwnedBucket | Unreadable,
): Promise<CallFacts> {
  const { key } = call;
  const exists = place?.exists;
  const looked = key !== undefined && !('kind' in bucket) && looksAtObject(call);
  const object = looked ? await readObjectEntry(session, bucket, key) : undefined;
  return {
    at: session.at,
    ...(typeof exists === 'boolean' ? { bucketExists: exists } : {}),
    ...(object === undefined ? {} : { object }),
  };
}
