import type { Evidence } from '../evidence/evidence.ts';
import { absent, type Reading, type Unreadable, unreadable } from '../evidence/reading.ts';
import { type AccessPoint, readAccessPointPolicy } from './access-point-policy.ts';
import { readBlockPublicAccess } from './block-public-access.ts';
import type { BucketPlace } from './bucket-place.ts';
import { readBucketPolicy } from './bucket-policy.ts';
import type { AddressedTarget } from './call-target.ts';
import type { CollectSession } from './collect-session.ts';
import { readObjectOwnership } from './object-ownership.ts';
import { type OrganizationPlace, readOrganization } from './organization.ts';
import type { OwnedBucket } from './owned-bucket.ts';
import { tracked } from './progress.ts';
import { readResourceControlPolicies } from './resource-control-policies.ts';

/** The layers that the owner of the bucket decides. */
export type BucketLayers = Pick<
  Evidence,
  'bucketPolicy' | 'blockPublicAccess' | 'objectOwnership' | 'accessPointPolicy' | 'resourceControlPolicies'
>;

export interface BucketSide {
  readonly layers: BucketLayers;
  readonly organization: Reading<OrganizationPlace>;
}

/** The bucket, where its owner is known; else why it is not. */
export function ownedBucket(bucket: BucketPlace | Unreadable): OwnedBucket | Unreadable {
  if ('kind' in bucket) return bucket;
  const { name, partition, account, region, exists } = bucket;
  if (exists === false) return unreadable('s3:ListBucket', `there is no bucket \`${name}\``, undefined, 'missing');
  return typeof account === 'string' ? { name, partition, account, region } : account;
}

export interface BucketQuestions {
  readonly key?: string | undefined;
  readonly callerAccount?: string | undefined;
}

/** Everything on the bucket's side, in parallel. */
export async function readBucketSide(
  session: CollectSession,
  { accessPoint, bucket: place }: Pick<AddressedTarget, 'accessPoint' | 'bucket'>,
  { key, callerAccount }: BucketQuestions,
): Promise<BucketSide> {
  const accessPointPolicy =
    accessPoint === undefined
      ? absent
      : tracked(session, 'accessPointPolicy', readAccessPointPolicy(session, accessPoint.name, accessPoint.reading));
  const bucket = ownedBucket(place);
  if ('kind' in bucket) return nothingRead(bucket, await accessPointPolicy);
  const organization = readOrganization(session, bucket.account, bucket.partition);
  const resourceControlPolicies = organization.then((found) =>
    readResourceControlPolicies(session, bucket.account, bucket.partition, found),
  );
  const block = accessPointBlock(accessPoint?.reading);
  const [bucketPolicy, blockPublicAccess, objectOwnership, accessPointRead, controls] = await Promise.all([
    tracked(session, 'bucketPolicy', readBucketPolicy(session, bucket)),
    tracked(session, 'blockPublicAccess', readBlockPublicAccess(session, bucket, block)),
    tracked(session, 'objectOwnership', readObjectOwnership(session, bucket, key, callerAccount)),
    accessPointPolicy,
    tracked(session, 'resourceControlPolicies', resourceControlPolicies),
  ]);
  return {
    layers: {
      bucketPolicy,
      blockPublicAccess,
      objectOwnership,
      accessPointPolicy: accessPointRead,
      resourceControlPolicies: controls,
    },
    organization: await organization,
  };
}

function accessPointBlock(reading: Reading<AccessPoint> | undefined) {
  if (reading === undefined || reading.kind === 'absent') return undefined;
  return reading.kind === 'found' ? reading.value.publicAccessBlock : reading;
}

/** What reading each layer would have taken, had the bucket been found. */
function nothingRead(reason: Unreadable, accessPointPolicy: Evidence['accessPointPolicy']): BucketSide {
  const unread = (needs: string): Unreadable => ({ ...reason, needs });
  return {
    layers: {
      bucketPolicy: unread('s3:GetBucketPolicy'),
      blockPublicAccess: unread('s3:GetBucketPublicAccessBlock'),
      objectOwnership: unread('s3:GetBucketOwnershipControls'),
      resourceControlPolicies: unread('organizations:ListPoliciesForTarget'),
      accessPointPolicy,
    },
    organization: unread('organizations:DescribeOrganization'),
  };
}
