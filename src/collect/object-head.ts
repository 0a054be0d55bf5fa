import { z } from 'zod';
import type { ObjectHead } from '../evidence/bucket-settings.ts';
import { found, type Reading } from '../evidence/reading.ts';
import type { CollectSession } from './collect-session.ts';
import type { ObjectVersion } from './object-lock.ts';
import type { OwnedBucket } from './owned-bucket.ts';
import { read } from './read.ts';

// Objects from before 2023 may be stored in the clear, without that header; when it was last written every object has.
const Head = z.looseObject({
  LastModified: z.date(),
  ServerSideEncryption: z.string().optional(),
  SSEKMSKeyId: z.string().optional(),
});

/**
 * How an object itself is encrypted. Asked only where somebody opted in, since what allows it allows GetObject as well; a
 * HEAD's answer has no body, so no content comes with it. https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
 */
export async function readObjectHead(
  session: CollectSession,
  { account, region, name }: OwnedBucket,
  { key, versionId }: ObjectVersion,
): Promise<Reading<ObjectHead>> {
  const head = await read(session, 's3:HeadObject', {
    account,
    region,
    input: { Bucket: name, Key: key, ...(versionId === undefined ? {} : { VersionId: versionId }) },
    output: Head,
  });
  if (head.kind !== 'found') return head;
  const { ServerSideEncryption: encryption = 'AES256', SSEKMSKeyId } = head.value;
  return found({ encryption, ...(SSEKMSKeyId === undefined ? {} : { key: SSEKMSKeyId }) });
}
