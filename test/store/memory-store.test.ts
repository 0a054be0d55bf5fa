import { describe, expect, test } from 'vitest';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import { storeContract } from './store-contract.ts';

describe('the store in memory', () => {
  storeContract(async () => {
    let clock = 1_770_000_000_000;
    return {
      store: createMemoryStore(() => new Date(clock)),
      pass: (seconds) => {
        clock += seconds * 1000;
      },
    };
  });

  test('keeps a copy: what the caller changes later is not in the store', async () => {
    const store = createMemoryStore();
    const item = { list: [1] };
    await store.put('k', item, 60);
    item.list.push(2);
    expect(await store.get('k')).toEqual({ list: [1] });
  });
});
