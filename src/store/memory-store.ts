import type { Item, Store } from './store.ts';

interface Kept {
  readonly json: string;
  readonly expiresAt: number;
}

/** A store that lasts as long as the process: the sandbox's and the tests'. */
export function createMemoryStore(now: () => Date = () => new Date()): Store {
  const items = new Map<string, Kept>();

  const live = (key: string): Kept | undefined => {
    const kept = items.get(key);
    return kept !== undefined && kept.expiresAt > now().getTime() ? kept : undefined;
  };
  const keep = (key: string, item: Item, expiresAt: number) =>
    items.set(key, { json: JSON.stringify(item), expiresAt });
  const after = (ttlSeconds: number) => now().getTime() + ttlSeconds * 1000;
  const parse = (kept: Kept): Item => JSON.parse(kept.json);

  return {
    async claim(key, item, ttlSeconds) {
      const held = live(key);
      if (held !== undefined) return { kind: 'held', item: parse(held) };
      keep(key, item, after(ttlSeconds));
      return { kind: 'claimed' };
    },
    async get(key) {
      const kept = live(key);
      return kept === undefined ? undefined : parse(kept);
    },
    async put(key, item, ttlSeconds) {
      keep(key, item, after(ttlSeconds));
    },
    async increment(key, attribute, ttlSeconds) {
      const kept = live(key);
      const item = kept === undefined ? {} : parse(kept);
      const before = item[attribute];
      const next = { ...item, [attribute]: (typeof before === 'number' ? before : 0) + 1 };
      keep(key, next, kept?.expiresAt ?? after(ttlSeconds));
      return next;
    },
    async delete(key) {
      items.delete(key);
    },
  };
}
