/** Values that JSON can carry; an attribute that is undefined is not kept. */
export type Item = Readonly<Record<string, unknown>>;

/** State that outlives an invocation. Keys are opaque strings; every item has a time to live. */
export interface Store {
  /** Conditional write. The first caller claims the key; every later one (until the item expires) is given what is there. */
  claim(key: string, item: Item, ttlSeconds: number): Promise<{ kind: 'claimed' } | { kind: 'held'; item: Item }>;
  get(key: string): Promise<Item | undefined>;
  put(key: string, item: Item, ttlSeconds: number): Promise<void>;
  /**
   * Adds one to a number attribute of an existing or new item and returns the item after it. An item that is there keeps
   * its time to live: a window starts with its first write.
   */
  increment(key: string, attribute: string, ttlSeconds: number): Promise<Item>;
  delete(key: string): Promise<void>;
}
