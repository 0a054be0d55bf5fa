import { carried } from '../request/carried.ts';
import type { Case } from './case.ts';
import type { Finding } from './cause.ts';

/** What the call sent under a header's name, as far as it is known; undefined if nobody told of it. */
export const sent = ({ denial }: Case, header: string): string | undefined => carried(denial.call, header)?.[0];

/** The caller's own account owns the bucket; false for callers without one. */
export function isBucketOwner(callerAccount: string | undefined, { collected }: Case): boolean | undefined {
  if (collected.bucketAccount === null) return undefined;
  return callerAccount === collected.bucketAccount;
}

/**
 * How a gate bears on the answer of which nobody told what decides: where every policy allows, the answer hangs on it; else
 * it is worth knowing beside what the policies say.
 */
export const untold = ({ decision }: Case): Pick<Finding, 'role' | 'aside'> =>
  decision === 'allow' ? { role: 'openGate' } : { role: 'background', aside: true };
