import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type CallKey, callKey, indexCalls, type Snapshot } from '../evidence/snapshot.ts';
import type { CollectSession } from './collect-session.ts';
import { SELF } from './gate.ts';

const IndexedBucket = z.object({ account: z.string(), region: z.string().exactOptional(), seenAt: z.string() });
const IndexedAccessPoint = z.object({ name: z.string(), account: z.string(), region: z.string(), seenAt: z.string() });
const LastInventory = z.object({
  completedAt: z.string(),
  accounts: z.number(),
  closed: z.number(),
  unread: z.number(),
  someUnread: z.array(z.string()),
});

/** Whose a bucket was when its account's buckets were last listed. `seenAt`: ISO 8601. */
export type IndexedBucket = Readonly<z.infer<typeof IndexedBucket>>;
export type IndexedAccessPoint = Readonly<z.infer<typeof IndexedAccessPoint>>;
/** The last inventory that came to the end of the organization's list of accounts. */
export type LastInventory = Readonly<z.infer<typeof LastInventory>>;

/** Which account owns a bucket, as the last inventory saw it. Undefined: it saw none such. */
export interface BucketIndex {
  ownerOf(bucket: string): Promise<IndexedBucket | undefined>;
  accessPointOf(alias: string): Promise<IndexedAccessPoint | undefined>;
  lastInventory(): Promise<LastInventory | undefined>;
}

/** What the index said; `silent`: there is no index, or it did not answer in time. */
export type IndexAnswer<T> =
  | { readonly kind: 'known'; readonly entry: T }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'silent' };

/** As its answers stand in a snapshot, so that a replay is told the same. */
const SERVICE = 'bucketIndex';
const key = (operation: string, input: CallKey['input'] = {}): CallKey => ({
  account: SELF,
  service: SERVICE,
  operation,
  input,
});
const ownerKey = (Bucket: string): CallKey => key('OwnerOf', { Bucket });
const aliasKey = (Alias: string): CallKey => key('AccessPointOf', { Alias });
const lastKey = key('LastInventory');

export const indexedOwner = (session: CollectSession, bucket: string): Promise<IndexAnswer<IndexedBucket>> =>
  ask(session, ownerKey(bucket), (index) => index.ownerOf(bucket));
export const indexedAccessPoint = (session: CollectSession, alias: string): Promise<IndexAnswer<IndexedAccessPoint>> =>
  ask(session, aliasKey(alias), (index) => index.accessPointOf(alias));
export const lastInventory = (session: CollectSession): Promise<IndexAnswer<LastInventory>> =>
  ask(session, lastKey, (index) => index.lastInventory());

/** The index is a short cut: who waits longer for it than this goes the long way. */
const PATIENCE_MILLISECONDS = 1_500;

async function ask<T extends object>(
  { bucketIndex, record }: CollectSession,
  asked: CallKey,
  question: (index: BucketIndex) => Promise<T | undefined>,
): Promise<IndexAnswer<T>> {
  if (bucketIndex === undefined) return { kind: 'silent' };
  const started = performance.now();
  const enough = new AbortController();
  const answer = await Promise.race([
    question(bucketIndex).then(
      (entry): IndexAnswer<T> => (entry === undefined ? { kind: 'unknown' } : { kind: 'known', entry }),
      (): IndexAnswer<T> => ({ kind: 'silent' }),
    ),
    sleep(PATIENCE_MILLISECONDS, undefined, { ref: false, signal: enough.signal }).then(
      (): IndexAnswer<T> => ({ kind: 'silent' }),
      (): IndexAnswer<T> => ({ kind: 'silent' }),
    ),
  ]);
  enough.abort();
  const ms = Math.round(performance.now() - started);
  if (answer.kind === 'silent') record({ ...asked, error: { name: 'Silent', message: '' }, ms });
  else record({ ...asked, output: { entry: answer.kind === 'known' ? { ...answer.entry } : null }, ms });
  return answer;
}

/** The index as a snapshot recorded it; undefined where there was none. */
export function openSnapshotIndex(snapshot: Snapshot): BucketIndex | undefined {
  if (!snapshot.calls.some(({ service }) => service === SERVICE)) return undefined;
  const calls = indexCalls(snapshot);
  const entryOf = async <T>(asked: CallKey, schema: z.ZodType<T>): Promise<T | undefined> => {
    const output = calls.get(callKey(asked))?.output;
    if (output === undefined) throw new Error(`the snapshot has no answer to ${asked.operation}`);
    return z.object({ entry: schema.nullable() }).parse(output).entry ?? undefined;
  };
  return {
    ownerOf: (bucket) => entryOf(ownerKey(bucket), IndexedBucket),
    accessPointOf: (alias) => entryOf(aliasKey(alias), IndexedAccessPoint),
    lastInventory: () => entryOf(lastKey, LastInventory),
  };
}
