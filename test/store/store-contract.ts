import { expect, test } from 'vitest';
import type { Item, Store } from '../../src/store/store.ts';

/** A store under test, with a clock that the test moves. */
export interface StoreUnderTest {
  readonly store: Store;
  readonly pass: (seconds: number) => void;
  /** What stands for the database does not apply updates one after the other, as DynamoDB does. */
  readonly mixesUpdates?: true;
}

const ITEM = {
  text: 'a',
  empty: '',
  number: 1.5,
  yes: true,
  nothing: null,
  list: [1, 'two', { three: 3 }],
  nested: { ключ: 'naïve ☃', deep: { list: [] } },
};

/** What every implementation of Store does. */
export function storeContract(open: () => Promise<StoreUnderTest>): void {
  test('the first caller claims a key, and the second is given what the first wrote', async () => {
    const { store } = await open();
    expect(await store.claim('k', { by: 'first' }, 60)).toEqual({ kind: 'claimed' });
    expect(await store.claim('k', { by: 'second' }, 60)).toEqual({ kind: 'held', item: { by: 'first' } });
  });

  test('of many who claim at once one gets the key', async () => {
    const { store } = await open();
    const claims = await Promise.all(Array.from({ length: 8 }, (_, by) => store.claim('k', { by }, 60)));
    expect(claims.filter(({ kind }) => kind === 'claimed')).toHaveLength(1);
    const held = claims.flatMap((claim) => (claim.kind === 'held' ? [claim.item] : []));
    expect(new Set(held.map(({ by }) => by)).size).toBe(1);
  });

  test('a claim is free again when its time is over, even if nothing has deleted it', async () => {
    const { store, pass } = await open();
    await store.claim('k', { by: 'first' }, 60);
    pass(61);
    expect(await store.claim('k', { by: 'second' }, 60)).toEqual({ kind: 'claimed' });
    expect(await store.get('k')).toEqual({ by: 'second' });
  });

  test('a deleted claim is free', async () => {
    const { store } = await open();
    await store.claim('k', {}, 60);
    await store.delete('k');
    expect(await store.claim('k', {}, 60)).toEqual({ kind: 'claimed' });
  });

  test('an item comes back as it was put', async () => {
    const { store } = await open();
    await store.put('k', ITEM, 60);
    expect(await store.get('k')).toEqual(ITEM);
    expect(await store.claim('k', {}, 60)).toEqual({ kind: 'held', item: ITEM });
  });

  test('an attribute that is undefined is not kept', async () => {
    const { store } = await open();
    await store.put('k', { a: 1, b: undefined }, 60);
    expect(await store.get('k')).toEqual({ a: 1 });
  });

  test('a put replaces the item whole', async () => {
    const { store } = await open();
    await store.put('k', { a: 1, b: 2 }, 60);
    await store.put('k', { a: 3 }, 60);
    expect(await store.get('k')).toEqual({ a: 3 });
  });

  test('what was never put, was deleted, or is expired is not there', async () => {
    const { store, pass } = await open();
    await store.put('deleted', { a: 1 }, 60);
    await store.delete('deleted');
    await store.delete('never');
    await store.put('expired', { a: 1 }, 60);
    pass(60);
    expect(await Promise.all(['never', 'deleted', 'expired'].map((key) => store.get(key)))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('counting begins at one and loses nothing when many count at once', async () => {
    const { store, mixesUpdates = false } = await open();
    const counts: Item[] = [];
    const count = async () => counts.push(await store.increment('k', 'count', 60));
    if (mixesUpdates) for (let times = 0; times < 8; times += 1) await count();
    else await Promise.all(Array.from({ length: 8 }, count));
    expect(counts.map((item) => item.count).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test('counting leaves the other attributes of an item alone', async () => {
    const { store } = await open();
    await store.put('k', { name: 'x', count: 4 }, 60);
    expect(await store.increment('k', 'count', 60)).toEqual({ name: 'x', count: 5 });
  });

  test('a counter’s time runs from its first count, and then it begins anew', async () => {
    const { store, pass } = await open();
    await store.increment('k', 'count', 60);
    pass(40);
    expect(await store.increment('k', 'count', 60)).toEqual({ count: 2 });
    pass(40);
    expect(await store.increment('k', 'count', 60)).toEqual({ count: 1 });
  });
}
