import { setTimeout as sleep } from 'node:timers/promises';
import { CannotAssumeRole, type Gate } from '../src/collect/gate.ts';
import { rateLimit } from '../src/collect/rate-limit.ts';

export const ACCOUNTS = 2_000;
export const BUCKETS_EACH = 100;
const CLOSED = 10;
const WITHOUT_ROLE = 20;
const REGIONS = ['us-east-1', 'eu-west-1'];
/** ListAccounts gives twenty at a time, eight times a second: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html */
const PAGE = 20;
const LISTS_PER_SECOND = { perSecond: 8, burst: 12 };
/** Of a hundred calls so many are told to come again. */
const THROTTLED_PER_CENT = 1;

/** Medians and 95th percentiles in milliseconds, AssumeRole included in the first call to an account. */
const LATENCY = { sts: [40, 100], s3: [25, 80], s3control: [40, 120], organizations: [80, 250] } as const;

export const nameOf = (account: string, at: number) => `company-${account}-data-${at}`;

/** An organization in this process, which takes as long to answer as AWS and throttles as AWS does. */
export interface FakeOrganization {
  readonly gate: Gate;
  readonly readable: readonly string[];
  /** Since it was last cleared. */
  readonly calls: Map<string, number>;
}

export function fakeOrganization(): FakeOrganization {
  const accounts = Array.from({ length: ACCOUNTS }, (_, at) => String(100_000_000_000 + at * 7));
  const closed = new Set(accounts.slice(-CLOSED));
  const withoutRole = new Set(accounts.slice(0, WITHOUT_ROLE));
  const calls = new Map<string, number>();
  const random = randomNumbers(403);
  const turn = rateLimit(LISTS_PER_SECOND);
  const count = (name: string) => calls.set(name, (calls.get(name) ?? 0) + 1);
  /** From a lognormal distribution through the median and the 95th percentile. */
  const wait = ([median, high]: readonly [number, number]) => {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return sleep(median * Math.exp((Math.log(high / median) / 1.645) * normal));
  };

  const send: Gate['send'] = async ({ name, account, region, input }, signal) => {
    if (name === 'organizations:ListAccounts') await turn(signal);
    if (name === 's3:ListBuckets') {
      count('sts:AssumeRole');
      await wait(LATENCY.sts);
      if (withoutRole.has(account)) {
        throw new CannotAssumeRole(account, `arn:aws:iam::${account}:role/S3AccessDiagnostics`, named('AccessDenied'));
      }
    }
    count(name);
    const service = name.slice(0, name.indexOf(':'));
    await wait(service === 's3' || service === 's3control' ? LATENCY[service] : LATENCY.organizations);
    if (random() * 100 < THROTTLED_PER_CENT) throw named('SlowDown');
    switch (name) {
      case 'organizations:ListAccounts': {
        const start = 'NextToken' in input ? Number(input.NextToken) : 0;
        const end = start + PAGE;
        return {
          Accounts: accounts.slice(start, end).map((Id) => ({ Id, State: closed.has(Id) ? 'SUSPENDED' : 'ACTIVE' })),
          ...(end < ACCOUNTS ? { NextToken: String(end) } : {}),
        };
      }
      case 's3:ListBuckets':
        return {
          Buckets: Array.from({ length: BUCKETS_EACH }, (_, at) => ({
            Name: nameOf(account, at),
            BucketRegion: REGIONS[at % REGIONS.length],
          })),
        };
      case 's3control:ListAccessPoints':
        return { AccessPointList: [{ Name: 'reports', Alias: `reports-${account}-${region}-s3alias` }] };
      default:
        throw new Error(`an inventory does not ask for ${name}`);
    }
  };
  const readable = accounts.filter((account) => !closed.has(account) && !withoutRole.has(account));
  return { gate: { kind: 'live', send }, readable, calls };
}

const named = (name: string): Error => Object.assign(new Error(name), { name });

/** The same each time (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
