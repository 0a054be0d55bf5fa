import type { Reading, Unreadable } from '../evidence/reading.ts';
import type { AccountPage, ListedAccount } from './listed-account.ts';

/** Where the list of accounts goes on. */
export type ListPosition =
  | { readonly kind: 'start' }
  | { readonly kind: 'next'; readonly token: string }
  | { readonly kind: 'end' };

/** What is left to do: accounts that were listed and not visited, and the rest of the list. */
export interface Remainder {
  readonly pending: readonly ListedAccount[];
  readonly list: ListPosition;
}

export const isDone = ({ pending, list }: Remainder): boolean => pending.length === 0 && list.kind === 'end';

export interface Visits {
  readonly list: (token: string | undefined) => Promise<Reading<AccountPage>>;
  /** Must not reject: what an account does not tell is told of that account. */
  readonly visit: (account: ListedAccount) => Promise<void>;
  readonly atOnce: number;
  /** Once true, nothing new is begun. */
  readonly timeIsShort: () => boolean;
  /** How many accounts may wait, listed and not visited: they go into one message. */
  readonly mostPending?: number;
}

export interface Visited {
  readonly remainder: Remainder;
  /** Why the list could not be read on; the remainder begins there. */
  readonly unlisted?: Unreadable;
}

// An SQS message holds 256 KiB: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
const MOST_PENDING = 5_000;

/**
 * Visits accounts, some at once, while the list is read ahead of them; until all were visited or time is short. Each account
 * is either visited, once, or in the remainder.
 */
export async function visitAccounts(from: Remainder, visits: Visits): Promise<Visited> {
  const { visit, atOnce, timeIsShort, mostPending = MOST_PENDING } = visits;
  const pending = [...from.pending];
  let position = from.list;
  let unlisted: Unreadable | undefined;
  let listing: Promise<void> | undefined;

  const listPage = async (): Promise<void> => {
    const page = await visits.list(position.kind === 'next' ? position.token : undefined);
    if (page.kind === 'unreadable') unlisted = page;
    if (page.kind === 'absent') position = { kind: 'end' };
    if (page.kind !== 'found') return;
    pending.push(...page.value.accounts);
    const { next } = page.value;
    position = next === undefined ? { kind: 'end' } : { kind: 'next', token: next };
  };
  const keepListing = (): void => {
    if (listing !== undefined || position.kind === 'end' || unlisted !== undefined) return;
    if (pending.length >= mostPending || timeIsShort()) return;
    listing = listPage().finally(() => {
      listing = undefined;
      keepListing();
    });
  };

  const worker = async (): Promise<void> => {
    while (!timeIsShort()) {
      keepListing();
      const account = pending.shift();
      if (account !== undefined) await visit(account);
      else if (listing === undefined) return;
      else await listing;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  while (listing !== undefined) await listing;
  return { remainder: { pending, list: position }, ...(unlisted === undefined ? {} : { unlisted }) };
}
