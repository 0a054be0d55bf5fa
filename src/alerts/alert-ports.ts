import type { Log } from '../lambda/log.ts';
import type { Queue } from '../store/queue.ts';
import type { Store } from '../store/store.ts';

/** What the function that takes CloudTrail events needs from outside. */
export interface AlertPorts {
  readonly store: Store;
  readonly queue: Pick<Queue, 'send'>;
  /** The on-call channel's id. */
  readonly channel: string;
  /** Role names whose denials are the bot's own looks at policies, and no news. */
  readonly ownRoles: readonly string[];
  readonly windowSeconds: number;
  readonly log: Log;
  readonly now: () => Date;
}
