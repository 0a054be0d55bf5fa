import type { BucketIndex, LastInventory } from '../collect/bucket-index.ts';
import type { AccountBuckets } from './account-buckets.ts';

/** How an account was last found. */
export interface IndexedAccount {
  /** `closed`: Organizations says that it is suspended or being closed. */
  readonly state: 'read' | 'unread' | 'closed';
  /** Why it was not read. */
  readonly because?: string;
  /** When its buckets were last listed, ISO 8601; undefined if they never were. */
  readonly seenAt?: string;
}

/** The index as the inventory keeps it. What is not seen again is forgotten after a time. */
export interface InventoryIndex extends BucketIndex {
  /** Everything that the account has now; what it had and has no longer is forgotten. */
  record(account: string, seen: AccountBuckets): Promise<void>;
  /** What was seen of the account before stays, with its age. */
  recordUnread(account: string, state: 'unread' | 'closed', because: string): Promise<void>;
  recordInventory(inventory: LastInventory): Promise<void>;
  accountOf(account: string): Promise<IndexedAccount | undefined>;
}

/** An entry that no inventory has seen for so long is forgotten. */
export const KEEP_SECONDS = 3 * 24 * 3600;
