import type { Store } from '../store/store.ts';

/** Longer than any window, so that the last count can still be shown when a window is over. */
const KEEP_SECONDS = 24 * 3600;

/** Longer than an invocation, and shorter than EventBridge waits before it delivers again. */
export const IN_HAND_SECONDS = 45;

const keyOf = (fingerprint: string) => `alert#${fingerprint}`;
const countKey = (jobId: string) => `alertCount#${jobId}`;
const lastKey = (jobId: string) => `alertLast#${jobId}`;

export type Window =
  /** This denial is the first of its kind: it is told. */
  | { readonly kind: 'opened' }
  /** Another one was told already, by the job named. */
  | { readonly kind: 'open'; readonly jobId: string };

/**
 * Opens a window for denials of one kind; while it is open, every further one is folded into the first. It is open for a
 * moment only, until `keepWindow`: nothing must be folded into an alert that was never told.
 */
export async function openWindow(store: Store, fingerprint: string, jobId: string, seconds: number): Promise<Window> {
  const claim = await store.claim(keyOf(fingerprint), { jobId }, Math.min(seconds, IN_HAND_SECONDS));
  if (claim.kind === 'claimed') return { kind: 'opened' };
  const { jobId: first } = claim.item;
  // The same job: its first try broke off here.
  return typeof first === 'string' && first !== jobId ? { kind: 'open', jobId: first } : { kind: 'opened' };
}

/** The alert was told: the window is open for its whole time. */
export const keepWindow = (store: Store, fingerprint: string, jobId: string, seconds: number): Promise<void> =>
  store.put(keyOf(fingerprint), { jobId }, seconds);

export const closeWindow = (store: Store, fingerprint: string): Promise<void> => store.delete(keyOf(fingerprint));

/** Counts one denial. `at` is ISO 8601. */
export async function countDenial(store: Store, jobId: string, at: string): Promise<number> {
  const [{ count }] = await Promise.all([
    store.increment(countKey(jobId), 'count', KEEP_SECONDS),
    store.put(lastKey(jobId), { at }, KEEP_SECONDS),
  ]);
  return typeof count === 'number' ? count : 1;
}

export interface Denials {
  readonly count: number;
  /** ISO 8601. */
  readonly lastAt: string;
}

/** How many denials a job stands for; `firstAt` if they were never counted. */
export async function readDenials(store: Store, jobId: string, firstAt: string): Promise<Denials> {
  const [counted, last] = await Promise.all([store.get(countKey(jobId)), store.get(lastKey(jobId))]);
  return {
    count: typeof counted?.count === 'number' ? counted.count : 1,
    lastAt: typeof last?.at === 'string' ? last.at : firstAt,
  };
}
