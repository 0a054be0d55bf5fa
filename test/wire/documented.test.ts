import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readAssumeRoleCalls } from '../../src/collect/assume-role-event.ts';
import { readBucketAbac } from '../../src/collect/bucket-abac.ts';
import { findOwner } from '../../src/collect/bucket-owner.ts';
import { locateBucket } from '../../src/collect/bucket-place.ts';
import { readBucketVersioning } from '../../src/collect/bucket-versioning.ts';
import { type CollectSession, openCollectSession } from '../../src/collect/collect-session.ts';
import { readIdentityPolicies } from '../../src/collect/identity-policies.ts';
import { openClientPool, openLiveGate } from '../../src/collect/live-gate.ts';
import { readObjectRetention } from '../../src/collect/object-lock.ts';
import { readOrganization } from '../../src/collect/organization.ts';
import { readOrganizationBlock } from '../../src/collect/organization-block.ts';
import { readRequestPayment } from '../../src/collect/request-payment.ts';
import { readSimulatedOrganization } from '../../src/collect/simulated-organization.ts';
import { absent, found, unreadable } from '../../src/evidence/reading.ts';
import { parsePolicyDocument } from '../../src/policy/parse-policy-document.ts';
import { answering, DOCUMENTED, documentedAnswer } from './documented-answer.ts';
import { tapWire } from './wire-tap.ts';

beforeAll(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAATHAND');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
});
afterAll(() => void vi.unstubAllEnvs());

const ACCOUNT = '444455556666';
const NAME = 'amzn-s3-demo-bucket';
const BUCKET = { name: NAME, partition: 'aws', account: ACCOUNT, region: 'eu-west-3' };
const KEY = { key: 'myfoto.jpg', versionId: '3/L4kqtJlcpXroDTDmpUMLUo' };
const ROLE = { kind: 'role', account: '111122223333', arn: 'arn:aws:iam::111122223333:role/AssumeNothing' } as const;
const SESSION = 'arn:aws:sts::111122223333:assumed-role/AssumeNothing/JohnDoe-report';

/** What is read where the server gives these answers, and no other. */
async function readFrom<T>(names: readonly string[], read: (session: CollectSession) => Promise<T>): Promise<T> {
  const server = await tapWire(undefined, answering(...names));
  try {
    const gate = openLiveGate({ noAssume: true, environment: { AWS_ENDPOINT_URL: server.url } }, openClientPool());
    const now = new Date('2026-11-20T10:00:00Z');
    return await read(openCollectSession({ gate, now, noAssume: true, organizationAccount: '999900001111' }));
  } finally {
    await server.stop();
  }
}

const documentOf = (Action: string | readonly string[], Resource: readonly string[]) => {
  const text = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] });
  const parsed = parsePolicyDocument(text);
  return parsed.kind === 'parsed' ? parsed.document : parsed;
};
const S3_READ_ONLY = 'arn:aws:iam::123456789012:policy/S3-read-only-example-bucket';

const simulate = (session: CollectSession) =>
  readSimulatedOrganization(
    session,
    {
      caller: { principal: ROLE, boundary: absent, notes: [] },
      layers: {
        identityPolicies: absent,
        permissionsBoundary: absent,
        sessionPolicies: absent,
        serviceControlPolicies: unreadable('organizations:ListPoliciesForTarget', 'denied'),
      },
      organization: absent,
      notes: [],
    },
    {
      principal: ROLE,
      action: 's3:GetObject',
      resource: `arn:aws:s3:::${NAME}/myfoto.jpg`,
      context: { keys: new Map(), otherKeys: 'unknown' },
    },
  );

/** What each documented answer, or some together, are read as. */
const READ_AS: readonly (readonly [
  sentence: string,
  answers: readonly string[],
  read: (session: CollectSession) => Promise<unknown>,
  reading: unknown,
])[] = [
  [
    'the tags of a bucket count',
    ['bucket-abac-enabled'],
    (session) => readBucketAbac(session, BUCKET),
    found('Enabled'),
  ],
  ['who asks pays', ['requester-pays'], (session) => readRequestPayment(session, BUCKET), found('Requester')],
  [
    'the tags of a bucket do not count',
    ['bucket-abac-disabled'],
    (session) => readBucketAbac(session, BUCKET),
    found('Disabled'),
  ],
  ['the owner pays', ['owner-pays'], (session) => readRequestPayment(session, BUCKET), found('BucketOwner')],
  [
    'a delete needs a code of the MFA device',
    ['mfa-delete'],
    (session) => readBucketVersioning(session, BUCKET),
    found({ status: 'Enabled', mfaDelete: true }),
  ],
  [
    'a version is locked',
    ['object-retention'],
    (session) => readObjectRetention(session, BUCKET, KEY),
    found({ mode: 'COMPLIANCE', until: '2090-01-01T00:00:00.000Z' }),
  ],
  ['a version is not locked', ['no-object-retention'], (session) => readObjectRetention(session, BUCKET, KEY), absent],
  [
    'a bucket is in a region, though nobody may look at it',
    ['bucket-region-with-a-403'],
    (session) => locateBucket(session, NAME, 'aws'),
    { exists: true, region: 'eu-west-3' },
  ],
  [
    'an account owns a bucket',
    ['buckets-of-an-account'],
    (session) => findOwner(session, { name: NAME, partition: 'aws', candidates: [ACCOUNT] }),
    { account: ACCOUNT, region: 'eu-west-3', notes: [] },
  ],
  [
    'the organization blocks public access',
    ['effective-s3-policy'],
    (session) => readOrganizationBlock(session, BUCKET),
    found({ BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true }),
  ],
  [
    'the organization has no S3 policy',
    ['no-effective-s3-policy'],
    (session) => readOrganizationBlock(session, BUCKET),
    absent,
  ],
  [
    'an account is in an organizational unit, by its path alone',
    ['organization', 'account-with-its-path'],
    (session) => readOrganization(session, ACCOUNT, 'aws'),
    found({
      organization: { id: 'o-exampleorgid', managementAccount: '999900001111' },
      levels: found([
        { target: 'r-examplerootid111' },
        { target: 'ou-examplerootid111-exampleouid111' },
        { target: ACCOUNT },
      ]),
      allFeatures: true,
    }),
  ],
  ['the simulator says that the SCPs refuse', ['scps-refuse-in-the-simulator'], simulate, found(false)],
  [
    'a session began with a policy',
    ['assume-role-with-session-policy'],
    (session) => readAssumeRoleCalls(session, SESSION, ROLE, undefined),
    {
      calls: [
        {
          at: '2026-11-20T09:15:00.000Z',
          policy: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*"}]}',
          policyArns: [],
        },
      ],
    },
  ],
  [
    'a role has policies whose documents come URL-encoded',
    [
      'names-of-role-policies',
      'url-encoded-role-policy',
      'managed-policies-of-a-role',
      'managed-policy',
      'url-encoded-policy-version',
    ],
    (session) => readIdentityPolicies(session, { ...ROLE, arn: 'arn:aws:iam::111122223333:role/S3Access' }),
    found([
      { name: 'S3AccessPolicy', via: 'inline', document: documentOf(['s3:*'], ['*']) },
      {
        name: 'S3-read-only-example-bucket',
        arn: S3_READ_ONLY,
        via: 'managed',
        document: documentOf('s3:*', ['arn:aws:s3:::EXAMPLE-BUCKET', 'arn:aws:s3:::EXAMPLE-BUCKET/*']),
      },
    ]),
  ],
];

describe('an answer as AWS documents it, through the SDK', () => {
  test.each(READ_AS)('says that %s', async (_sentence, answers, read, reading) => {
    expect(await readFrom(answers, read)).toEqual(reading);
  });

  test('is read in a test, and has its page', () => {
    const read = READ_AS.flatMap(([, answers]) => answers);
    expect([...new Set(read)].sort()).toEqual(DOCUMENTED);
    expect(DOCUMENTED.map((name) => documentedAnswer(name).page)).not.toContain('');
  });

  test('that is no answer but something else is not understood, rather than rejected', async () => {
    const page = { status: 200, headers: { 'content-type': 'text/plain' }, body: 'content that nobody reads' };
    const server = await tapWire(undefined, () => page);
    const gate = openLiveGate({ noAssume: true, environment: { AWS_ENDPOINT_URL: server.url } }, openClientPool());
    const session = openCollectSession({ gate, now: new Date(), noAssume: true });
    const reading = await readObjectRetention(session, BUCKET, KEY);
    await server.stop();
    expect(reading).toMatchObject({
      kind: 'unreadable',
      because: expect.stringMatching(/^the answer to `GetObjectRetention` could not be understood/),
    });
  });
});
