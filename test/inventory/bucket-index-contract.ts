import { expect, test } from 'vitest';
import type { AccountBuckets } from '../../src/inventory/account-buckets.ts';
import { type InventoryIndex, KEEP_SECONDS } from '../../src/inventory/inventory-index.ts';

/** An index under test, with a clock that the test moves. */
export interface IndexUnderTest {
  readonly index: InventoryIndex;
  readonly pass: (seconds: number) => void;
  /** ISO 8601. */
  readonly now: () => string;
}

const ONE = '111122223333';
const TWO = '444455556666';
const HOUR = 3600;

export const bucketsNamed = (...names: readonly string[]): AccountBuckets => ({
  buckets: names.map((name) => ({ name, region: 'eu-west-1' })),
  accessPoints: [],
});
const WITH_ACCESS_POINT: AccountBuckets = {
  ...bucketsNamed('ledger'),
  accessPoints: [{ alias: 'finance-abc-s3alias', name: 'finance', region: 'eu-west-1' }],
};

/** What every implementation of InventoryIndex does. */
export function bucketIndexContract(open: () => Promise<IndexUnderTest>): void {
  test('a bucket is of the account that had it, where it was, when it was seen', async () => {
    const { index, now } = await open();
    await index.record(ONE, bucketsNamed('ledger', 'reports'));
    await index.record(TWO, { buckets: [{ name: 'elsewhere' }], accessPoints: [] });
    expect(await index.ownerOf('reports')).toEqual({ account: ONE, region: 'eu-west-1', seenAt: now() });
    expect(await index.ownerOf('elsewhere')).toEqual({ account: TWO, seenAt: now() });
  });

  test('a bucket that nobody has is not there, whatever begins like it', async () => {
    const { index } = await open();
    await index.record(ONE, bucketsNamed('ledger-2026'));
    expect(await index.ownerOf('ledger')).toBeUndefined();
  });

  test('an alias is that of an access point', async () => {
    const { index, now } = await open();
    await index.record(ONE, WITH_ACCESS_POINT);
    const point = { name: 'finance', account: ONE, region: 'eu-west-1', seenAt: now() };
    expect(await index.accessPointOf('finance-abc-s3alias')).toEqual(point);
    expect(await index.accessPointOf('ledger')).toBeUndefined();
    expect(await index.ownerOf('finance-abc-s3alias')).toBeUndefined();
  });

  test('what is seen again and again is as old as the last time', async () => {
    const { index, pass, now } = await open();
    await index.record(ONE, WITH_ACCESS_POINT);
    for (let round = 0; round < 20; round += 1) {
      pass(12 * HOUR);
      await index.record(ONE, WITH_ACCESS_POINT);
      expect((await index.ownerOf('ledger'))?.seenAt).toBe(now());
      expect((await index.accessPointOf('finance-abc-s3alias'))?.seenAt).toBe(now());
    }
  });

  test('what an account has no longer is forgotten, and the rest is not', async () => {
    const { index, pass } = await open();
    await index.record(ONE, { ...WITH_ACCESS_POINT, buckets: bucketsNamed('ledger', 'reports').buckets });
    pass(HOUR);
    await index.record(ONE, bucketsNamed('reports'));
    expect(await index.ownerOf('ledger')).toBeUndefined();
    expect(await index.accessPointOf('finance-abc-s3alias')).toBeUndefined();
    expect((await index.ownerOf('reports'))?.account).toBe(ONE);
  });

  test('a bucket that was deleted and made anew elsewhere is of the account that has it now', async () => {
    const { index, pass } = await open();
    await index.record(ONE, bucketsNamed('ledger'));
    pass(HOUR);
    await index.record(TWO, bucketsNamed('ledger'));
    await index.record(ONE, bucketsNamed());
    expect((await index.ownerOf('ledger'))?.account).toBe(TWO);
  });

  test('a bucket whose region was not known is not shown where it is not', async () => {
    const { index, pass } = await open();
    await index.record(ONE, { buckets: [{ name: 'ledger' }], accessPoints: [] });
    pass(HOUR);
    await index.record(ONE, bucketsNamed('ledger'));
    expect((await index.ownerOf('ledger'))?.region).toBe('eu-west-1');
  });

  test('an account of any number of buckets is recorded whole', async () => {
    const { index } = await open();
    const names = Array.from({ length: 61 }, (_, at) => `bucket-${at}`);
    await index.record(ONE, bucketsNamed(...names));
    const owners = await Promise.all(names.map((name) => index.ownerOf(name)));
    expect(owners.filter((owner) => owner?.account === ONE)).toHaveLength(61);
  });

  test('a listing that names a bucket twice is no fault', async () => {
    const { index } = await open();
    await index.record(ONE, bucketsNamed('ledger', 'ledger'));
    expect((await index.ownerOf('ledger'))?.account).toBe(ONE);
  });

  test('an account that cannot be read any more keeps what was seen of it, with its age', async () => {
    const { index, pass, now } = await open();
    await index.record(ONE, bucketsNamed('ledger'));
    const seenAt = now();
    pass(HOUR);
    await index.recordUnread(ONE, 'unread', 'the role does not trust the hub');
    expect(await index.ownerOf('ledger')).toEqual({ account: ONE, region: 'eu-west-1', seenAt });
    expect(await index.accountOf(ONE)).toEqual({
      state: 'unread',
      because: 'the role does not trust the hub',
      seenAt,
    });
  });

  test('an account that was never read has no age, and one that is read again no reason', async () => {
    const { index, now } = await open();
    await index.recordUnread(ONE, 'closed', 'the account is SUSPENDED');
    expect(await index.accountOf(ONE)).toEqual({ state: 'closed', because: 'the account is SUSPENDED' });
    await index.record(ONE, bucketsNamed());
    expect(await index.accountOf(ONE)).toEqual({ state: 'read', seenAt: now() });
    expect(await index.accountOf(TWO)).toBeUndefined();
  });

  test('everything is forgotten that is not seen for a time, even if nothing has deleted it', async () => {
    const { index, pass } = await open();
    const inventory = { completedAt: new Date().toISOString(), accounts: 1, closed: 0, unread: 0, someUnread: [] };
    await index.record(ONE, WITH_ACCESS_POINT);
    await index.recordInventory(inventory);
    pass(KEEP_SECONDS + 1);
    expect(await index.ownerOf('ledger')).toBeUndefined();
    expect(await index.accessPointOf('finance-abc-s3alias')).toBeUndefined();
    expect(await index.accountOf(ONE)).toBeUndefined();
    expect(await index.lastInventory()).toBeUndefined();
  });

  test('the last inventory is the last', async () => {
    const { index, now } = await open();
    expect(await index.lastInventory()).toBeUndefined();
    const first = { completedAt: now(), accounts: 2000, closed: 3, unread: 1, someUnread: [TWO] };
    await index.recordInventory(first);
    await index.recordInventory({ ...first, unread: 0, someUnread: [] });
    expect(await index.lastInventory()).toEqual({ ...first, unread: 0, someUnread: [] });
  });
}
