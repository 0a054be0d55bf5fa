import { describe, expect, test } from 'vitest';
import type { BucketIndex } from '../../src/collect/bucket-index.ts';
import { openCollectSession } from '../../src/collect/collect-session.ts';
import { diagnose } from '../../src/diagnose.ts';
import { renderTerminal } from '../../src/render/terminal.ts';
import type { S3Call } from '../../src/request/s3-call.ts';
import { awsSays, fakeGate } from './fake-gate.ts';
import { ANSWERS, type Answers, answering, CALL, CALLER, MANAGEMENT, OWNER, policy } from './small-organization.ts';

const NOW = new Date('2026-11-20T10:00:00Z');
const RESEARCH = '777788889999';
const timeless = awsSays('TimeoutError');

/** Everything that could say whose the bucket is, each with a different answer. */
const AP = { kind: 'accessPoint' as const, name: 'finance', account: CALLER, region: 'eu-west-1', partition: 'aws' };
const OPEN = {
  BlockPublicAcls: false,
  IgnorePublicAcls: false,
  BlockPublicPolicy: false,
  RestrictPublicBuckets: false,
};
const THROUGH: Answers = {
  [`${CALLER} s3control:GetAccessPoint ${CALLER} finance`]: {
    Bucket: 'ledger',
    BucketAccountId: OWNER,
    NetworkOrigin: 'Internet',
    PublicAccessBlockConfiguration: OPEN,
  },
  [`${CALLER} s3control:GetAccessPointPolicy ${CALLER} finance`]: awsSays('NoSuchAccessPointPolicy', { status: 404 }),
  [`${CALLER} s3control:GetAccessPointPolicyStatus ${CALLER} finance`]: awsSays('NoSuchAccessPointPolicy'),
};

async function found(call: Partial<S3Call>, answers: Answers = {}, seenIn?: string) {
  const asked: string[] = [];
  const bucketIndex: BucketIndex = {
    ownerOf: async () => {
      asked.push('index');
      return seenIn === undefined
        ? undefined
        : { account: seenIn, region: 'ap-south-1', seenAt: '2026-11-20T06:00:00Z' };
    },
    accessPointOf: async () => undefined,
    lastInventory: async () => undefined,
  };
  const gate = fakeGate(answering(ANSWERS, answers));
  const session = openCollectSession({ gate, now: NOW, organizationAccount: MANAGEMENT, bucketIndex });
  const diagnosis = await diagnose({ source: 'person', call: { ...CALL, ...call } }, session, false);
  const looks = ['s3:HeadBucket', 's3:ListBuckets', 's3control:GetAccessPoint', 'organizations:ListAccounts'];
  for (const { name } of gate.calls) if (looks.includes(name)) asked.push(name);
  return { ...diagnosis.call, diagnosis, asked: [...new Set(asked)] };
}

describe('whose a bucket is, and where, is told by', () => {
  test.each<[string, Partial<S3Call>, Answers, string | undefined, string, string, readonly string[]]>([
    [
      'what was said, and then nobody is asked',
      { bucketAccount: OWNER, region: 'eu-central-1' },
      {},
      RESEARCH,
      OWNER,
      'eu-central-1',
      [],
    ],
    [
      'what was said of the account, and S3 for the region',
      { bucketAccount: OWNER },
      {},
      RESEARCH,
      OWNER,
      'eu-central-1',
      ['s3:HeadBucket'],
    ],
    [
      'the access point, before the index',
      { target: AP },
      THROUGH,
      RESEARCH,
      OWNER,
      'eu-west-1',
      ['s3control:GetAccessPoint'],
    ],
    [
      'what was said, before the access point',
      { target: AP, bucketAccount: OWNER },
      {
        ...THROUGH,
        [`${CALLER} s3control:GetAccessPoint ${CALLER} finance`]: {
          Bucket: 'ledger',
          BucketAccountId: RESEARCH,
          NetworkOrigin: 'Internet',
          PublicAccessBlockConfiguration: OPEN,
        },
      },
      RESEARCH,
      OWNER,
      'eu-west-1',
      ['s3control:GetAccessPoint'],
    ],
    [
      'the index, before any account is asked for its buckets; S3 tells the region as it is now',
      {},
      {},
      OWNER,
      OWNER,
      'eu-central-1',
      ['index', 's3:HeadBucket'],
    ],
    [
      'the index alone, where S3 does not answer for the region',
      {},
      { 'self s3:HeadBucket ledger': timeless },
      OWNER,
      OWNER,
      'ap-south-1',
      ['index', 's3:HeadBucket'],
    ],
    [
      'the accounts’ own lists at last, and S3 even where it answers 403',
      {},
      {},
      undefined,
      OWNER,
      'eu-central-1',
      ['index', 's3:HeadBucket', 's3:ListBuckets', 'organizations:ListAccounts'],
    ],
  ])('%s', async (_by, call, answers, seenIn, account, region, asked) => {
    const way = await found(call, answers, seenIn);
    expect([way.bucketAccount, way.region]).toEqual([account, region]);
    expect([...way.asked].sort()).toEqual([...asked].sort());
  });
});

describe('a bucket that no account of the organization owns', () => {
  const suspended: Answers = { [`${OWNER} s3:ListBuckets ledger`]: { Buckets: [] } };
  const allOpen = { Accounts: [MANAGEMENT, CALLER, OWNER].map((Id) => ({ Id, State: 'ACTIVE' })) };
  const nobody: Answers = { ...suspended, [`${MANAGEMENT} organizations:ListAccounts`]: allOpen };
  const text = async (answers: Answers) => {
    const { diagnosis } = await found({}, answers);
    return { diagnosis, said: renderTerminal(diagnosis, { color: false, width: 100_000, verbose: false }) };
  };

  test('is said to be outside, and what the caller’s side says is told', async () => {
    const { diagnosis, said } = await text(nobody);
    expect(diagnosis.decision).toBe('undetermined');
    expect(said).toContain(
      'no account of the organization owns bucket `ledger`: it belongs to somebody outside; say which with `--bucket-account`',
    );
    expect(said).toMatch(/identity-based policies +allow: statement 1 of the identity-based policy `ReadLedger`/);
    expect(said).toMatch(/service control policies \(SCP\) +allow at every level/);
  });

  test('is denied all the same where the caller’s own side denies', async () => {
    const denies = policy({ Effect: 'Deny', Action: 's3:GetObject', Resource: '*' });
    const guarded = { [`${MANAGEMENT} organizations:DescribePolicy p-guard`]: { Policy: { Content: denies } } };
    const { diagnosis, said } = await text({ ...nobody, ...guarded });
    expect(diagnosis.decision).toBe('deny');
    expect(said).toContain('it belongs to somebody outside');
  });

  test('is not said to be outside where an account is suspended: it may be in that one', async () => {
    const { said } = await text(suspended);
    expect(said).toContain(
      'bucket `ledger` is in no account whose buckets could be listed; not listed: 777788889999 (suspended or closed: AWS answers nobody for them)',
    );
    expect(said).not.toContain('outside');
  });

  test('is not said to be outside where an account could not be asked', async () => {
    const denied = awsSays('AccessDenied', { status: 403 });
    const { said } = await text({ ...nobody, [`${MANAGEMENT} s3:ListBuckets ledger`]: denied });
    expect(said).toContain(
      `bucket \`ledger\` is in no account whose buckets could be listed; not listed: ${MANAGEMENT} (could not be read)`,
    );
    expect(said).not.toContain('outside');
  });

  test('is not said to be outside where the accounts cannot be listed', async () => {
    const denied = awsSays('AccessDeniedException', { status: 400 });
    const { said } = await text({ ...nobody, [`${MANAGEMENT} organizations:ListAccounts`]: denied });
    expect(said).toContain(
      `it is not known which account owns bucket \`ledger\`, and account ${CALLER} does not list it`,
    );
    expect(said).not.toContain('outside');
  });
});
