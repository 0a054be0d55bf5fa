import { describe, expect, test } from 'vitest';
import { collect } from '../../src/collect/collect.ts';
import { type CacheTable, type CollectCache, KEPT_SECONDS, openCollectCache } from '../../src/collect/collect-cache.ts';
import { type CollectOptions, openCollectSession, openReplaySession } from '../../src/collect/collect-session.ts';
import { READ_NAMES, type ReadName } from '../../src/collect/reads.ts';
import type { Collected } from '../../src/evidence/collected.ts';
import { parseSnapshot } from '../../src/evidence/snapshot.ts';
import type { S3Call } from '../../src/request/s3-call.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import { awsSays, fakeGate } from './fake-gate.ts';
import { ANSWERS, type Answers, answering, CALL, MANAGEMENT, OWNER } from './small-organization.ts';

const START = new Date('2026-11-20T10:00:00Z');
const after = (minutes: number) => new Date(START.getTime() + minutes * 60_000);
const CALL_OF_OWNER = { ...CALL, bucketAccount: OWNER };

/** A clock and what outlives a diagnosis. */
function world() {
  let now = START;
  const clock = () => now;
  return { clock, pass: (minutes: number) => (now = after(minutes)), store: createMemoryStore(clock) };
}

async function ask(
  cache: CollectCache,
  now: Date,
  options: Partial<CollectOptions> = {},
  answers: Answers = {},
  call: S3Call = CALL_OF_OWNER,
) {
  const gate = fakeGate(answering(ANSWERS, answers));
  const session = openCollectSession({ gate, now, organizationAccount: MANAGEMENT, cache, ...options });
  const collected = await collect(call, session);
  return {
    collected,
    session,
    calls: gate.calls.map(({ name }) => name),
    organizationCalls: gate.calls.filter(({ name }) => KEPT_SECONDS[name] !== undefined).length,
    aged: collected.notes.filter((note) => note.startsWith('From the cache')),
  };
}

describe('what the organization says', () => {
  test('is read once, and told with its age afterwards', async () => {
    const { clock, pass } = world();
    const cache = openCollectCache({ now: clock });
    const first = await ask(cache, clock());
    pass(12);
    const second = await ask(cache, clock());
    expect(first.organizationCalls).toBeGreaterThan(10);
    expect(first.aged).toEqual([]);
    expect(second.organizationCalls).toBe(0);
    expect(second.aged).toEqual([
      "From the cache: service control policies, resource control policies, the organization's Block Public Access and places of the accounts in the organization as read 12 minutes ago; a change since then is not seen. `--fresh` and the Re-run button read them anew.",
    ]);
    expect(second.collected.requests).toEqual((await ask(openCollectCache(), clock())).collected.requests);
  });

  test('is in the table for the next process, of the same age', async () => {
    const { clock, pass, store } = world();
    await ask(openCollectCache({ table: store, now: clock }), clock());
    pass(3);
    const next = await ask(openCollectCache({ table: store, now: clock }), clock());
    expect(next.organizationCalls).toBe(0);
    expect(next.aged.join()).toContain('as read 3 minutes ago');
    pass(4);
    // Taken over from the table, it is no younger.
    expect((await ask(openCollectCache({ table: store, now: clock }), clock())).aged.join()).toContain('4 minutes ago');
  });

  test('is read again when its time is over', async () => {
    const { clock, pass, store } = world();
    const cache = openCollectCache({ table: store, now: clock });
    await ask(cache, clock());
    pass(16);
    const later = await ask(cache, clock());
    expect(later.calls).toContain('organizations:ListPoliciesForTarget');
    // An account leaves its organization so seldom that this lasts longer; its age is told all the same.
    expect(later.calls).not.toContain('organizations:DescribeOrganization');
    expect(later.aged.join()).toContain('places of the accounts in the organization as read 16 minutes ago');
    expect(later.aged.join()).not.toContain('service control');
  });

  test('is read anew by who asks afresh, and that is what is kept from then on', async () => {
    const { clock, pass, store } = world();
    const cache = openCollectCache({ table: store, now: clock });
    await ask(cache, clock());
    pass(5);
    const changed = {
      [`${MANAGEMENT} organizations:DescribePolicy p-guard`]: {
        Policy: { Content: '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:*","Resource":"*"}]}' },
      },
    };
    const fresh = await ask(cache, clock(), { fresh: true }, changed);
    expect(fresh.aged).toEqual([]);
    expect(fresh.organizationCalls).toBeGreaterThan(10);
    pass(6);
    const next = await ask(cache, clock());
    expect(next.aged.join()).toContain('1 minute ago');
    expect(next.collected.requests[0]?.evidence.serviceControlPolicies).toEqual(
      fresh.collected.requests[0]?.evidence.serviceControlPolicies,
    );
  });

  test('is not kept where it was not read or not understood', async () => {
    const { clock } = world();
    const cache = openCollectCache({ now: clock });
    await ask(
      cache,
      clock(),
      {},
      {
        [`${MANAGEMENT} organizations:DescribePolicy p-guard`]: awsSays('AccessDeniedException', { status: 400 }),
        [`${MANAGEMENT} organizations:ListRoots`]: { Roots: 'none' },
      },
    );
    const next = await ask(cache, clock());
    expect(next.calls).toEqual(expect.arrayContaining(['organizations:DescribePolicy', 'organizations:ListRoots']));
    expect(next.calls).not.toContain('organizations:ListPoliciesForTarget');
  });

  test('of one account is never another\u2019s, and with the credentials at hand it is not kept', async () => {
    const { clock } = world();
    const cache = openCollectCache({ now: clock });
    await ask(cache, clock());
    const other = await ask(cache, clock(), { organizationAccount: OWNER });
    expect(other.calls).toContain('organizations:DescribeAccount');
    const noAssume = await ask(cache, clock(), { noAssume: true });
    expect(noAssume).toMatchObject({
      aged: [],
      organizationCalls: (await ask(openCollectCache(), clock())).organizationCalls,
    });
  });
});

const MINUTES_KEPT: Readonly<Partial<Record<ReadName, number>>> = {
  'organizations:DescribeOrganization': 60,
  'organizations:ListRoots': 15,
  'organizations:DescribeAccount': 15,
  'organizations:ListParents': 15,
  'organizations:ListPoliciesForTarget': 15,
  'organizations:DescribePolicy': 15,
  'organizations:DescribeEffectivePolicy': 15,
  'organizations:ListAccounts': 15,
};
const NAMES_KEPT = READ_NAMES.filter((name) => name in MINUTES_KEPT);

describe('every read of the organization', () => {
  test('is among those that are kept', () => {
    const reads = READ_NAMES.filter((name) => name.startsWith('organizations:'));
    expect([...NAMES_KEPT].sort()).toEqual([...reads].sort());
    expect(READ_NAMES.filter((name) => KEPT_SECONDS[name] !== undefined).sort()).toEqual([...reads].sort());
  });

  // Nobody says whose the bucket is, so that the accounts are listed, too.
  test.each(NAMES_KEPT)('%s is given again until its time ends, and then read', async (name) => {
    const minutes = MINUTES_KEPT[name] ?? 0;
    const { clock, pass, store } = world();
    const cache = openCollectCache({ table: store, now: clock });
    const callsOf = async (which: CollectCache) =>
      (await ask(which, clock(), {}, {}, CALL)).calls.filter((one) => one === name);
    const first = await callsOf(cache);
    expect(first).not.toEqual([]);
    pass(minutes - 1);
    expect(await callsOf(cache)).toEqual([]);
    expect(await callsOf(openCollectCache({ table: store, now: clock }))).toEqual([]);
    pass(minutes);
    expect(await callsOf(cache)).toEqual(first);
  });

  test('is read anew by who asks afresh', async () => {
    const { clock, pass } = world();
    const cache = openCollectCache({ now: clock });
    const { calls } = await ask(cache, clock(), {}, {}, CALL);
    pass(1);
    const fresh = await ask(cache, clock(), { fresh: true }, {}, CALL);
    const ofOrganization = (names: readonly ReadName[]) => names.filter((name) => name in MINUTES_KEPT).sort();
    expect(ofOrganization(fresh.calls)).toEqual(ofOrganization(calls));
    expect(fresh.aged).toEqual([]);
  });

  test('is told of, with the age of the oldest', async () => {
    const { clock, pass } = world();
    const cache = openCollectCache({ now: clock });
    await ask(cache, clock(), {}, {}, CALL);
    pass(2);
    expect((await ask(cache, clock(), {}, {}, CALL)).aged).toEqual([
      "From the cache: service control policies, resource control policies, the organization's Block Public Access, list of the organization's accounts and places of the accounts in the organization as read 2 minutes ago; a change since then is not seen. `--fresh` and the Re-run button read them anew.",
    ]);
    pass(59);
    const later = await ask(cache, clock(), {}, {}, CALL);
    expect(later.aged).toEqual([
      'From the cache: places of the accounts in the organization as read 59 minutes ago; a change since then is not seen. `--fresh` and the Re-run button read them anew.',
    ]);
    expect(later.calls).not.toContain('organizations:DescribeOrganization');
  });

  test('that there is none of something is kept, too, and comes back as none', async () => {
    const { clock, pass, store } = world();
    const alone = { [`${OWNER} organizations:DescribeOrganization`]: awsSays('AWSOrganizationsNotInUseException') };
    const cache = openCollectCache({ table: store, now: clock });
    const first = await ask(cache, clock(), {}, alone);
    pass(5);
    const again = await ask(openCollectCache({ table: store, now: clock }), clock(), {}, alone);
    expect(again.organizationCalls).toBe(0);
    const evidenceIn = ({ requests }: Collected) => requests.map(({ evidence }) => evidence);
    expect(evidenceIn(again.collected)).toEqual(evidenceIn(first.collected));
    expect(again.collected.requests[0]?.evidence.resourceControlPolicies).toEqual({ kind: 'absent' });
    const parsed = parseSnapshot(JSON.stringify(again.session.snapshot()));
    if (parsed.kind === 'malformed') throw new Error(parsed.because);
    expect(await collect(CALL_OF_OWNER, openReplaySession(parsed.snapshot))).toEqual(again.collected);
  });
});

describe('everything else', () => {
  test('is read every time', async () => {
    const { clock } = world();
    const cache = openCollectCache({ now: clock });
    const first = await ask(cache, clock());
    const second = await ask(cache, clock());
    const others = (calls: readonly string[]) => calls.filter((name) => !name.startsWith('organizations:')).sort();
    expect(others(second.calls)).toEqual(others(first.calls));
    expect(others(second.calls).length).toBeGreaterThan(10);
  });
});

describe('a snapshot of an answer from the cache', () => {
  test('replays to the same answer, age and all', async () => {
    const { clock, pass } = world();
    const cache = openCollectCache({ now: clock });
    await ask(cache, clock());
    pass(7);
    const { collected, session } = await ask(cache, clock());
    const parsed = parseSnapshot(JSON.stringify(session.snapshot()));
    if (parsed.kind === 'malformed') throw new Error(parsed.because);
    const replayed = await collect(CALL_OF_OWNER, openReplaySession(parsed.snapshot));
    expect(replayed).toEqual(collected);
    expect(replayed.notes.join()).toContain('as read 7 minutes ago');
  });
});

describe('the table', () => {
  const seen: string[] = [];
  const watched = (store: CacheTable): CacheTable => ({
    get: store.get,
    put: (key, item, ttlSeconds) => {
      seen.push(JSON.stringify(item));
      return store.put(key, item, ttlSeconds);
    },
  });

  test.each<[string, CacheTable]>([
    ['fails', { get: () => Promise.reject(new Error('no')), put: () => Promise.reject(new Error('no')) }],
    ['holds something else', { get: async () => ({ output: 1 }), put: async () => {} }],
    ['does not answer', { get: () => new Promise(() => {}), put: () => new Promise(() => {}) }],
  ])('that %s costs nothing but a read', async (_what, table) => {
    const { collected, aged } = await ask(openCollectCache({ table }), START);
    expect(aged).toEqual([]);
    expect(collected.requests[0]?.evidence.serviceControlPolicies.kind).toBe('found');
  });

  test('is given no credentials, and nothing that depends on whose the credentials at hand are', async () => {
    const { clock, store } = world();
    const cache = openCollectCache({ table: watched(store), now: clock });
    const call = { account: 'self', service: 'organizations', operation: 'ListRoots', input: {}, region: 'us-east-1' };
    cache.put(call, { output: {}, readAt: START.toISOString() }, 60);
    expect(seen).toEqual([]);
    await ask(cache, clock());
    expect(seen.length).toBeGreaterThan(10);
    expect(seen.join()).not.toMatch(/AccessKey|SecretAccess|SessionToken/i);
    const shared = openCollectCache({ table: watched(store), sharesSelf: true, now: clock });
    shared.put(call, { output: {}, readAt: START.toISOString() }, 60);
    expect(await openCollectCache({ table: store, sharesSelf: true, now: clock }).get(call, 60)).toBeDefined();
  });
});
