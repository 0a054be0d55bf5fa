import type { Service } from './reads.ts';

/**
 * How many calls of a service may be under way in one account at once. AWS publishes few of these limits; beyond about
 * twenty a second IAM throttles, and Organizations refuses what comes while it is busy with the same account.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const MOST_AT_ONCE: Readonly<Record<Service, number>> = {
  s3: 50,
  s3control: 20,
  iam: 20,
  organizations: 10,
  kms: 20,
  ec2: 10,
  lambda: 10,
  cloudtrail: 10,
  sts: 50,
};

/** Runs what it is given, in turn where too much is under way; rejects what still waits when its signal aborts. */
export type Lane = <T>(work: () => Promise<T>, signal: AbortSignal) => Promise<T>;

export function lane(most: number): Lane {
  const waiting = new Set<() => void>();
  let underWay = 0;
  const place = (signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const leave = () => {
        waiting.delete(go);
        reject(signal.reason);
      };
      const go = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      signal.addEventListener('abort', leave, { once: true });
      waiting.add(go);
    });
  return async (work, signal) => {
    if (underWay < most) underWay += 1;
    // Who is let in takes the place of who leaves.
    else await place(signal);
    try {
      return await work();
    } finally {
      const [next] = waiting;
      if (next === undefined) underWay -= 1;
      else {
        waiting.delete(next);
        next();
      }
    }
  };
}
