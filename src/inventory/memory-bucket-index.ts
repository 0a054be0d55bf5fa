import type { IndexedAccessPoint, IndexedBucket, LastInventory } from '../collect/bucket-index.ts';
import type { AccountBuckets } from './account-buckets.ts';
import { type IndexedAccount, type InventoryIndex, KEEP_SECONDS } from './inventory-index.ts';

interface Seen extends AccountBuckets {
  readonly at: Date;
}

/** An index that lasts as long as the process: the tests' and the benchmark's. */
export function createMemoryBucketIndex(now: () => Date = () => new Date()): InventoryIndex {
  const accounts = new Map<string, { readonly status: IndexedAccount; readonly triedAt: Date }>();
  const seen = new Map<string, Seen>();
  const buckets = new Map<string, string>();
  const aliases = new Map<string, string>();
  let last: LastInventory | undefined;

  const fresh = (at: Date): boolean => now().getTime() - at.getTime() < KEEP_SECONDS * 1000;
  const seenOf = (account: string | undefined): (Seen & { readonly account: string }) | undefined => {
    const held = account === undefined ? undefined : seen.get(account);
    return account === undefined || held === undefined || !fresh(held.at) ? undefined : { ...held, account };
  };

  return {
    async ownerOf(name): Promise<IndexedBucket | undefined> {
      const held = seenOf(buckets.get(name));
      const bucket = held?.buckets.find((one) => one.name === name);
      if (held === undefined || bucket === undefined) return undefined;
      const { region } = bucket;
      return { account: held.account, seenAt: held.at.toISOString(), ...(region === undefined ? {} : { region }) };
    },
    async accessPointOf(alias): Promise<IndexedAccessPoint | undefined> {
      const held = seenOf(aliases.get(alias));
      const point = held?.accessPoints.find((one) => one.alias === alias);
      if (held === undefined || point === undefined) return undefined;
      return { account: held.account, name: point.name, region: point.region, seenAt: held.at.toISOString() };
    },
    async lastInventory() {
      return last !== undefined && fresh(new Date(last.completedAt)) ? last : undefined;
    },
    async record(account, found) {
      const at = now();
      seen.set(account, { ...found, at });
      for (const { name } of found.buckets) buckets.set(name, account);
      for (const { alias } of found.accessPoints) aliases.set(alias, account);
      accounts.set(account, { status: { state: 'read', seenAt: at.toISOString() }, triedAt: at });
    },
    async recordUnread(account, state, because) {
      const seenAt = accounts.get(account)?.status.seenAt;
      const status = { state, because, ...(seenAt === undefined ? {} : { seenAt }) };
      accounts.set(account, { status, triedAt: now() });
    },
    async recordInventory(inventory) {
      last = inventory;
    },
    async accountOf(account) {
      const held = accounts.get(account);
      return held !== undefined && fresh(held.triedAt) ? held.status : undefined;
    },
  };
}
