import { expect, test } from 'vitest';
import { takeDemoInventory } from '../../src/sandbox/demo-inventory.ts';
import { ACCOUNTS } from '../../src/sandbox/demo-organization/organization.ts';

test('the inventory of the demo organization knows whose each of its buckets is, and of no other', async () => {
  const index = await takeDemoInventory();
  const buckets = ACCOUNTS.flatMap(({ id, buckets: owned = {} }) => Object.keys(owned).map((name) => ({ name, id })));
  const owners = await Promise.all(buckets.map(async ({ name }) => (await index.ownerOf(name))?.account));
  expect(owners).toEqual(buckets.map(({ id }) => id));
  expect(await index.ownerOf('somebody-elses')).toBeUndefined();
  expect(await index.lastInventory()).toMatchObject({ accounts: ACCOUNTS.length, closed: 0, unread: 0 });
});
