import { performance } from 'node:perf_hooks';
import { z } from 'zod';
import { found, notTold, type Reading, type Unreadable } from '../evidence/reading.ts';
import type { BucketQuestion } from './bucket-place.ts';
import type { CollectSession } from './collect-session.ts';
import { homeRegion } from './home-region.ts';
import { listAccounts } from './organization.ts';
import { largeInventory, notInInventory, ownerByIndex } from './owner-by-index.ts';
import { read } from './read.ts';

export interface Owner {
  readonly account: string | Unreadable;
  readonly region?: string | undefined;
  /** By what it is known. */
  readonly notes: readonly string[];
}

const Buckets = z.looseObject({
  // An account without buckets answers with an empty list.
  Buckets: z.array(z.looseObject({ Name: z.string(), BucketRegion: z.string().optional() })),
});

const SAY = 'say which with `--bucket-account`';
const AT_ONCE = 20;

/** Whose a bucket is: by the index, by the lists of the accounts that may own it, by those of all others, until the session's time is up. */
export async function findOwner(session: CollectSession, question: BucketQuestion): Promise<Owner> {
  const { name, partition, candidates } = question;
  const indexed = await ownerByIndex(session, name, partition);
  if (indexed.kind === 'owner') return { account: indexed.account, region: indexed.region, notes: [indexed.note] };
  const notes = indexed.kind === 'wrong' ? [indexed.note] : [];
  const [likely, inventory] = await Promise.all([
    Promise.all(candidates.map((account) => bucketOf(session, account, name, partition))),
    // Where the index was wrong, the bucket has moved since, and may be anywhere.
    indexed.kind === 'wrong' ? undefined : largeInventory(session),
  ]);
  const owned = likely.find(({ kind }) => kind === 'found');
  if (owned?.kind === 'found') return { ...owned.value, notes };
  const accounts =
    inventory === undefined
      ? await listAccounts(session, partition)
      : found({ open: inventory.someUnread, closed: [] });
  const unknown = (because: string): Owner => ({
    account: notTold('s3:ListAllMyBuckets', { what: because, say: SAY }),
    notes,
  });
  if (accounts.kind !== 'found') {
    const where = candidates.length === 0 ? '' : `, and account ${candidates.join(' and ')} does not list it`;
    return unknown(`it is not known which account owns bucket \`${name}\`${where}`);
  }
  const { open, closed } = accounts.value;
  const others = open.filter((account) => !candidates.includes(account));
  const unread = likely.flatMap((reading, index) => (reading.kind === 'unreadable' ? (candidates[index] ?? []) : []));
  const search = await searchAmong(session, others, question);
  if (search.kind === 'owner') return { ...search.owner, notes };
  if (search.kind === 'outOfTime') {
    return unknown(`the owner of bucket \`${name}\` was not found in time among ${open.length} accounts`);
  }
  if (inventory !== undefined) return unknown(notInInventory(name, inventory, session.now));
  const unlisted = [
    ...someOf([...unread, ...search.unread], 'could not be read'),
    ...someOf(closed, 'suspended or closed: AWS answers nobody for them'),
  ];
  if (unlisted.length === 0) {
    return unknown(`no account of the organization owns bucket \`${name}\`: it belongs to somebody outside`);
  }
  return unknown(
    `bucket \`${name}\` is in no account whose buckets could be listed; not listed: ${unlisted.join(', and ')}`,
  );
}

const MOST_NAMED = 5;

/** The first accounts by their ids, and how many more there are. */
function someOf(accounts: readonly string[], what: string): readonly string[] {
  if (accounts.length === 0) return [];
  const more = accounts.length > MOST_NAMED ? ` and ${accounts.length - MOST_NAMED} more` : '';
  return [`${accounts.slice(0, MOST_NAMED).join(', ')}${more} (${what})`];
}

type Search =
  | { readonly kind: 'owner'; readonly owner: ListedOwner }
  | { readonly kind: 'nowhere'; readonly unread: readonly string[] }
  | { readonly kind: 'outOfTime' };

async function searchAmong(
  session: CollectSession,
  accounts: readonly string[],
  { name, partition }: BucketQuestion,
): Promise<Search> {
  const unread: string[] = [];
  for (let start = 0; start < accounts.length; start += AT_ONCE) {
    if (performance.now() >= session.deadline) return { kind: 'outOfTime' };
    const batch = accounts.slice(start, start + AT_ONCE);
    const readings = await Promise.all(batch.map((account) => bucketOf(session, account, name, partition)));
    const owned = readings.find(({ kind }) => kind === 'found');
    if (owned?.kind === 'found') return { kind: 'owner', owner: owned.value };
    unread.push(...readings.flatMap((reading, index) => (reading.kind === 'unreadable' ? (batch[index] ?? []) : [])));
  }
  return { kind: 'nowhere', unread };
}

interface ListedOwner {
  readonly account: string;
  readonly region?: string | undefined;
}

async function bucketOf(
  session: CollectSession,
  account: string,
  name: string,
  partition: string,
): Promise<Reading<ListedOwner>> {
  const buckets = await read(session, 's3:ListBuckets', {
    account,
    region: homeRegion(partition),
    // Only an answer in pages tells the regions; the bucket itself comes first of those that begin with its name.
    input: { Prefix: name, MaxBuckets: 1_000 },
    output: Buckets,
  });
  if (buckets.kind !== 'found') return buckets;
  const bucket = buckets.value.Buckets.find(({ Name }) => Name === name);
  return bucket === undefined ? { kind: 'absent' } : found({ account, region: bucket.BucketRegion });
}
