import { notTold, type Reading, type Unreadable, unreadable } from '../evidence/reading.ts';
import type { AccessPointName } from '../request/s3-arn.ts';
import type { CallTarget, S3Call } from '../request/s3-call.ts';
import { type AccessPoint, findAccessPoint, readAccessPoint } from './access-point-policy.ts';
import { indexedAccessPoint } from './bucket-index.ts';
import { type BucketPlace, findBucket, locateBucket } from './bucket-place.ts';
import type { CollectSession } from './collect-session.ts';
import { homeRegion } from './home-region.ts';
import { spokenAge } from './spoken-age.ts';

/** What a call addresses, with the access point resolved and the bucket behind it found. */
export interface AddressedTarget {
  readonly target: CallTarget;
  readonly accessPoint?: { readonly name: AccessPointName; readonly reading: Reading<AccessPoint> };
  /** Unreadable: why it is not known which bucket it is. */
  readonly bucket: BucketPlace | Unreadable;
}

/** Finds the bucket that a call is about. `candidates`: accounts that may own it, likeliest first. */
export async function findTarget(
  session: CollectSession,
  call: S3Call,
  candidates: readonly string[],
): Promise<AddressedTarget> {
  const { target, bucketAccount, region } = call;
  switch (target.kind) {
    case 'bucket': {
      const { name, partition } = target;
      const bucket = await findBucket(session, { name, partition, account: bucketAccount, region, candidates });
      return { target, bucket };
    }
    case 'accessPoint':
      return throughAccessPoint(session, target, call);
    case 'accessPointAlias':
      return throughAlias(session, target, call, candidates);
    case 'account':
      return { target, bucket: unreadable('s3:GetBucketPolicy', 'the call is about no bucket') };
    case 'notCovered':
      return { target, bucket: unreadable('s3:GetBucketPolicy', `\`${target.text}\` is not a general purpose bucket`) };
  }
}

async function throughAccessPoint(
  session: CollectSession,
  target: Extract<CallTarget, { kind: 'accessPoint' }>,
  { bucketAccount }: S3Call,
): Promise<AddressedTarget> {
  const { kind: _, ...name } = target;
  const reading = await readAccessPoint(session, name);
  const accessPoint = { name, reading };
  if (reading.kind !== 'found') {
    const gone = unreadable(
      's3:GetAccessPoint',
      `account ${name.account} has no access point \`${name.name}\``,
      name.account,
      'missing',
    );
    return { target, accessPoint, bucket: reading.kind === 'unreadable' ? reading : gone };
  }
  const { bucket } = reading.value;
  const account = bucketAccount ?? reading.value.bucketAccount;
  const { partition, region } = name;
  return {
    target,
    accessPoint,
    bucket: await findBucket(session, { name: bucket, partition, account, region, candidates: [] }),
  };
}

async function throughAlias(
  session: CollectSession,
  target: Extract<CallTarget, { kind: 'accessPointAlias' }>,
  call: S3Call,
  candidates: readonly string[],
): Promise<AddressedTarget> {
  const byIndex = await throughIndex(session, target, call);
  if (byIndex !== undefined) return byIndex;
  const { alias, partition } = target;
  const accounts = call.bucketAccount === undefined ? candidates : [call.bucketAccount, ...candidates];
  const region = call.region ?? (await locateBucket(session, alias, partition)).region ?? homeRegion(partition);
  const readings = await Promise.all(
    [...new Set(accounts)].map((account) => findAccessPoint(session, alias, { account, region, partition })),
  );
  const named = readings.find((reading) => reading.kind === 'found');
  if (named?.kind === 'found') return throughAccessPoint(session, { kind: 'accessPoint', ...named.value }, call);
  const unread = readings.find((reading) => reading.kind === 'unreadable');
  const what = `no access point with the alias \`${alias}\` is in ${accounts.length === 0 ? 'the accounts that are known' : `account ${accounts.join(' or ')}`}`;
  const unknown = notTold('s3:ListAccessPoints', { what, say: 'name it by its ARN' });
  return { target, bucket: unread?.kind === 'unreadable' ? unread : unknown };
}

/** The access point that the alias stood for when the last inventory saw it; undefined if it is there no more. */
async function throughIndex(
  session: CollectSession,
  { alias, partition }: Extract<CallTarget, { kind: 'accessPointAlias' }>,
  call: S3Call,
): Promise<AddressedTarget | undefined> {
  const answer = await indexedAccessPoint(session, alias);
  if (answer.kind !== 'known') return undefined;
  const { name, account, region, seenAt } = answer.entry;
  const through = await throughAccessPoint(session, { kind: 'accessPoint', name, account, region, partition }, call);
  if (through.accessPoint?.reading.kind === 'absent') return undefined;
  if ('kind' in through.bucket) return through;
  const note = `\`${alias}\` is access point \`${name}\` of account ${account}: the inventory saw it ${spokenAge(seenAt, session.now)}.`;
  return { ...through, bucket: { ...through.bucket, notes: [note, ...through.bucket.notes] } };
}
