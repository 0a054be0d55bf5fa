import { expect } from 'vitest';
import { findAccessPoint, readAccessPoint, readAccessPointPolicy } from '../../src/collect/access-point-policy.ts';
import { readBlockPublicAccess } from '../../src/collect/block-public-access.ts';
import { readBucketTags } from '../../src/collect/bucket-abac.ts';
import { readBucketEncryption } from '../../src/collect/bucket-encryption.ts';
import { findOwner } from '../../src/collect/bucket-owner.ts';
import { locateBucket } from '../../src/collect/bucket-place.ts';
import { readBucketPolicy } from '../../src/collect/bucket-policy.ts';
import { readBucketVersioning } from '../../src/collect/bucket-versioning.ts';
import { readObjectEntry } from '../../src/collect/object-entry.ts';
import { readObjectHead } from '../../src/collect/object-head.ts';
import { readLegalHold, readObjectLock } from '../../src/collect/object-lock.ts';
import { readObjectOwnership } from '../../src/collect/object-ownership.ts';
import { readObjectTags } from '../../src/collect/object-tags.ts';
import { found } from '../../src/evidence/reading.ts';
import { REGION } from './account-clients.ts';
import { ACCESS_POINT, RECORD, RECORDS } from './every-read.ts';
import { type ReadCase, type ReadPlace, recordsIn } from './read-case.ts';

const accessPointIn = ({ world }: ReadPlace) => ({
  name: ACCESS_POINT,
  partition: 'aws',
  account: world.accounts.data,
  region: REGION,
});
const versionIn = ({ every }: ReadPlace) => ({ key: RECORD, versionId: every.version });
const NONE = {
  BlockPublicAcls: false,
  IgnorePublicAcls: false,
  BlockPublicPolicy: false,
  RestrictPublicBuckets: false,
};

/** What is read of a bucket, of an object in it and of an access point to it. */
export const BUCKET_READS: readonly ReadCase[] = [
  [
    'the tags of an object',
    ['s3:GetObjectTagging'],
    (place) => readObjectTags(place.session, recordsIn(place), RECORD),
    () => found({ class: 'internal' }),
  ],
  [
    'the region of a bucket',
    ['s3:HeadBucket'],
    ({ session }) => locateBucket(session, RECORDS, 'aws'),
    () => ({ exists: true, region: REGION }),
  ],
  [
    'a bucket that is not there',
    [],
    ({ session }) => locateBucket(session, 'no-such-records', 'aws'),
    () => ({ exists: false }),
  ],
  [
    'the account that owns a bucket, among all of the organization',
    ['s3:ListBuckets', 'organizations:ListAccounts'],
    ({ session }) => findOwner(session, { name: RECORDS, partition: 'aws', candidates: [] }),
    ({ world }) => ({ account: world.accounts.data, region: undefined, notes: [] }),
  ],
  [
    'the policy of a bucket, and that it is public',
    ['s3:GetBucketPolicy', 's3:GetBucketPolicyStatus'],
    (place) => readBucketPolicy(place.session, recordsIn(place)),
    () =>
      found({
        policy: expect.objectContaining({
          arn: `arn:aws:s3:::${RECORDS}`,
          document: expect.objectContaining({ statements: [expect.objectContaining({ action: ['s3:GetObject'] })] }),
        }),
        isPublic: true,
      }),
  ],
  [
    'the public access blocks of a bucket and of its account',
    ['s3:GetPublicAccessBlock', 's3control:GetPublicAccessBlock'],
    (place) => readBlockPublicAccess(place.session, recordsIn(place)),
    () =>
      found(
        expect.objectContaining({
          bucket: { ...NONE, BlockPublicPolicy: true, RestrictPublicBuckets: true },
          account: { ...NONE, BlockPublicAcls: true },
        }),
      ),
  ],
  [
    'who owns the objects of a bucket, and the access lists of bucket and object',
    ['s3:GetBucketOwnershipControls', 's3:GetBucketAcl', 's3:GetObjectAcl', 's3:ListObjectsV2'],
    (place) => readObjectOwnership(place.session, recordsIn(place), RECORD, place.world.accounts.data),
    ({ world }) =>
      found({
        mode: 'ObjectWriter',
        callerId: expect.any(String),
        bucketAcl: [
          { grantee: world.accounts.data, permission: 'FULL_CONTROL' },
          { grantee: 'AuthenticatedUsers', permission: 'READ' },
        ],
        objectAcl: [
          { grantee: world.accounts.data, permission: 'FULL_CONTROL' },
          { grantee: 'AllUsers', permission: 'READ' },
        ],
      }),
  ],
  [
    'how a bucket encrypts',
    ['s3:GetBucketEncryption'],
    (place) => readBucketEncryption(place.session, recordsIn(place)),
    ({ world }) => found({ algorithm: 'aws:kms', key: world.kmsKey, bucketKeyEnabled: true }),
  ],
  [
    'whether a bucket keeps versions',
    ['s3:GetBucketVersioning'],
    (place) => readBucketVersioning(place.session, recordsIn(place)),
    () => found({ status: 'Enabled', mfaDelete: false }),
  ],
  [
    'the tags of a bucket',
    ['s3:GetBucketTagging'],
    (place) => readBucketTags(place.session, recordsIn(place)),
    () => found({ team: 'finance' }),
  ],
  [
    'how a bucket locks new objects',
    ['s3:GetObjectLockConfiguration'],
    (place) => readObjectLock(place.session, recordsIn(place)),
    () => found({ defaultMode: 'GOVERNANCE' }),
  ],
  [
    'the legal hold of a version',
    ['s3:GetObjectLegalHold'],
    (place) => readLegalHold(place.session, recordsIn(place), versionIn(place)),
    () => found('ON'),
  ],
  [
    'an object in the list of its bucket',
    ['s3:ListObjectsV2'],
    (place) => readObjectEntry(place.session, recordsIn(place), RECORD),
    () => found({ owner: expect.any(String), storageClass: 'STANDARD' }),
  ],
  [
    'the key of an object itself',
    ['s3:HeadObject'],
    (place) => readObjectHead(place.session, recordsIn(place), versionIn(place)),
    ({ world }) => found({ encryption: 'aws:kms', key: world.kmsKey }),
  ],
  [
    'the bucket behind an access point, and its network',
    ['s3control:GetAccessPoint'],
    (place) => readAccessPoint(place.session, accessPointIn(place)),
    ({ world }) =>
      found(
        expect.objectContaining({
          bucket: RECORDS,
          bucketAccount: world.accounts.data,
          networkOrigin: 'VPC',
          vpcId: 'vpc-0a1b2c3d',
        }),
      ),
  ],
  [
    'the policy of an access point, and whether it is public',
    ['s3control:GetAccessPointPolicy', 's3control:GetAccessPointPolicyStatus'],
    async (place) => {
      const accessPoint = await readAccessPoint(place.session, accessPointIn(place));
      return readAccessPointPolicy(place.session, accessPointIn(place), accessPoint);
    },
    () =>
      found({
        policy: expect.objectContaining({
          document: expect.objectContaining({ statements: [expect.objectContaining({ action: ['s3:GetObject'] })] }),
        }),
        networkOrigin: 'VPC',
        vpcId: 'vpc-0a1b2c3d',
        isPublic: true,
      }),
  ],
  [
    'the access point that an alias stands for',
    ['s3control:ListAccessPoints'],
    (place) => findAccessPoint(place.session, place.every.alias, accessPointIn(place)),
    (place) => found(accessPointIn(place)),
  ],
];
