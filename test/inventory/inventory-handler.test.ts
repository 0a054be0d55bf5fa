import { describe, expect, test } from 'vitest';
import { CannotAssumeRole } from '../../src/collect/gate.ts';
import { permissionOf } from '../../src/collect/permissions.ts';
import { awsListing } from '../../src/inventory/aws-listing.ts';
import type { Continuation } from '../../src/inventory/continuation.ts';
import { createInventoryHandler, type Invocation } from '../../src/inventory/inventory-handler.ts';
import { INVENTORY_PERMISSIONS } from '../../src/inventory/inventory-permissions.ts';
import type { InventoryPorts } from '../../src/inventory/inventory-ports.ts';
import { createMemoryBucketIndex } from '../../src/inventory/memory-bucket-index.ts';
import { MOST_LEGS } from '../../src/inventory/take-inventory.ts';
import type { LogFields } from '../../src/lambda/log.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import { awsSays, type FakeGate, fakeGate, type Respond } from '../collect/fake-gate.ts';
import { sqsEvent } from '../slack/slack-world.ts';

const MANAGEMENT = '999900001111';
const ONE = '111122223333';
const TWO = '444455556666';
const THREE = '777788889999';
const NOW = new Date('2026-11-20T10:00:00Z');
const SCHEDULED = { source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} };

type Answers = Readonly<Record<string, unknown>>;
const answering =
  (answers: Answers): Respond =>
  ({ account, name, region, input }) => {
    const token = 'NextToken' in input ? input.NextToken : 'ContinuationToken' in input ? input.ContinuationToken : '';
    const key = [account, name, name.startsWith('s3control') ? region : '', token].filter(Boolean).join(' ');
    const answer =
      answers[key] ?? (name === 's3control:ListAccessPoints' ? {} : awsSays('NotInTable', { message: key }));
    if (answer instanceof Error) throw answer;
    return answer;
  };

const listed = (...names: readonly string[]) => ({
  Buckets: names.map((Name) => ({ Name, BucketRegion: 'eu-west-1' })),
});
const denied = new CannotAssumeRole(TWO, `arn:aws:iam::${TWO}:role/S3AccessDiagnostics`, awsSays('AccessDenied'));
const ANSWERS: Answers = {
  [`${MANAGEMENT} organizations:ListAccounts`]: {
    Accounts: [
      { Id: ONE, State: 'ACTIVE' },
      { Id: TWO, State: 'ACTIVE' },
    ],
    NextToken: 'second',
  },
  [`${MANAGEMENT} organizations:ListAccounts second`]: {
    Accounts: [
      { Id: THREE, Status: 'SUSPENDED' },
      { Id: MANAGEMENT, Status: 'ACTIVE' },
    ],
  },
  [`${ONE} s3:ListBuckets`]: { ...listed('ledger', 'reports'), ContinuationToken: 'more' },
  // An empty token is none.
  [`${ONE} s3:ListBuckets more`]: { Buckets: [{ Name: 'logs', BucketRegion: 'us-east-1' }], ContinuationToken: '' },
  [`${ONE} s3control:ListAccessPoints eu-west-1`]: {
    AccessPointList: [{ Name: 'a', Alias: 'a-s3alias' }],
    NextToken: 'p',
  },
  [`${ONE} s3control:ListAccessPoints eu-west-1 p`]: { AccessPointList: [{ Name: 'b', Alias: 'b-s3alias' }] },
  [`${TWO} s3:ListBuckets`]: listed('archive'),
  [`${MANAGEMENT} s3:ListBuckets`]: listed(),
};

interface World {
  readonly gate: FakeGate;
  readonly ports: InventoryPorts;
  readonly messages: Continuation[];
  readonly log: readonly (readonly [level: string, message: string, fields: LogFields])[];
  readonly run: (
    event: unknown,
    invocation?: Partial<Invocation>,
  ) => ReturnType<ReturnType<typeof createInventoryHandler>>;
}

function world(answers: Answers = {}, ports: Partial<InventoryPorts> = {}, milliseconds = 0): World {
  const gate = fakeGate(answering({ ...ANSWERS, ...answers }), milliseconds);
  const messages: Continuation[] = [];
  const log: [string, string, LogFields][] = [];
  const now = () => NOW;
  const all: InventoryPorts = {
    ...awsListing({
      gate,
      partition: 'aws',
      roleName: 'S3AccessDiagnostics',
      organizationAccount: MANAGEMENT,
      budgetMilliseconds: 5_000,
      now,
    }),
    index: createMemoryBucketIndex(now),
    goOn: async (task) => {
      messages.push(task);
    },
    store: createMemoryStore(now),
    atOnce: 2,
    log: (level, message, fields = {}) => log.push([level, message, fields]),
    now,
    ...ports,
  };
  const handler = createInventoryHandler(all);
  return {
    gate,
    ports: all,
    messages,
    log,
    run: (event, invocation = {}) =>
      handler(event, { awsRequestId: 'run-1', getRemainingTimeInMillis: () => 300_000, ...invocation }),
  };
}

describe('an inventory by the schedule', () => {
  test('finds the buckets and access points of every account, in however many pages', async () => {
    const { run, ports } = world();
    expect(await run(SCHEDULED)).toEqual({
      kind: 'completed',
      run: 'run-1',
      accounts: 4,
      closed: 1,
      unread: 0,
      someUnread: [],
      buckets: 4,
      accessPoints: 2,
    });
    const seenAt = NOW.toISOString();
    expect(await ports.index.ownerOf('logs')).toEqual({ account: ONE, region: 'us-east-1', seenAt });
    expect(await ports.index.ownerOf('archive')).toEqual({ account: TWO, region: 'eu-west-1', seenAt });
    expect(await ports.index.accessPointOf('b-s3alias')).toEqual({
      account: ONE,
      name: 'b',
      region: 'eu-west-1',
      seenAt,
    });
    expect(await ports.index.lastInventory()).toEqual({
      completedAt: seenAt,
      accounts: 4,
      closed: 1,
      unread: 0,
      someUnread: [],
    });
  });

  test('asks for access points only where an account has buckets', async () => {
    const { run, gate } = world();
    await run(SCHEDULED);
    const regions = gate.calls.flatMap(({ name, account, region }) =>
      name === 's3control:ListAccessPoints' ? [`${account} ${region}`] : [],
    );
    expect([...new Set(regions)].sort()).toEqual([`${ONE} eu-west-1`, `${ONE} us-east-1`, `${TWO} eu-west-1`]);
  });

  test('makes no calls but those that its sessions are narrowed to', async () => {
    const { run, gate } = world();
    await run(SCHEDULED);
    const needed = new Set(gate.calls.map(({ name }) => permissionOf(name)));
    expect([...needed].sort()).toEqual([...INVENTORY_PERMISSIONS].sort());
  });

  test('says what it saw in its log', async () => {
    const { run, log } = world();
    await run(SCHEDULED);
    expect(log.at(-1)).toEqual([
      'info',
      'inventory completed',
      { run: 'run-1', milliseconds: 0, accounts: 4, closed: 1, unread: 0, buckets: 4, accessPoints: 2 },
    ]);
  });
});

describe('an account that does not tell its buckets costs itself alone', () => {
  test.each<[string, unknown, string]>([
    ['whose role cannot be assumed', denied, 'could not be assumed'],
    ['whose role may not list', awsSays('AccessDenied', { status: 403 }), 'was denied `s3:ListAllMyBuckets`'],
    ['whose answer is malformed', { Buckets: 'none' }, 'could not be understood'],
    ['that is not signed up', awsSays('NotSignedUp', { status: 403 }), 'the account does not answer'],
  ])('one %s', async (_which, answer, because) => {
    const { run, ports, log } = world({ [`${TWO} s3:ListBuckets`]: answer });
    expect(await run(SCHEDULED)).toMatchObject({
      kind: 'completed',
      accounts: 4,
      unread: 1,
      someUnread: [TWO],
      buckets: 3,
    });
    expect(await ports.index.accountOf(TWO)).toEqual({ state: 'unread', because: expect.stringContaining(because) });
    expect(await ports.index.lastInventory()).toMatchObject({ unread: 1, someUnread: [TWO] });
    const told = log.find(([, message]) => message === 'account not read');
    expect(told).toEqual(['warn', 'account not read', { account: TWO, because: expect.stringContaining(because) }]);
  });

  test('a suspended one is not asked, and is told apart', async () => {
    const { run, ports, gate } = world();
    await run(SCHEDULED);
    expect(gate.calls.filter(({ account }) => account === THREE)).toEqual([]);
    expect(await ports.index.accountOf(THREE)).toEqual({
      state: 'closed',
      because: 'the account is SUSPENDED in the organization',
    });
  });

  test('one whose access points cannot be listed is recorded without them', async () => {
    const refusal = awsSays('AccessDenied', { status: 403 });
    const { run, ports, log } = world({ [`${ONE} s3control:ListAccessPoints eu-west-1`]: refusal });
    expect(await run(SCHEDULED)).toMatchObject({ unread: 0, buckets: 4, accessPoints: 0 });
    expect((await ports.index.ownerOf('ledger'))?.account).toBe(ONE);
    expect(log.map(([, message]) => message)).toContain('access points not read');
  });

  test('one that the table does not take counts as not read', async () => {
    const index = createMemoryBucketIndex(() => NOW);
    const failing = {
      ...index,
      record: async (...args: Parameters<typeof index.record>) => {
        if (args[0] === TWO) throw new Error('the table is full');
        await index.record(...args);
      },
    };
    const { run } = world({}, { index: failing });
    expect(await run(SCHEDULED)).toMatchObject({ kind: 'completed', accounts: 4, unread: 1, someUnread: [TWO] });
  });

  test('one that is throttled is asked again', async () => {
    let tries = 0;
    const plain = answering(ANSWERS);
    const gate = fakeGate((call) => {
      if (call.account !== TWO || call.name !== 's3:ListBuckets') return plain(call);
      tries += 1;
      if (tries < 4) throw awsSays('SlowDown', { status: 503 });
      return plain(call);
    });
    const listing = awsListing({
      gate,
      partition: 'aws',
      roleName: 'S3AccessDiagnostics',
      organizationAccount: MANAGEMENT,
      budgetMilliseconds: 10_000,
      now: () => NOW,
    });
    const { run } = world({}, listing);
    expect(await run(SCHEDULED)).toMatchObject({ unread: 0, buckets: 4 });
  });
});

describe('an inventory for which one invocation is too short', () => {
  /** As if each call took ten seconds of five minutes. */
  const runningOut = ({ gate }: World) => {
    const before = gate.calls.length;
    return { getRemainingTimeInMillis: () => 100_000 - 10_000 * (gate.calls.length - before) };
  };

  test('goes on where it was, and comes to the same end', async () => {
    const under = world({}, { atOnce: 1 });
    let outcome = await under.run(SCHEDULED, runningOut(under));
    let legs = 1;
    while (outcome.kind === 'continued') {
      const message = under.messages.shift();
      outcome = await under.run(sqsEvent(JSON.stringify(message)), {
        ...runningOut(under),
        awsRequestId: `leg-${legs}`,
      });
      legs += 1;
    }
    expect(legs).toBeGreaterThan(1);
    expect(under.messages).toEqual([]);
    expect(outcome).toMatchObject({
      kind: 'completed',
      run: 'run-1',
      accounts: 4,
      closed: 1,
      buckets: 4,
      accessPoints: 2,
    });
    const lists = under.gate.calls.filter(({ name }) => name === 'organizations:ListAccounts');
    expect(lists).toHaveLength(2);
  });

  test('is not taken twice when a message is delivered twice', async () => {
    const under = world({}, { atOnce: 1 });
    await under.run(SCHEDULED, runningOut(under));
    const message = sqsEvent(JSON.stringify(under.messages[0]));
    await under.run(message);
    const calls = under.gate.calls.length;
    expect(await under.run(message)).toMatchObject({ kind: 'repeated' });
    expect(under.gate.calls).toHaveLength(calls);
  });

  test('leaves a second one, by the schedule, aside until it is done', async () => {
    const under = world({}, { atOnce: 1 });
    await under.run(SCHEDULED, runningOut(under));
    expect(await under.run(SCHEDULED, { awsRequestId: 'run-2' })).toMatchObject({ kind: 'busy', run: 'run-2' });
    expect(await under.run(sqsEvent(JSON.stringify(under.messages[0])))).toMatchObject({ kind: 'completed' });
    expect(await under.run(SCHEDULED, { awsRequestId: 'run-3' })).toMatchObject({ kind: 'completed', run: 'run-3' });
  });

  test('ends before Lambda takes it for a loop, and says so', async () => {
    const under = world({}, { atOnce: 1 });
    await under.run(SCHEDULED, runningOut(under));
    const last = { ...under.messages[0], leg: MOST_LEGS };
    const outcome = await under.run(sqsEvent(JSON.stringify(last)), { getRemainingTimeInMillis: () => -1 });
    expect(outcome).toMatchObject({ kind: 'broken' });
    expect(under.log.at(-1)).toMatchObject([
      'error',
      'inventory broken off',
      { because: expect.stringContaining('15 invocations') },
    ]);
    expect(await under.ports.index.lastInventory()).toBeUndefined();
  });
});

test('an organization that cannot be listed is no inventory of an organization without accounts', async () => {
  const refusal = awsSays('AccessDeniedException', { status: 400 });
  const { run, ports, log } = world({ [`${MANAGEMENT} organizations:ListAccounts`]: refusal });
  expect(await run(SCHEDULED)).toMatchObject({ kind: 'broken', accounts: 0 });
  expect(await ports.index.lastInventory()).toBeUndefined();
  expect(log.at(-1)?.[2].because).toContain('could not be listed');
});

describe('an inventory on demand', () => {
  test('by an empty payload is one of the organization', async () => {
    expect(await world().run({})).toMatchObject({ kind: 'completed', accounts: 4 });
    expect(await world().run(null)).toMatchObject({ kind: 'completed', accounts: 4 });
  });

  test('of named accounts lists these alone, and is not the last inventory of the organization', async () => {
    const { run, ports, gate } = world();
    expect(await run({ accounts: [TWO, TWO] })).toMatchObject({ kind: 'completed', accounts: 1, buckets: 1 });
    expect([...new Set(gate.calls.map(({ account }) => account))]).toEqual([TWO]);
    expect((await ports.index.ownerOf('archive'))?.account).toBe(TWO);
    expect(await ports.index.lastInventory()).toBeUndefined();
  });

  test.each<[string, unknown]>([
    ['an account that is none', { accounts: ['everyone'] }],
    ['no accounts', { accounts: [] }],
    ['a message that is no part of an inventory', sqsEvent('{"schemaVersion":1}')],
    ['a message that is not JSON', sqsEvent('hello')],
  ])('of %s is refused, and nothing is asked', async (_what, payload) => {
    const { run, gate } = world();
    await expect(run(payload)).rejects.toThrow('that is no inventory');
    expect(gate.calls).toEqual([]);
  });
});
