import { z } from 'zod';
import type { CollectSession } from '../collect/collect-session.ts';
import { homeRegion } from '../collect/home-region.ts';
import { read } from '../collect/read.ts';
import { found, type Reading } from '../evidence/reading.ts';

/** An account as Organizations lists it. */
export interface ListedAccount {
  readonly id: string;
  /** `ACTIVE`; else why nothing can be read there, e.g. `SUSPENDED`. */
  readonly state: string;
}

export interface AccountPage {
  readonly accounts: readonly ListedAccount[];
  /** What asks for the page after this one; undefined on the last. */
  readonly next?: string;
}

const Accounts = z.looseObject({
  NextToken: z.string().optional(),
  Accounts: z
    .array(z.looseObject({ Id: z.string(), State: z.string().optional(), Status: z.string().optional() }))
    .default([]),
});

/** One page of the organization's accounts: https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html */
export async function readAccountPage(
  session: CollectSession,
  partition: string,
  token: string | undefined,
): Promise<Reading<AccountPage>> {
  const page = await read(session, 'organizations:ListAccounts', {
    account: session.organizationAccount,
    region: homeRegion(partition, 'organizations'),
    input: token === undefined ? {} : { NextToken: token },
    output: Accounts,
  });
  if (page.kind !== 'found') return page;
  const { Accounts: accounts, NextToken } = page.value;
  return found({
    accounts: accounts.map(({ Id, State, Status }) => ({ id: Id, state: State ?? Status ?? 'ACTIVE' })),
    ...(NextToken ? { next: NextToken } : {}),
  });
}
