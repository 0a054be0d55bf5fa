import { z } from 'zod';
import type { ListedObject } from '../evidence/call-facts.ts';
import { found, type Reading } from '../evidence/reading.ts';
import type { CollectSession } from './collect-session.ts';
import type { OwnedBucket } from './owned-bucket.ts';
import { read } from './read.ts';

const Listing = z
  .looseObject({
    KeyCount: z.number().optional(),
    Contents: z
      .array(
        z.looseObject({
          Key: z.string(),
          Owner: z.looseObject({ ID: z.string().optional() }).optional(),
          StorageClass: z.string().optional(),
          RestoreStatus: z
            .looseObject({ IsRestoreInProgress: z.boolean().optional(), RestoreExpiryDate: z.date().optional() })
            .optional(),
        }),
      )
      .optional(),
  })
  // A list of no objects has no element of them; that there are none is in the count.
  .refine(
    ({ KeyCount, Contents }) => Contents !== undefined || KeyCount === 0,
    'has neither objects nor a count of none',
  );

/** An object as the bucket's list shows it. */
export interface ObjectEntry {
  /** The canonical user id of its owner. */
  readonly owner?: string;
  readonly storageClass?: string;
  readonly restored?: NonNullable<ListedObject['restored']>;
}

/** The object in the bucket's list; absent if there is none of that key. Its content is not looked at. */
export async function readObjectEntry(
  session: CollectSession,
  { account, region, name }: OwnedBucket,
  key: string,
): Promise<Reading<ObjectEntry>> {
  const input = {
    Bucket: name,
    Prefix: key,
    MaxKeys: 1,
    FetchOwner: true,
    OptionalObjectAttributes: ['RestoreStatus' as const],
  };
  const listing = await read(session, 's3:ListObjectsV2', { account, region, input, output: Listing });
  if (listing.kind !== 'found') return listing;
  const entry = (listing.value.Contents ?? []).find(({ Key }) => Key === key);
  if (entry === undefined) return { kind: 'absent' };
  const owner = entry.Owner?.ID;
  const { StorageClass: storageClass, RestoreStatus } = entry;
  const until = RestoreStatus?.RestoreExpiryDate?.toISOString();
  return found({
    ...(owner === undefined ? {} : { owner }),
    ...(storageClass === undefined ? {} : { storageClass }),
    ...(RestoreStatus?.IsRestoreInProgress === true ? { restored: 'inProgress' as const } : {}),
    ...(until === undefined ? {} : { restored: { until } }),
  });
}
