import { errorWords } from '../lambda/log.ts';
import type { AccountBuckets } from './account-buckets.ts';
import type { Continuation, Tally } from './continuation.ts';
import type { InventoryPorts } from './inventory-ports.ts';
import type { ListedAccount } from './listed-account.ts';
import { isDone, visitAccounts } from './visit-accounts.ts';

export interface InventoryOutcome extends Tally {
  /** `continued`: another invocation goes on. `broken`: the list of accounts could not be read to its end. */
  readonly kind: 'completed' | 'continued' | 'broken' | 'repeated' | 'busy';
  readonly run: string;
}

/**
 * Lambda stops a function that calls itself by way of a queue after about sixteen rounds; this stops before, and says so.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
 */
export const MOST_LEGS = 14;
/** Longer than a message of a crashed invocation stays hidden. */
const RUNNING_SECONDS = 45 * 60;
const REMEMBER_SECONDS = 24 * 3600;
const MOST_NAMED = 20;
const RUNNING = 'inventory#running';

/**
 * One leg of an inventory: visits accounts until all were visited or time is short, and then has another invocation go on.
 * What one account does not tell costs that account alone. Throws when the store or the queue fails.
 */
export async function takeInventory(
  task: Continuation,
  timeIsShort: () => boolean,
  ports: InventoryPorts,
): Promise<InventoryOutcome> {
  const { store, log } = ports;
  const { run, leg } = task;
  const legKey = `inventory-leg#${run}#${leg}`;
  const outcome = (kind: InventoryOutcome['kind'], tally: Tally = task.tally) => ({ kind, run, ...tally });
  // Messages may be delivered twice.
  if ((await store.get(legKey)) !== undefined) return outcome('repeated');
  if (task.scope === 'organization' && !(await mayRun(task, ports))) {
    log('info', 'another inventory is under way', { run });
    return outcome('busy');
  }
  let tally = task.tally;
  const { remainder, unlisted } = await visitAccounts(task, {
    list: ports.listAccounts,
    visit: async (account) => {
      const seen = await visit(account, ports);
      tally = add(tally, seen);
    },
    atOnce: ports.atOnce,
    timeIsShort,
  });
  // A list that could not be read on is tried again by the next leg, if there is to be one.
  const isStuck = unlisted !== undefined && remainder.pending.length === 0;
  if (!isDone(remainder) && !isStuck && leg < MOST_LEGS) {
    await ports.goOn({ ...task, ...remainder, pending: [...remainder.pending], leg: leg + 1, tally });
    await store.put(legKey, {}, REMEMBER_SECONDS);
    log('info', 'inventory continued', { run, ...counts(tally) });
    return outcome('continued', tally);
  }
  const completed = isDone(remainder);
  if (completed && task.scope === 'organization') {
    const { accounts, closed, unread, someUnread } = tally;
    const completedAt = ports.now().toISOString();
    await ports.index.recordInventory({ completedAt, accounts, closed, unread, someUnread: [...someUnread] });
  }
  await store.put(legKey, {}, REMEMBER_SECONDS);
  if (task.scope === 'organization') await store.delete(RUNNING);
  const milliseconds = ports.now().getTime() - new Date(task.startedAt).getTime();
  if (completed) log('info', 'inventory completed', { run, milliseconds, ...counts(tally) });
  else log('error', 'inventory broken off', { run, milliseconds, because: whyBroken(unlisted), ...counts(tally) });
  return outcome(completed ? 'completed' : 'broken', tally);
}

/** One inventory of the organization at a time; a later leg of the same one goes on. */
async function mayRun({ run }: Continuation, { store }: InventoryPorts): Promise<boolean> {
  const claim = await store.claim(RUNNING, { run }, RUNNING_SECONDS);
  if (claim.kind === 'held' && claim.item.run !== run) return false;
  if (claim.kind === 'held') await store.put(RUNNING, { run }, RUNNING_SECONDS);
  return true;
}

const whyBroken = (unlisted: { readonly because: string } | undefined): string =>
  unlisted === undefined
    ? `it was not finished after ${MOST_LEGS + 1} invocations`
    : `the organization's accounts could not be listed: ${unlisted.because}`;

const counts = ({ accounts, closed, unread, buckets, accessPoints }: Tally) => ({
  accounts,
  closed,
  unread,
  buckets,
  accessPoints,
});

/** What came of one account. */
type Visit =
  | { readonly state: 'read'; readonly account: string; readonly buckets: number; readonly accessPoints: number }
  | { readonly state: 'unread' | 'closed'; readonly account: string };

async function visit({ id, state }: ListedAccount, ports: InventoryPorts): Promise<Visit> {
  const { index, log } = ports;
  const unread = async (because: string, kind: 'unread' | 'closed'): Promise<Visit> => {
    log(kind === 'closed' ? 'debug' : 'warn', 'account not read', { account: id, because });
    await index.recordUnread(id, kind, because);
    return { state: kind, account: id };
  };
  try {
    if (state !== 'ACTIVE') return await unread(`the account is ${state} in the organization`, 'closed');
    const seen = await ports.listBuckets(id);
    if (seen.kind === 'unreadable') return await unread(seen.because, 'unread');
    const { buckets, accessPoints, unread: missing } = seen.kind === 'found' ? seen.value : NO_BUCKETS;
    if (missing !== undefined) log('warn', 'access points not read', { account: id, because: missing.because });
    await index.record(id, { buckets, accessPoints });
    return { state: 'read', account: id, buckets: buckets.length, accessPoints: accessPoints.length };
  } catch (error) {
    log('error', 'account not recorded', { account: id, because: errorWords(error) });
    return { state: 'unread', account: id };
  }
}

const NO_BUCKETS: AccountBuckets = { buckets: [], accessPoints: [] };

function add(tally: Tally, seen: Visit): Tally {
  const accounts = tally.accounts + 1;
  switch (seen.state) {
    case 'read': {
      const { buckets, accessPoints } = seen;
      return { ...tally, accounts, buckets: tally.buckets + buckets, accessPoints: tally.accessPoints + accessPoints };
    }
    case 'closed':
      return { ...tally, accounts, closed: tally.closed + 1 };
    case 'unread': {
      const someUnread = [...tally.someUnread, seen.account].slice(0, MOST_NAMED);
      return { ...tally, accounts, unread: tally.unread + 1, someUnread };
    }
  }
}
