import type { Reading } from '../evidence/reading.ts';
import type { Log } from '../lambda/log.ts';
import type { Store } from '../store/store.ts';
import type { AccountBuckets } from './account-buckets.ts';
import type { Continuation } from './continuation.ts';
import type { InventoryIndex } from './inventory-index.ts';
import type { AccountPage } from './listed-account.ts';

/** What an inventory needs from outside. */
export interface InventoryPorts {
  readonly listAccounts: (token: string | undefined) => Promise<Reading<AccountPage>>;
  readonly listBuckets: (account: string) => Promise<Reading<AccountBuckets>>;
  readonly index: InventoryIndex;
  /** Has another invocation go on from there. Delivers at least once. */
  readonly goOn: (task: Continuation) => Promise<void>;
  readonly store: Store;
  /** Accounts that are read at a time. */
  readonly atOnce: number;
  readonly log: Log;
  readonly now: () => Date;
}
