import { z } from 'zod';
import type { Organization } from '../evidence/evidence.ts';
import { absent, found, notTold, type Reading } from '../evidence/reading.ts';
import type { CollectSession } from './collect-session.ts';
import { homeRegion } from './home-region.ts';
import { read } from './read.ts';
import { readAll } from './read-all.ts';

/** An account's place in its organization. */
export interface OrganizationPlace {
  readonly organization: Organization;
  /** Root first, the account last; unreadable where the way up could not be read. */
  readonly levels: Reading<readonly Level[]>;
  /** SCPs and RCPs exist only where all features are on. */
  readonly allFeatures: boolean;
}

export interface Level {
  /** `r-…`, `ou-…` or an account id. */
  readonly target: string;
  readonly name?: string;
}

const DescribedOrganization = z.looseObject({
  Organization: z.looseObject({
    Id: z.string(),
    MasterAccountId: z.string(),
    FeatureSet: z.string().optional(),
  }),
});
const DescribedAccount = z.looseObject({
  Account: z.looseObject({ Id: z.string().optional(), Paths: z.array(z.string()).optional() }),
});
const Parents = z.looseObject({ Parents: z.array(z.looseObject({ Id: z.string(), Type: z.string() })) });

/** The organization of an account and the way to it from the root; absent if the account is in none. */
export async function readOrganization(
  session: CollectSession,
  account: string,
  partition: string,
): Promise<Reading<OrganizationPlace>> {
  const region = homeRegion(partition, 'organizations');
  const describe = (where: string) =>
    read(session, 'organizations:DescribeOrganization', {
      account: where,
      region,
      input: {},
      output: DescribedOrganization,
    });
  const levels = readLevels(session, account, region);
  let described = await describe(account);
  // The account's own answer is the sure one; any other account of the organization knows its id as well.
  if (described.kind === 'unreadable') {
    const elsewhere = await describe(session.organizationAccount);
    if (elsewhere.kind === 'found' && (await levels).kind === 'found') described = elsewhere;
  }
  if (described.kind !== 'found') return described;
  const { Id, MasterAccountId, FeatureSet } = described.value.Organization;
  return found({
    organization: { id: Id, managementAccount: MasterAccountId },
    levels: await levels,
    allFeatures: FeatureSet !== 'CONSOLIDATED_BILLING',
  });
}

// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html: a root, five levels of OUs, the account
const MOST_LEVELS = 7;

async function readLevels(
  session: CollectSession,
  account: string,
  region: string,
): Promise<Reading<readonly Level[]>> {
  const place = { account: session.organizationAccount, region };
  const firstParent = parentOf(session, place, account);
  const described = await read(session, 'organizations:DescribeAccount', {
    ...place,
    input: { AccountId: account },
    output: DescribedAccount,
  });
  const path = described.kind === 'found' ? described.value.Account.Paths?.[0] : undefined;
  const targets = path === undefined ? undefined : targetsOf(path);
  if (targets !== undefined) return found([...targets, account].map((target) => ({ target })));
  const levels: Level[] = [{ target: account }];
  let parent = await firstParent;
  while (parent.kind === 'found' && levels.length < MOST_LEVELS) {
    levels.unshift({ target: parent.value.Id });
    if (parent.value.Type === 'ROOT') return found(levels);
    parent = await parentOf(session, place, parent.value.Id);
  }
  if (parent.kind === 'unreadable') return parent;
  return notTold('organizations:ListParents', {
    what: `account ${account} is not in the organization that could be read`,
    say: 'say where its own is read with `--organization-account`',
  });
}

/** The root and the OUs in a path such as `o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/`; undefined if it is no such path. */
export function targetsOf(path: string): readonly string[] | undefined {
  const targets = path.split('/').filter((part) => /^(r|ou)-/.test(part));
  return targets[0]?.startsWith('r-') === true && targets.slice(1).every((target) => target.startsWith('ou-'))
    ? targets
    : undefined;
}

async function parentOf(
  session: CollectSession,
  place: { readonly account: string; readonly region: string },
  ChildId: string,
): Promise<Reading<{ Id: string; Type: string }>> {
  const parents = await read(session, 'organizations:ListParents', {
    ...place,
    input: { ChildId },
    output: Parents,
  });
  if (parents.kind !== 'found') return parents;
  const [parent] = parents.value.Parents;
  return parent === undefined ? absent : found(parent);
}

const Accounts = z.looseObject({
  NextToken: z.string().optional(),
  Accounts: z.array(z.looseObject({ Id: z.string(), State: z.string().optional(), Status: z.string().optional() })),
});

/** The organization's accounts by their ids. Nothing can be read in those that are not open, though their buckets are theirs still. */
export interface OrganizationAccounts {
  readonly open: readonly string[];
  /** Suspended, or being closed: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_close.html */
  readonly closed: readonly string[];
}

export async function listAccounts(session: CollectSession, partition: string): Promise<Reading<OrganizationAccounts>> {
  const place = { account: session.organizationAccount, region: homeRegion(partition, 'organizations') };
  const accounts = await readAll(
    session,
    'organizations:ListAccounts',
    { ...place, input: {}, output: Accounts },
    {
      items: (page) => page.Accounts,
      next: ({ NextToken }) => (NextToken === undefined ? undefined : { NextToken }),
    },
  );
  if (accounts.kind !== 'found') return accounts;
  const isOpen = ({ State, Status }: (typeof accounts.value)[number]) => (State ?? Status ?? 'ACTIVE') === 'ACTIVE';
  const ids = (those: typeof accounts.value) => those.map(({ Id }) => Id);
  return found({
    open: ids(accounts.value.filter(isOpen)),
    closed: ids(accounts.value.filter((account) => !isOpen(account))),
  });
}
