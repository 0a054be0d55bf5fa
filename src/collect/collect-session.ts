import { setMaxListeners } from 'node:events';
import { performance } from 'node:perf_hooks';
import type { Layer } from '../evidence/layers.ts';
import type { Snapshot, SnapshotCall } from '../evidence/snapshot.ts';
import type { AwsError } from './aws-error.ts';
import type { Reader } from './because.ts';
import { type BucketIndex, openSnapshotIndex } from './bucket-index.ts';
import type { AgedAnswer } from './cache-notes.ts';
import { type CollectCache, cacheOfSnapshot } from './collect-cache.ts';
import { type AccountOrSelf, type CannotAssumeRole, type Gate, SELF } from './gate.ts';
import { openSnapshotGate } from './snapshot-gate.ts';

/** Where a diagnosis stands: a layer that is being read, or that was. */
export interface LayerProgress {
  readonly layer: Layer;
  readonly state: 'reading' | 'found' | 'absent' | 'unreadable';
}

/** What came back for one call, before anybody made something of it. */
export type Answer =
  /** `readAt`: when AWS gave it, where that was in an earlier diagnosis. */
  | { readonly kind: 'output'; readonly output: unknown; readonly readAt?: string }
  | { readonly kind: 'error'; readonly error: AwsError; readonly readAt?: string }
  | { readonly kind: 'cannotAssume'; readonly refusal: CannotAssumeRole; readonly error: AwsError };

/** One diagnosis' look at AWS: through which gate, until when, and what was seen so far. */
export interface CollectSession {
  readonly gate: Gate;
  readonly now: Date;
  /** When the call was made, if that is known; ISO 8601. */
  readonly at: string;
  /** `performance.now()` after which nothing is waited for. */
  readonly deadline: number;
  /** `performance.now()` at which the whole answer is due: what comes after the policies has the time until then. */
  readonly end: number;
  readonly budgetMilliseconds: number;
  /** Aborts at the deadline. */
  readonly signal: AbortSignal;
  readonly organizationAccount: AccountOrSelf;
  /** What the last inventory saw, if one is kept. */
  readonly bucketIndex: BucketIndex | undefined;
  /** Answers that outlive one diagnosis, if they are kept. */
  readonly cache: CollectCache | undefined;
  /** Nothing is taken from the cache; what is read anew is put there. */
  readonly fresh: boolean;
  /** What was taken from it so far. */
  readonly aged: AgedAnswer[];
  /** CloudTrail is left alone. */
  readonly noTrail?: boolean;
  /** Somebody said that the object itself may be looked at. */
  readonly lookAtObject: boolean;
  readonly reader: (account: AccountOrSelf) => Reader;
  /** Calls that ask the same are one call. */
  readonly answers: Map<string, Promise<Answer>>;
  readonly record: (call: SnapshotCall) => void;
  readonly onProgress: (progress: LayerProgress) => void;
  /** Every call made so far, with its answer and without credentials. */
  readonly snapshot: () => Snapshot;
}

export interface CollectOptions {
  /** AWS, or what stands for it in a test. */
  readonly gate: Gate;
  /** The clock: of a replay, when the snapshot was recorded. */
  readonly now: Date;
  /** When the call was made: ISO 8601. Now, if nobody said. */
  readonly at?: string;
  /** For the whole answer. */
  readonly budgetMilliseconds?: number;
  /** The account in which the organization is read; the credentials at hand if it is not said. */
  readonly organizationAccount?: string;
  /** Which account owns a bucket, where an inventory is kept. */
  readonly bucketIndex?: BucketIndex | undefined;
  readonly cache?: CollectCache | undefined;
  readonly fresh?: boolean;
  /** The diagnostic role's name, for the words of an answer. */
  readonly roleName?: string;
  readonly noAssume?: boolean;
  /** Whether the object itself may be looked at; not, if nobody said so. */
  readonly lookAtObject?: boolean;
  readonly onProgress?: (progress: LayerProgress) => void;
}

export const DEFAULT_ROLE_NAME = 'S3AccessDiagnostics';
export const DEFAULT_BUDGET_MILLISECONDS = 20_000;

/** Every call of a diagnosis listens to the one signal, so their number means nothing. */
function deadlineSignal(milliseconds: number): AbortSignal {
  const signal = AbortSignal.timeout(milliseconds);
  setMaxListeners(0, signal);
  return signal;
}

/** The part of the whole time that the policies may take; CloudTrail has the rest. */
const SHARE = 0.8;

/** Starts the clock of one diagnosis. */
export function openCollectSession(options: CollectOptions): CollectSession {
  const { gate, now, organizationAccount, roleName = DEFAULT_ROLE_NAME, noAssume = false } = options;
  const { lookAtObject = false } = options;
  const wholeMilliseconds = options.budgetMilliseconds ?? DEFAULT_BUDGET_MILLISECONDS;
  const budgetMilliseconds = Math.floor(wholeMilliseconds * SHARE);
  const started = performance.now();
  const calls: SnapshotCall[] = [];
  return {
    gate,
    now,
    at: options.at ?? now.toISOString(),
    budgetMilliseconds,
    deadline: started + budgetMilliseconds,
    end: started + wholeMilliseconds,
    signal: deadlineSignal(budgetMilliseconds),
    organizationAccount: organizationAccount ?? SELF,
    bucketIndex: options.bucketIndex,
    // With the credentials at hand everywhere, an answer is not the one of the account that was asked for.
    cache: noAssume && gate.kind === 'live' ? undefined : options.cache,
    fresh: options.fresh ?? false,
    aged: [],
    lookAtObject,
    reader: (account) =>
      account === SELF || noAssume
        ? { name: 'the credentials at hand', was: 'were' }
        : { name: `role \`${roleName}\` of account ${account}`, was: 'was' },
    answers: new Map(),
    record: (call) => calls.push(call),
    onProgress: options.onProgress ?? (() => {}),
    snapshot: () => ({
      schemaVersion: 1,
      recordedAt: now.toISOString(),
      ...(organizationAccount === undefined ? {} : { organizationAccount }),
      ...(roleName === DEFAULT_ROLE_NAME ? {} : { roleName }),
      ...(noAssume ? { noAssume } : {}),
      ...(lookAtObject ? { lookAtObject } : {}),
      calls: [...calls],
    }),
  };
}

/** The same session with a time of its own from now, within the whole: for what may be slow and is not waited for. */
export function withBudget(session: CollectSession, milliseconds: number): CollectSession {
  const now = performance.now();
  const budgetMilliseconds = Math.max(0, Math.floor(Math.min(milliseconds, session.end - now)));
  return {
    ...session,
    budgetMilliseconds,
    deadline: now + budgetMilliseconds,
    signal: deadlineSignal(budgetMilliseconds),
  };
}

/** The same session with a share of its whole time: a step that everything else waits for must not take all of it. */
export function withShare(session: CollectSession, share: number): CollectSession {
  return withBudget(session, Math.min(session.deadline - performance.now(), session.budgetMilliseconds * share));
}

/** A session that replays a snapshot by the snapshot's own clock. */
export function openReplaySession(
  snapshot: Snapshot,
  options: Omit<CollectOptions, 'gate' | 'now'> = {},
): CollectSession {
  const { organizationAccount, roleName, noAssume, lookAtObject } = snapshot;
  return openCollectSession({
    ...(organizationAccount === undefined ? {} : { organizationAccount }),
    ...(roleName === undefined ? {} : { roleName }),
    ...(noAssume === undefined ? {} : { noAssume }),
    ...(lookAtObject === undefined ? {} : { lookAtObject }),
    ...options,
    gate: openSnapshotGate(snapshot),
    bucketIndex: openSnapshotIndex(snapshot),
    cache: cacheOfSnapshot(snapshot),
    fresh: false,
    now: new Date(snapshot.recordedAt),
  });
}
