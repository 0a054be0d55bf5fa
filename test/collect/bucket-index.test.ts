import { describe, expect, test } from 'vitest';
import type { BucketIndex, IndexedBucket, LastInventory } from '../../src/collect/bucket-index.ts';
import { collect } from '../../src/collect/collect.ts';
import { type CollectOptions, openCollectSession, openReplaySession } from '../../src/collect/collect-session.ts';
import { CannotAssumeRole } from '../../src/collect/gate.ts';
import { spokenAge } from '../../src/collect/spoken-age.ts';
import { parseSnapshot } from '../../src/evidence/snapshot.ts';
import type { S3Call } from '../../src/request/s3-call.ts';
import { IN_TIME_MILLISECONDS } from '../in-time.ts';
import { awsSays, fakeGate, isRead, waveGate } from './fake-gate.ts';
import { ANSWERS, type Answers, answering, CALL, CALLER, MANAGEMENT, OWNER } from './small-organization.ts';

const NOW = new Date('2026-11-20T10:00:00Z');
const THREE_HOURS_AGO = '2026-11-20T06:30:00.000Z';
const IN_OWNER: IndexedBucket = { account: OWNER, region: 'eu-central-1', seenAt: THREE_HOURS_AGO };
const LARGE: LastInventory = { completedAt: THREE_HOURS_AGO, accounts: 2000, closed: 0, unread: 0, someUnread: [] };
const denied = awsSays('AccessDenied', { status: 403 });

const indexOf = (
  buckets: Readonly<Record<string, IndexedBucket>>,
  more: Partial<BucketIndex> = {},
  last?: LastInventory,
): BucketIndex => ({
  ownerOf: async (bucket) => buckets[bucket],
  accessPointOf: async () => undefined,
  lastInventory: async () => last,
  ...more,
});

async function collected(bucketIndex: BucketIndex, answers: Answers = {}, call: Partial<S3Call> = {}) {
  const gate = fakeGate(answering(ANSWERS, answers));
  const options: CollectOptions = { gate, now: NOW, organizationAccount: MANAGEMENT, bucketIndex };
  const session = openCollectSession(options);
  const result = await collect({ ...CALL, ...call }, session);
  const policy = result.requests[0]?.evidence.bucketPolicy;
  return {
    ...result,
    gate,
    session,
    policy,
    asked: (account: string) => gate.calls.filter((one) => one.account === account),
  };
}

describe('a bucket that the inventory saw', () => {
  test('is of the account where it was seen, and the answer says when that was', async () => {
    const { bucketAccount, region, notes, policy, gate } = await collected(indexOf({ ledger: IN_OWNER }));
    expect([bucketAccount, region, policy?.kind]).toEqual([OWNER, 'eu-central-1', 'found']);
    expect(notes).toContain(`Bucket \`ledger\` is in account ${OWNER}: the inventory saw it there 3 hours ago.`);
    expect(gate.calls.filter((call) => isRead(call, 's3:ListBuckets', 'organizations:ListAccounts'))).toEqual([]);
  });

  test('costs no more time than one of which the caller’s account is the owner', async () => {
    const gate = waveGate(answering(ANSWERS));
    const bucketIndex = indexOf({ ledger: IN_OWNER });
    await collect(CALL, openCollectSession({ gate, now: NOW, organizationAccount: MANAGEMENT, bucketIndex }));
    expect(gate.waves).toHaveLength(4);
  });

  test('is not asked for where the person said whose it is', async () => {
    const asking = indexOf({}, { ownerOf: () => expect.unreachable() });
    const { bucketAccount, notes } = await collected(asking, {}, { bucketAccount: OWNER });
    expect(bucketAccount).toBe(OWNER);
    expect(notes.join()).not.toContain('inventory');
  });

  test.each<[string, Error]>([
    ['is another account’s now', awsSays('MethodNotAllowed', { status: 405 })],
    ['is there no more', awsSays('NoSuchBucket', { status: 404 })],
  ])('in an account of which S3 says that it %s is looked for anew, and that is said', async (_what, error) => {
    const wrong = indexOf({ ledger: { account: CALLER, region: 'eu-central-1', seenAt: THREE_HOURS_AGO } });
    const { bucketAccount, notes, policy } = await collected(wrong, { [`${CALLER} s3:GetBucketPolicy ledger`]: error });
    expect([bucketAccount, policy?.kind]).toEqual([OWNER, 'found']);
    expect(notes).toContain(
      `The inventory saw bucket \`ledger\` in account ${CALLER} 3 hours ago, but S3 says that it is not there now: it was looked for anew.`,
    );
  });

  test('in an account that denies the look is taken to be there still, and that is said', async () => {
    const { bucketAccount, notes, policy } = await collected(indexOf({ ledger: IN_OWNER }), {
      [`${OWNER} s3:GetBucketPolicy ledger`]: denied,
    });
    expect([bucketAccount, policy?.kind]).toEqual([OWNER, 'unreadable']);
    expect(notes.join()).toMatch(/Taken for granted: the inventory saw .* S3 did not confirm it/);
  });

  test('in an account without the diagnostic role is named as its', async () => {
    const refusal = new CannotAssumeRole(OWNER, `arn:aws:iam::${OWNER}:role/S3AccessDiagnostics`, denied);
    const { bucketAccount, policy } = await collected(indexOf({ ledger: IN_OWNER }), {
      [`${OWNER} s3:GetBucketPolicy ledger`]: refusal,
    });
    expect(bucketAccount).toBe(OWNER);
    expect(policy).toMatchObject({ kind: 'unreadable', needs: 'sts:AssumeRole' });
  });

  test('without a bucket policy is there all the same', async () => {
    const none = awsSays('NoSuchBucketPolicy', { status: 404 });
    const { bucketAccount, policy } = await collected(indexOf({ ledger: IN_OWNER }), {
      [`${OWNER} s3:GetBucketPolicy ledger`]: none,
    });
    expect([bucketAccount, policy?.kind]).toEqual([OWNER, 'absent']);
  });
});

describe('a bucket that the inventory did not see', () => {
  const nobody = { [`${OWNER} s3:ListBuckets ledger`]: { Buckets: [] } };

  test('of a whole organization is outside of it, and the diagnosis goes on with the caller’s side', async () => {
    const { bucketAccount, policy, requests, gate } = await collected(indexOf({}, {}, LARGE), nobody);
    expect(bucketAccount).toBeNull();
    expect(policy).toMatchObject({
      kind: 'unreadable',
      because:
        'none of the 2000 accounts of the organization, listed 3 hours ago, owns bucket `ledger`: it belongs to somebody outside, or was created since; say which with `--bucket-account`',
    });
    expect(requests[0]?.evidence.identityPolicies.kind).toBe('found');
    expect(gate.calls.filter((call) => isRead(call, 'organizations:ListAccounts'))).toEqual([]);
  });

  test('is the caller’s own if the caller’s account has it by now', async () => {
    const { bucketAccount } = await collected(indexOf({}, {}, LARGE), {
      [`${CALLER} s3:ListBuckets ledger`]: { Buckets: [{ Name: 'ledger', BucketRegion: 'eu-central-1' }] },
      [`${CALLER} s3:GetBucketPolicy ledger`]: denied,
    });
    expect(bucketAccount).toBe(CALLER);
  });

  test('is looked for in the accounts that the inventory could not read', async () => {
    const { bucketAccount, asked } = await collected(indexOf({}, {}, { ...LARGE, unread: 1, someUnread: [OWNER] }));
    expect(bucketAccount).toBe(OWNER);
    expect(asked(MANAGEMENT).some((call) => isRead(call, 's3:ListBuckets'))).toBe(false);
  });

  test('is not said to be outside where some account could not be read', async () => {
    const last = { ...LARGE, closed: 2, unread: 7, someUnread: [OWNER] };
    const { policy } = await collected(indexOf({}, {}, last), nobody);
    expect(policy).toMatchObject({
      because: expect.stringMatching(
        /is in none of the 2000 accounts .*\(2 of them suspended or closed: AWS answers nobody for them\), as far as they could be read: not 444455556666 and 6 more;/,
      ),
    });
  });

  test('is not said to be outside where some account is suspended', async () => {
    const { policy } = await collected(indexOf({}, {}, { ...LARGE, closed: 2 }), nobody);
    const because = policy?.kind === 'unreadable' ? policy.because : '';
    expect(because).toMatch(
      /in none of the 2000 accounts .*\(2 of them suspended or closed: AWS answers nobody for them\)/,
    );
    expect(because).not.toContain('outside');
  });

  test('is looked for in every account of a small organization: it may be new', async () => {
    const { bucketAccount, notes } = await collected(indexOf({}, {}, { ...LARGE, accounts: 3 }));
    expect(bucketAccount).toBe(OWNER);
    expect(notes.join()).not.toContain('inventory');
  });
});

describe('an index that does not answer', () => {
  test('is done without', async () => {
    const broken = indexOf({}, { ownerOf: () => Promise.reject(new Error('no table')) });
    expect((await collected(broken)).bucketAccount).toBe(OWNER);
  });

  test('is waited for a while, not for long', async () => {
    const started = performance.now();
    const silent = indexOf({}, { ownerOf: () => new Promise(() => {}), lastInventory: () => new Promise(() => {}) });
    expect((await collected(silent)).bucketAccount).toBe(OWNER);
    expect(performance.now() - started).toBeLessThan(IN_TIME_MILLISECONDS);
  });
});

describe('the alias of an access point', () => {
  const alias = { target: { kind: 'accessPointAlias' as const, alias: 'finance-abc-s3alias', partition: 'aws' } };
  const entry = { name: 'finance', account: OWNER, region: 'eu-central-1', seenAt: THREE_HOURS_AGO };
  const index = indexOf({}, { accessPointOf: async (name) => (name === 'finance-abc-s3alias' ? entry : undefined) });
  const THROUGH: Answers = {
    [`${OWNER} s3control:GetAccessPoint ${OWNER} finance`]: {
      Bucket: 'ledger',
      NetworkOrigin: 'Internet',
      PublicAccessBlockConfiguration: { BlockPublicAcls: true },
    },
    [`${OWNER} s3control:GetAccessPointPolicy ${OWNER} finance`]: awsSays('NoSuchAccessPointPolicy', { status: 404 }),
    [`${OWNER} s3control:GetAccessPointPolicyStatus ${OWNER} finance`]: awsSays('NoSuchAccessPointPolicy'),
  };

  test('that the inventory saw stands for it, in whichever account it is', async () => {
    const { requests, bucketAccount, notes } = await collected(index, THROUGH, alias);
    expect(requests[0]?.request.resource).toBe(
      `arn:aws:s3:eu-central-1:${OWNER}:accesspoint/finance/object/2026/10.csv`,
    );
    expect(bucketAccount).toBe(OWNER);
    expect(notes).toContain(
      `\`finance-abc-s3alias\` is access point \`finance\` of account ${OWNER}: the inventory saw it 3 hours ago.`,
    );
  });

  test('whose access point was deleted since is looked for anew', async () => {
    const { requests } = await collected(
      index,
      {
        ...THROUGH,
        [`${OWNER} s3control:GetAccessPoint ${OWNER} finance`]: awsSays('NoSuchAccessPoint', { status: 404 }),
        'self s3:HeadBucket finance-abc-s3alias': { BucketRegion: 'eu-central-1' },
        [`${CALLER} s3control:ListAccessPoints ${CALLER}`]: { AccessPointList: [] },
      },
      alias,
    );
    expect(requests[0]?.evidence.bucketPolicy).toMatchObject({
      kind: 'unreadable',
      because: expect.stringContaining('no access point with the alias'),
    });
  });
});

test.each<[string, BucketIndex]>([
  ['saw the bucket', indexOf({ ledger: IN_OWNER })],
  ['saw it elsewhere', indexOf({ ledger: { ...IN_OWNER, account: CALLER } })],
  ['did not see it', indexOf({}, {}, LARGE)],
  ['was not taken', indexOf({})],
  ['cannot be asked', indexOf({}, { ownerOf: () => Promise.reject(new Error('no table')) })],
])('a replay of a recording is told what the index said: the inventory %s', async (_what, index) => {
  const { session, bucketAccount, notes, policy } = await collected(index, {
    [`${CALLER} s3:GetBucketPolicy ledger`]: awsSays('MethodNotAllowed', { status: 405 }),
  });
  const parsed = parseSnapshot(JSON.stringify(session.snapshot()));
  if (parsed.kind === 'malformed') throw new Error(parsed.because);
  const replayed = await collect(CALL, openReplaySession(parsed.snapshot));
  expect(replayed).toMatchObject({ bucketAccount, notes });
  expect(replayed.requests[0]?.evidence.bucketPolicy).toEqual(policy);
});

test.each([
  [0, 'less than a minute ago'],
  [59, 'less than a minute ago'],
  [60, '1 minute ago'],
  [119 * 60, '1 hour ago'],
  [2 * 3600, '2 hours ago'],
  [47 * 3600, '1 day ago'],
  [72 * 3600, '3 days ago'],
  [-5, 'less than a minute ago'],
])('%i seconds ago is %s', (seconds, spoken) => {
  expect(spokenAge(new Date(NOW.getTime() - seconds * 1000).toISOString(), NOW)).toBe(spoken);
});
