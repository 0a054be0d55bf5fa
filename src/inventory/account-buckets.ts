import { z } from 'zod';
import type { CollectSession } from '../collect/collect-session.ts';
import { homeRegion } from '../collect/home-region.ts';
import { readAll } from '../collect/read-all.ts';
import { found, type Reading, type Unreadable } from '../evidence/reading.ts';

/** What one account has, as S3 lists it. */
export interface AccountBuckets {
  readonly buckets: readonly ListedBucket[];
  readonly accessPoints: readonly ListedAccessPoint[];
  /** Why the access points of some region are not among them. */
  readonly unread?: Unreadable;
}

export interface ListedBucket {
  readonly name: string;
  readonly region?: string;
}

export interface ListedAccessPoint {
  readonly alias: string;
  readonly name: string;
  readonly region: string;
}

const Buckets = z.looseObject({
  Buckets: z.array(z.looseObject({ Name: z.string(), BucketRegion: z.string().optional() })),
  ContinuationToken: z.string().optional(),
});
const AccessPoints = z.looseObject({
  AccessPointList: z.array(z.looseObject({ Name: z.string(), Alias: z.string().optional() })),
  NextToken: z.string().optional(),
});

/** An account may have a million buckets: https://docs.aws.amazon.com/AmazonS3/latest/userguide/BucketRestrictions.html */
const EVERY_PAGE = Number.POSITIVE_INFINITY;

/**
 * Every bucket of an account, and its access points in the regions in which it has buckets: a region without any costs a call
 * to learn that. https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html
 */
export async function readAccountBuckets(
  session: CollectSession,
  account: string,
  partition: string,
): Promise<Reading<AccountBuckets>> {
  const region = homeRegion(partition);
  // Only an answer in pages tells the regions.
  const input = { MaxBuckets: 1_000 };
  const buckets = await readAll(
    session,
    's3:ListBuckets',
    { account, region, input, output: Buckets },
    {
      items: (page) => page.Buckets,
      next: ({ ContinuationToken }) => (ContinuationToken ? { ContinuationToken } : undefined),
      most: EVERY_PAGE,
    },
  );
  if (buckets.kind !== 'found') return buckets;
  const listed = buckets.value.map(({ Name, BucketRegion }) => ({
    name: Name,
    ...(BucketRegion === undefined ? {} : { region: BucketRegion }),
  }));
  const regions = [...new Set(listed.flatMap((bucket) => bucket.region ?? []))].sort();
  const readings = await Promise.all(regions.map((one) => accessPointsIn(session, account, one)));
  const unread = readings.find((reading) => reading.kind === 'unreadable');
  return found({
    buckets: listed,
    accessPoints: readings.flatMap((reading) => (reading.kind === 'found' ? reading.value : [])),
    ...(unread?.kind === 'unreadable' ? { unread } : {}),
  });
}

async function accessPointsIn(
  session: CollectSession,
  account: string,
  region: string,
): Promise<Reading<readonly ListedAccessPoint[]>> {
  const input = { AccountId: account, MaxResults: 1_000 };
  const listed = await readAll(
    session,
    's3control:ListAccessPoints',
    { account, region, input, output: AccessPoints },
    {
      items: (page) => page.AccessPointList,
      next: ({ NextToken }) => (NextToken ? { NextToken } : undefined),
      most: EVERY_PAGE,
    },
  );
  if (listed.kind !== 'found') return listed;
  return found(
    listed.value.flatMap(({ Name, Alias }) => (Alias === undefined ? [] : [{ alias: Alias, name: Name, region }])),
  );
}
