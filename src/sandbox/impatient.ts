import type { MemoryQueue } from '../store/memory-queue.ts';
import type { Store } from '../store/store.ts';

const LONGEST_WAIT_SECONDS = 1;
/** Claims no longer than this only space things out; longer ones (leases, windows) keep their meaning. */
const SPACING_SECONDS = 30;

/** A queue whose delays are short enough for a person who watches. */
export function impatientQueue(queue: MemoryQueue): MemoryQueue {
  return {
    ...queue,
    send: (job, { delaySeconds = 0 } = {}) =>
      queue.send(job, { delaySeconds: Math.min(delaySeconds, LONGEST_WAIT_SECONDS) }),
    redeliver: (receiptHandle, afterSeconds) =>
      queue.redeliver(receiptHandle, Math.min(afterSeconds, LONGEST_WAIT_SECONDS)),
  };
}

/** A store in which what only spaces things out is over soon, so that the count of an alert follows the button. */
export function impatientStore(store: Store): Store {
  return {
    ...store,
    claim: (key, item, ttlSeconds) =>
      store.claim(key, item, ttlSeconds <= SPACING_SECONDS ? LONGEST_WAIT_SECONDS : ttlSeconds),
  };
}
