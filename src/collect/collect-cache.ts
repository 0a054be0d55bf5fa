import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type CallKey, callKey, type Snapshot } from '../evidence/snapshot.ts';
import { SELF } from './gate.ts';
import type { ReadName } from './reads.ts';

const MINUTE_SECONDS = 60;

/**
 * How long an answer may be given again, in seconds; a read that is not named here is made every time. The organization
 * changes seldom, and AWS lets it be read slowly. What an account changes to repair a denial is always read anew.
 */
export const KEPT_SECONDS: Readonly<Partial<Record<ReadName, number>>> = {
  'organizations:DescribeOrganization': 60 * MINUTE_SECONDS,
  'organizations:ListRoots': 15 * MINUTE_SECONDS,
  'organizations:DescribeAccount': 15 * MINUTE_SECONDS,
  'organizations:ListParents': 15 * MINUTE_SECONDS,
  'organizations:ListPoliciesForTarget': 15 * MINUTE_SECONDS,
  'organizations:DescribePolicy': 15 * MINUTE_SECONDS,
  'organizations:DescribeEffectivePolicy': 15 * MINUTE_SECONDS,
  'organizations:ListAccounts': 15 * MINUTE_SECONDS,
};

const CachedAnswer = z.object({
  /** As a snapshot holds it. */
  output: z.unknown(),
  /** In place of an output: that there is none. */
  error: z.object({ name: z.string(), message: z.string(), httpStatus: z.number().optional() }).optional(),
  /** ISO 8601: when AWS gave it. */
  readAt: z.iso.datetime(),
});
export type CachedAnswer = Readonly<z.infer<typeof CachedAnswer>>;

export interface CachedCall extends CallKey {
  readonly region: string;
}

/** Answers of AWS that outlive one diagnosis. It never fails: what it cannot keep or give is read from AWS. */
export interface CollectCache {
  get(call: CachedCall, keptSeconds: number): Promise<CachedAnswer | undefined>;
  put(call: CachedCall, answer: CachedAnswer, keptSeconds: number): void;
}

/** A table in which answers outlive the process. */
export interface CacheTable {
  get(key: string): Promise<Readonly<Record<string, unknown>> | undefined>;
  put(key: string, item: Readonly<Record<string, unknown>>, ttlSeconds: number): Promise<void>;
}

export interface CacheOptions {
  readonly table?: CacheTable;
  /** Whether everybody who uses the table has the same credentials at hand, so that their answers may go there, too. */
  readonly sharesSelf?: boolean;
  readonly now?: () => Date;
}

const MOST_ANSWERS = 5_000;
/** The table is a short cut: who waits longer for it than this asks AWS. */
const PATIENCE_MILLISECONDS = 500;
/** A table that did not answer is not asked for so long. */
const REST_MILLISECONDS = 60_000;
const SILENT = Symbol('silent');

/** Keeps answers in the process, and in a table if there is one. Credentials are no answers, and never come here. */
export function openCollectCache({
  table,
  sharesSelf = false,
  now = () => new Date(),
}: CacheOptions = {}): CollectCache {
  const answers = new Map<string, CachedAnswer>();
  const tableOf = ({ account }: CachedCall) => (account === SELF && !sharesSelf ? undefined : table);
  const isLive = ({ readAt }: CachedAnswer, keptSeconds: number) =>
    now().getTime() - Date.parse(readAt) < keptSeconds * 1_000;
  const remember = (key: string, answer: CachedAnswer) => {
    if (answers.size >= MOST_ANSWERS) answers.clear();
    answers.set(key, answer);
  };
  let silentUntil = 0;
  const lookUp = async (call: CachedCall, key: string) => {
    const answering = tableOf(call);
    if (answering === undefined || now().getTime() < silentUntil) return undefined;
    const item = answering.get(key).catch(() => undefined);
    const first = await Promise.race([item, sleep(PATIENCE_MILLISECONDS, SILENT, { ref: false })]);
    if (first !== SILENT) return first;
    silentUntil = now().getTime() + REST_MILLISECONDS;
    return undefined;
  };
  return {
    async get(call, keptSeconds) {
      const key = keyOf(call);
      const held = answers.get(key);
      if (held !== undefined && isLive(held, keptSeconds)) return held;
      const item = await lookUp(call, key);
      const parsed = CachedAnswer.safeParse(item);
      if (!parsed.success || !isLive(parsed.data, keptSeconds)) return undefined;
      remember(key, parsed.data);
      return parsed.data;
    },
    put(call, answer, keptSeconds) {
      const key = keyOf(call);
      remember(key, answer);
      tableOf(call)
        ?.put(key, answer, keptSeconds)
        .catch(() => undefined);
    },
  };
}

/** A key may have 2,048 bytes; a token that asks for the next page may be longer. */
const keyOf = (call: CachedCall): string =>
  `answer#${createHash('sha256')
    .update(`${call.region} ${callKey(call)}`)
    .digest('hex')}`;

/** What a snapshot's diagnosis took from a cache, so that its replay tells the same age. */
export function cacheOfSnapshot({ calls }: Snapshot): CollectCache {
  const answers = new Map(
    calls.flatMap((call) =>
      call.readAt === undefined
        ? []
        : [[callKey(call), { output: call.output, error: call.error, readAt: call.readAt }] as const],
    ),
  );
  return { get: async (call) => answers.get(callKey(call)), put: () => {} };
}
