import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readBucketAcl } from '../../src/collect/access-lists.ts';
import { findAccessPoint, readAccessPoint, readAccessPointPolicy } from '../../src/collect/access-point-policy.ts';
import { readBlockPublicAccess } from '../../src/collect/block-public-access.ts';
import { readBucketAbac, readBucketTags } from '../../src/collect/bucket-abac.ts';
import { readBucketEncryption } from '../../src/collect/bucket-encryption.ts';
import { readBucketVersioning } from '../../src/collect/bucket-versioning.ts';
import { collect } from '../../src/collect/collect.ts';
import { type CollectSession, openCollectSession } from '../../src/collect/collect-session.ts';
import { lookUpEvents } from '../../src/collect/event-history.ts';
import { readObjectEntry } from '../../src/collect/object-entry.ts';
import { readObjectHead } from '../../src/collect/object-head.ts';
import { readLegalHold, readObjectLock, readObjectRetention } from '../../src/collect/object-lock.ts';
import { readAll } from '../../src/collect/read-all.ts';
import type { ReadName } from '../../src/collect/reads.ts';
import { readRequestPayment } from '../../src/collect/request-payment.ts';
import { readRoleOf } from '../../src/collect/role-of.ts';
import { unreadablePartsOf } from '../../src/evaluate/unreadable-parts.ts';
import type { Layer } from '../../src/evidence/layers.ts';
import { fakeGate } from './fake-gate.ts';
import { ANSWERS, answering, CALL, CALLER, KEY, MANAGEMENT, OWNER } from './small-organization.ts';

const sessionOf = (respond: Parameters<typeof fakeGate>[0]): CollectSession =>
  openCollectSession({
    gate: fakeGate(respond),
    now: new Date('2026-11-20T10:00:00Z'),
    organizationAccount: MANAGEMENT,
  });

const BUCKET = { name: 'ledger', partition: 'aws', account: OWNER, region: 'eu-central-1' };
const ACCESS_POINT = { name: 'finance', account: OWNER, region: 'eu-central-1', partition: 'aws' };
const INSTANCE = {
  kind: 'roleOf',
  resource: 'ec2Instance',
  arn: `arn:aws:ec2:eu-central-1:${OWNER}:instance/i-1`,
  account: OWNER,
  region: 'eu-central-1',
} as const;
const VERSION = { key: 'k', versionId: 'v' };
const anyAccessPoint = { kind: 'absent' } as const;

/** What the SDK makes of AWS's answers that hold nothing, each as documented; and what is read of it. */
const EMPTY: readonly (readonly [
  sentence: string,
  read: (session: CollectSession) => Promise<unknown>,
  answer: unknown,
  reading: unknown,
])[] = [
  [
    'an ACL that grants nothing',
    (s) => readBucketAcl(s, BUCKET),
    { Grants: [] },
    { kind: 'found', value: { Grants: [] } },
  ],
  ['a list of no objects', (s) => readObjectEntry(s, BUCKET, 'k'), { KeyCount: 0, Prefix: 'k' }, { kind: 'absent' }],
  [
    'an account without access points',
    (s) => findAccessPoint(s, 'a', ACCESS_POINT),
    { AccessPointList: [] },
    { kind: 'absent' },
  ],
  ['a bucket without tags', (s) => readBucketTags(s, BUCKET), { TagSet: [] }, { kind: 'found', value: {} }],
  [
    'a bucket that never had versions',
    (s) => readBucketVersioning(s, BUCKET),
    {},
    { kind: 'found', value: { status: 'Off', mfaDelete: false } },
  ],
  [
    'a retention that was taken back',
    (s) => readObjectRetention(s, BUCKET, VERSION),
    { Retention: {} },
    { kind: 'absent' },
  ],
  [
    'an event history without events',
    (s) => lookUpEvents(s, { account: OWNER, region: 'eu-central-1', attribute: 'ResourceName', value: 'x' }, 1),
    { Events: [] },
    { events: [] },
  ],
];

test.each(EMPTY)('%s is read as what it is', async (_sentence, reading, answer, expected) =>
  expect(await reading(sessionOf(() => answer))).toEqual(expected),
);

/** The parts without which an answer is none of AWS's: an empty body, or a page, is taken by the SDK for an answer without them. */
const MISSING: readonly (readonly [
  sentence: string,
  read: (session: CollectSession) => Promise<unknown>,
  answer: unknown,
  needs: string,
])[] = [
  ['an ACL without its grants', (s) => readBucketAcl(s, BUCKET), { Owner: { ID: 'o' } }, 's3:GetBucketAcl'],
  [
    'a grant without its grantee',
    (s) => readBucketAcl(s, BUCKET),
    { Grants: [{ Permission: 'READ' }] },
    's3:GetBucketAcl',
  ],
  [
    'a grant to nobody',
    (s) => readBucketAcl(s, BUCKET),
    { Grants: [{ Permission: 'READ', Grantee: {} }] },
    's3:GetBucketAcl',
  ],
  ['a list of objects without objects and their count', (s) => readObjectEntry(s, BUCKET, 'k'), {}, 's3:ListBucket'],
  [
    'a list without the objects that it counts',
    (s) => readObjectEntry(s, BUCKET, 'k'),
    { KeyCount: 1 },
    's3:ListBucket',
  ],
  ['no list of access points', (s) => findAccessPoint(s, 'a', ACCESS_POINT), {}, 's3:ListAccessPoints'],
  ['tags without a list', (s) => readBucketTags(s, BUCKET), {}, 's3:GetBucketTagging'],
  [
    'no word on attribute-based access control',
    (s) => readBucketAbac(s, BUCKET),
    { AbacStatus: {} },
    's3:GetBucketAbac',
  ],
  [
    'encryption without a rule',
    (s) => readBucketEncryption(s, BUCKET),
    { ServerSideEncryptionConfiguration: { Rules: [] } },
    's3:GetEncryptionConfiguration',
  ],
  ['no payer', (s) => readRequestPayment(s, BUCKET), {}, 's3:GetBucketRequestPayment'],
  ['no Object Lock configuration', (s) => readObjectLock(s, BUCKET), {}, 's3:GetBucketObjectLockConfiguration'],
  ['no retention', (s) => readObjectRetention(s, BUCKET, VERSION), {}, 's3:GetObjectRetention'],
  ['no legal hold', (s) => readLegalHold(s, BUCKET, VERSION), {}, 's3:GetObjectLegalHold'],
  ['a head without a date', (s) => readObjectHead(s, BUCKET, VERSION), {}, 's3:GetObject'],
  ['no list of instances', (s) => readRoleOf(s, INSTANCE), {}, 'ec2:DescribeInstances'],
  [
    'a reservation without its instances',
    (s) => readRoleOf(s, INSTANCE),
    { Reservations: [{}] },
    'ec2:DescribeInstances',
  ],
];

describe('is not taken for "there is none"', () => {
  test.each(MISSING)('%s', async (_sentence, reading, answer, needs) =>
    expect(await reading(sessionOf(() => answer))).toMatchObject({ kind: 'unreadable', reason: 'malformed', needs }),
  );

  test.each<[string, unknown]>([
    ['a block that is not there', {}],
    ['a block without any of its flags', { PublicAccessBlockConfiguration: {} }],
  ])('%s', async (_sentence, answer) => {
    const nothing = { EffectivePolicy: { PolicyContent: '{}' } };
    const session = sessionOf(({ name }) => (name.startsWith('organizations:') ? nothing : answer));
    expect(await readBlockPublicAccess(session, BUCKET)).toMatchObject({
      value: {
        bucket: { reason: 'malformed', needs: 's3:GetBucketPublicAccessBlock' },
        account: { reason: 'malformed', needs: 's3:GetAccountPublicAccessBlock' },
      },
    });
  });

  test('an access point that says nothing of its block, and yet where it leads', async () => {
    const session = sessionOf(() => ({ Bucket: 'b', NetworkOrigin: 'Internet' }));
    expect(await readAccessPoint(session, ACCESS_POINT)).toMatchObject({
      kind: 'found',
      value: {
        bucket: 'b',
        publicAccessBlock: { kind: 'unreadable', reason: 'malformed', needs: 's3:GetAccessPoint' },
      },
    });
  });

  test('an access point policy without a policy', async () => {
    const session = sessionOf(({ name }) =>
      name === 's3control:GetAccessPoint'
        ? { Bucket: 'b', NetworkOrigin: 'Internet', PublicAccessBlockConfiguration: { BlockPublicAcls: true } }
        : {},
    );
    const accessPoint = await readAccessPoint(session, ACCESS_POINT);
    expect(await readAccessPointPolicy(session, ACCESS_POINT, accessPoint)).toMatchObject({
      reason: 'malformed',
      needs: 's3:GetAccessPointPolicy',
    });
    expect(await readAccessPointPolicy(session, ACCESS_POINT, anyAccessPoint)).toEqual({ kind: 'absent' });
  });

  test('an event history without its events', async () => {
    const question = { account: OWNER, region: 'eu-central-1', attribute: 'ResourceName', value: 'x' } as const;
    const answer = await lookUpEvents(
      sessionOf(() => ({})),
      question,
      1,
    );
    expect(answer).toMatchObject({ events: [], incomplete: { reason: 'malformed' } });
  });
});

describe('in the evidence, an answer without its list was not understood', () => {
  test.each<[needs: ReadName, layer: Layer, request: number]>([
    ['iam:ListRolePolicies', 'identityPolicies', 0],
    ['iam:ListAttachedRolePolicies', 'identityPolicies', 0],
    ['ec2:DescribeVpcEndpoints', 'vpcEndpointPolicy', 0],
    ['kms:ListGrants', 'keyPolicy', 1],
  ])('of %s', async (needs, layer, at) => {
    const whole = answering(ANSWERS);
    const session = sessionOf((call) => (call.name === needs ? {} : whole(call)));
    const evidence = (await collect({ ...CALL, context: {} }, session)).requests[at]?.evidence;
    expect(evidence && unreadablePartsOf(layer, evidence)).toMatchObject([{ needs, reason: 'malformed' }]);
  });
});

describe('a page after which there is more is not the last', () => {
  const lost = 'is truncated and does not say where it goes on';
  test.each<[needs: ReadName, page: unknown, layer: Layer, request: number]>([
    ['iam:ListRolePolicies', { PolicyNames: [], IsTruncated: true }, 'identityPolicies', 0],
    ['iam:ListAttachedRolePolicies', { AttachedPolicies: [], IsTruncated: true }, 'identityPolicies', 0],
    ['kms:ListGrants', { Grants: [], Truncated: true }, 'keyPolicy', 1],
  ])('of %s', async (needs, page, layer, at) => {
    const whole = answering(ANSWERS);
    const session = sessionOf((call) => (call.name === needs ? page : whole(call)));
    const evidence = (await collect(CALL, session)).requests[at]?.evidence;
    const because = `the answer to \`${needs.split(':')[1]}\` ${lost}`;
    expect(evidence && unreadablePartsOf(layer, evidence)).toMatchObject([{ needs, reason: 'malformed', because }]);
  });

  test('a list with more pages than are read of it is not known', async () => {
    const input = { KeyId: KEY };
    const page = z.object({ NextMarker: z.string() });
    const request = { account: CALLER, region: 'eu-central-1', input, output: page };
    let pages = 0;
    const session = sessionOf(() => {
      pages += 1;
      return { NextMarker: `${pages}` };
    });
    const list = await readAll(session, 'kms:ListGrants', request, {
      items: () => [],
      next: ({ NextMarker }) => ({ Marker: NextMarker }),
      most: 3,
    });
    expect(list).toMatchObject({
      reason: 'malformed',
      because: 'the answer to `ListGrants` has more than the 3 pages that are read of it',
    });
    expect(pages).toBe(3);
  });
});
