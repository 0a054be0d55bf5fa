import type { TopicNote } from '../evidence/collected.ts';
import type { Unreadable } from '../evidence/reading.ts';
import type { S3Call } from '../request/s3-call.ts';
import type { CollectSession } from './collect-session.ts';
import { readObjectEntry } from './object-entry.ts';
import type { OwnedBucket } from './owned-bucket.ts';

const LOOKS_AT_OBJECT = /^(Get|Head|Restore|Select)Object/;
const READS_CONTENT = /^(GetObject|SelectObjectContent)$/;
const ARCHIVED = ['GLACIER', 'DEEP_ARCHIVE'];

/** Whether the call reads an object of which the bucket's list tells: not one of its versions. */
export const looksAtObject = ({
  operation,
  versionId,
}: Pick<S3Call, 'operation'> & { versionId?: string | undefined }) =>
  versionId === undefined && LOOKS_AT_OBJECT.test(operation);

/**
 * What the bucket's list tells of the object: a 403 that is really a 404, since S3 hides missing objects from those who may
 * not list, and one that is for want of a restore. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export async function objectNotes(
  session: CollectSession,
  { operation, key, versionId }: S3Call,
  bucket: OwnedBucket | Unreadable,
): Promise<readonly TopicNote[]> {
  if (key === undefined || 'kind' in bucket || !looksAtObject({ operation, versionId })) return [];
  const entry = await readObjectEntry(session, bucket, key);
  if (entry.kind === 'absent') {
    const says = `There is no object \`${key}\` in the bucket: S3 answers 404 to a caller who may list the bucket, 403 to one who may not.`;
    return [{ topic: 'objectMissing', says }];
  }
  const { storageClass, restored } = entry.kind === 'found' ? entry.value : {};
  if (restored !== undefined && restored !== 'inProgress') {
    const says = `The object is archived (${storageClass ?? 'GLACIER'}), and a restored copy of it can be read until ${restored.until}.`;
    return [{ topic: 'objectArchived', says }];
  }
  if (storageClass === undefined || !ARCHIVED.includes(storageClass) || !READS_CONTENT.test(operation)) return [];
  const says = `The object is archived (${storageClass}): until it is restored, S3 answers 403 \`InvalidObjectState\` to whoever may read it.`;
  return [{ topic: 'objectArchived', says }];
}
