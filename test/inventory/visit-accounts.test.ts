import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { found, type Reading, unreadable } from '../../src/evidence/reading.ts';
import type { AccountPage, ListedAccount } from '../../src/inventory/listed-account.ts';
import { isDone, type Remainder, visitAccounts } from '../../src/inventory/visit-accounts.ts';

const FROM_THE_START: Remainder = { pending: [], list: { kind: 'start' } };
const accountsOf = (count: number): readonly ListedAccount[] =>
  Array.from({ length: count }, (_, at) => ({ id: String(100000000000 + at), state: 'ACTIVE' }));

/** An organization that gives its accounts in pages of these sizes, over and over; a token is where a page begins. */
function pagesOf(accounts: readonly ListedAccount[], sizes: readonly number[]) {
  const asked: (string | undefined)[] = [];
  const list = async (token: string | undefined): Promise<Reading<AccountPage>> => {
    asked.push(token);
    const [start = 0, page = 0] = (token ?? '0 0').split(' ').map(Number);
    const end = start + (sizes[page % sizes.length] ?? 1);
    const more = end < accounts.length ? { next: `${end} ${page + 1}` } : {};
    return found({ accounts: accounts.slice(start, end), ...more });
  };
  return { list, asked };
}

/** Time that runs out after so many looks at the clock. */
const shortAfter = (looks: number) => {
  let left = looks;
  return () => {
    left -= 1;
    return left < 0;
  };
};

test('every account is visited once, whatever the sizes of the pages and wherever the time runs out', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(60),
      fc.array(fc.nat(9), { minLength: 1, maxLength: 4 }).filter((sizes) => sizes.some((size) => size > 0)),
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 1, max: 12 }),
      fc.infiniteStream(fc.integer({ min: 0, max: 40 })),
      fc.scheduler(),
      async (count, sizes, atOnce, mostPending, looks, scheduler) => {
        const accounts = accountsOf(count);
        const { list } = pagesOf(accounts, sizes);
        const visits: string[] = [];
        let remainder = FROM_THE_START;
        for (let leg = 0; !isDone(remainder); leg += 1) {
          // What a message carries is what comes out of it.
          const from: Remainder = JSON.parse(JSON.stringify(remainder));
          const under = visitAccounts(from, {
            list: scheduler.scheduleFunction(list),
            visit: scheduler.scheduleFunction(async ({ id }: ListedAccount) => {
              visits.push(id);
            }),
            atOnce,
            mostPending,
            timeIsShort: leg > 300 ? () => false : shortAfter(looks.next().value ?? 0),
          });
          remainder = (await scheduler.waitFor(under)).remainder;
        }
        expect(visits.sort()).toEqual(accounts.map(({ id }) => id));
      },
    ),
    { numRuns: 200 },
  );
});

describe('visiting accounts', () => {
  const never = () => false;

  test('does some at once and no more', async () => {
    let underWay = 0;
    let most = 0;
    const visit = async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setTimeout(resolve, 1));
      underWay -= 1;
    };
    const { list } = pagesOf(accountsOf(100), [20]);
    await visitAccounts(FROM_THE_START, { list, visit, atOnce: 7, timeIsShort: never });
    expect(most).toBe(7);
  });

  test('begins nothing when time is short from the first', async () => {
    const { list, asked } = pagesOf(accountsOf(5), [5]);
    const visit = async () => expect.unreachable();
    const { remainder } = await visitAccounts(FROM_THE_START, { list, visit, atOnce: 2, timeIsShort: () => true });
    expect(remainder).toEqual(FROM_THE_START);
    expect(asked).toEqual([]);
  });

  test('reads the list no further ahead than may wait', async () => {
    const { list, asked } = pagesOf(accountsOf(1000), [20]);
    let visited = 0;
    const visit = async () => {
      visited += 1;
    };
    const timeIsShort = () => visited >= 10;
    const { remainder } = await visitAccounts(FROM_THE_START, { list, visit, atOnce: 2, timeIsShort, mostPending: 50 });
    expect(remainder.pending.length).toBeLessThan(50 + 20);
    expect(asked.length).toBeLessThan(5);
  });

  test('a list that breaks off leaves the rest of it, and visits what it gave', async () => {
    const pages = pagesOf(accountsOf(50), [20]);
    const denied = unreadable('organizations:ListAccounts', 'denied');
    const list = async (token: string | undefined) => (pages.asked.length === 1 ? denied : pages.list(token));
    const visited: string[] = [];
    const visit = async ({ id }: ListedAccount) => {
      visited.push(id);
    };
    const result = await visitAccounts(FROM_THE_START, { list, visit, atOnce: 3, timeIsShort: never });
    expect(visited).toHaveLength(20);
    expect(result).toEqual({
      remainder: { pending: [], list: { kind: 'next', token: '20 1' } },
      unlisted: denied,
    });
  });
});
