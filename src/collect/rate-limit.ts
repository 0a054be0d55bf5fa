import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ReadName } from './reads.ts';

export interface Rate {
  readonly perSecond: number;
  /** How many may go at once after a rest. */
  readonly burst: number;
}

/**
 * What AWS allows one account (of LookupEvents: one account in one region). Calls beyond it would only be throttled.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
export const RATES: Readonly<Partial<Record<ReadName, Rate>>> = {
  'organizations:DescribePolicy': { perSecond: 2, burst: 2 },
  'organizations:DescribeOrganization': { perSecond: 1, burst: 2 },
  'organizations:ListRoots': { perSecond: 1, burst: 2 },
  'organizations:ListPoliciesForTarget': { perSecond: 5, burst: 8 },
  'organizations:ListParents': { perSecond: 5, burst: 8 },
  'organizations:ListAccounts': { perSecond: 8, burst: 12 },
  'organizations:DescribeAccount': { perSecond: 20, burst: 30 },
  'cloudtrail:LookupEvents': { perSecond: 2, burst: 2 },
};

/**
 * How long the next call must wait, first come, first served; asking takes the turn. Milliseconds. The generic cell rate
 * algorithm: the time that the calls so far have used up may run ahead of the clock by the burst.
 */
export function turns({ perSecond, burst }: Rate): (now: number) => number {
  const interval = 1_000 / perSecond;
  let usedUp = Number.NEGATIVE_INFINITY;
  return (now) => {
    const arrival = Math.max(usedUp, now);
    usedUp = arrival + interval;
    return Math.max(0, arrival - (burst - 1) * interval - now);
  };
}

/** Resolves when the next call may go; rejects when the signal aborts first. */
export type Turn = (signal: AbortSignal) => Promise<void>;

export function rateLimit(rate: Rate): Turn {
  const wait = turns(rate);
  return async (signal) => {
    const milliseconds = wait(performance.now());
    if (milliseconds > 0) await sleep(milliseconds, undefined, { signal });
  };
}
