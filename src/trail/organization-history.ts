import { type CollectSession, withBudget } from '../collect/collect-session.ts';
import { type HistoryAnswer, lookUpEvents } from '../collect/event-history.ts';
import { homeRegion } from '../collect/home-region.ts';
import { readOrganization } from '../collect/organization.ts';
import type { Placed } from '../collect/placed.ts';
import { type EventRecord, recordOf } from '../collect/trail-event.ts';
import type { Collected } from '../evidence/collected.ts';
import type { OrganizationLevel } from '../evidence/evidence.ts';
import type { LookedAt, RecentChange } from '../evidence/trail.ts';
import { parseArn, partitionOfRegion } from '../request/arn.ts';
import { principalAccount } from '../request/principal.ts';
import { principalPartition } from '../request/principal-arn.ts';
import { changeOf } from './recent-changes.ts';

/** What the management account's event history showed; or why it was not looked at. */
export type OrganizationHistory =
  | { readonly kind: 'notLooked'; readonly because: string }
  | {
      readonly kind: 'looked';
      readonly account: string;
      readonly region: string;
      readonly answers: readonly HistoryAnswer[];
    };

/** What brings a policy over an account, or takes it away. One look-up each: events of Organizations list no resources. */
const EVENTS = ['AttachPolicy', 'DetachPolicy', 'UpdatePolicy', 'MoveAccount'] as const;

/**
 * Changes of the organization's policies are recorded in the management account alone, in one region.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_cloudtrail-integration.html
 */
export async function readOrganizationHistory(
  session: CollectSession,
  placed: Placed,
  {
    sinceMilliseconds,
    budgetMilliseconds,
  }: { readonly sinceMilliseconds: number; readonly budgetMilliseconds: number },
): Promise<OrganizationHistory> {
  const within = withBudget(session, budgetMilliseconds);
  const place = await organizationOf(within, placed);
  if (place.kind === 'notLooked') return place;
  const { managementAccount, region } = place;
  const answers = await Promise.all(
    EVENTS.map((value) =>
      lookUpEvents(within, { account: managementAccount, region, attribute: 'EventName', value }, sinceMilliseconds),
    ),
  );
  return { kind: 'looked', account: managementAccount, region, answers };
}

interface ManagementAccount {
  readonly kind: 'found';
  readonly managementAccount: string;
  readonly region: string;
}

/** The management account over the caller's account, or else over the bucket's. */
async function organizationOf(
  session: CollectSession,
  { bucketAccount, region, principal }: Placed,
): Promise<ManagementAccount | Extract<OrganizationHistory, { kind: 'notLooked' }>> {
  const partition =
    principal !== undefined && 'arn' in principal ? principalPartition(principal) : partitionOfRegion(region ?? '');
  const ofCaller = principal === undefined ? undefined : principalAccount(principal);
  const accounts = new Set([ofCaller, bucketAccount].flatMap((account) => account ?? []));
  let because = 'it is not known which account that is';
  for (const account of accounts) {
    const place = await readOrganization(session, account, partition);
    if (place.kind === 'found') {
      const { managementAccount } = place.value.organization;
      return { kind: 'found', managementAccount, region: homeRegion(partition, 'organizations') };
    }
    because =
      place.kind === 'absent'
        ? `account ${account} is in no organization`
        : `it is not known which account that is (${place.because})`;
  }
  return { kind: 'notLooked', because };
}

/** The changes of policies over the accounts of a call, and what is to be said of the look. `spoken`: how far back it went. */
export function organizationChanges(
  history: OrganizationHistory,
  collected: Collected,
  spoken: string,
): { readonly changes: readonly RecentChange[]; readonly looked: LookedAt } {
  const what = 'changes of service control and resource control policies';
  if (history.kind === 'notLooked') {
    const because = `the management account records them, in the home region of AWS Organizations; not looked at: ${history.because}`;
    return { changes: [], looked: { where: what, because } };
  }
  const { account, region, answers } = history;
  const where = `CloudTrail event history of the management account ${account} in ${region}, for ${what}`;
  const unread = answers.flatMap(({ incomplete }) =>
    incomplete === undefined || incomplete === 'tooMany' ? [] : [incomplete.because],
  );
  if (unread.length === answers.length)
    return { changes: [], looked: { where, because: `not looked at: ${unread[0]}` } };
  const over = overAccounts(collected);
  const found = answers
    .flatMap(({ events }) => events)
    .flatMap((event) => {
      const record = recordOf(event);
      return changeOf(event, record, account).map((change) => ({
        change,
        bears: bearsOn(change.operation, record, over),
      }));
    });
  const changes = found.flatMap(({ change, bears }) => (bears ? [named(change, over)] : []));
  const because = [
    found.length === 0
      ? `none in the last ${spoken}`
      : `${found.length} in the last ${spoken}, ${changes.length} of them over an account of this call`,
    ...(over.complete ? [] : ['what hangs above the accounts could not be read, so there may be more']),
    ...unread.slice(0, 1).map((reason) => `looked at only in part: ${reason}`),
    ...(answers.some(({ incomplete }) => incomplete === 'tooMany') ? ['only the newest were looked at'] : []),
  ].join('; ');
  return { changes, looked: { where, because } };
}

interface Over {
  /** Root, organizational units and accounts. */
  readonly targets: ReadonlySet<string>;
  /** Names by ids. */
  readonly policies: ReadonlyMap<string, string>;
  readonly complete: boolean;
}

/** What is above the accounts of a call, and hangs there. */
function overAccounts({ requests, bucketAccount }: Collected): Over {
  const targets = new Set(bucketAccount === null ? [] : [bucketAccount]);
  const policies = new Map<string, string>();
  let complete = true;
  for (const { request, evidence } of requests) {
    for (const account of [principalAccount(request.principal), request.resourceAccount]) {
      if (account !== undefined) targets.add(account);
    }
    for (const reading of [evidence.serviceControlPolicies, evidence.resourceControlPolicies]) {
      if (reading.kind === 'unreadable') complete = false;
      for (const level of reading.kind === 'found' ? reading.value : []) {
        targets.add(level.target);
        if ('kind' in level.policies) complete = false;
        for (const [id, name] of policyNames(level)) policies.set(id, name);
      }
    }
  }
  return { targets, policies, complete };
}

/** By `p-…`, the last part of a policy's ARN. */
const policyNames = ({ policies }: OrganizationLevel): readonly (readonly [string, string])[] =>
  'kind' in policies
    ? []
    : policies.flatMap(({ arn, name }) => {
        const id = arn === undefined ? undefined : parseArn(arn)?.resource.split('/').at(-1);
        return id === undefined ? [] : [[id, name] as const];
      });

/** With the name of a policy that was read before its id. */
function named(change: RecentChange, { policies }: Over): RecentChange {
  const on = change.on.split(', ').map((id) => (policies.has(id) ? `${policies.get(id)} (${id})` : id));
  return { ...change, on: on.join(', ') };
}

/** Policies of other types hang on the same targets: one that was attached would be among those that were read. */
function bearsOn(
  operation: string,
  { requestParameters }: EventRecord,
  { targets, policies, complete }: Over,
): boolean {
  const { policyId, targetId, accountId } = requestParameters ?? {};
  const isRead = typeof policyId === 'string' && policies.has(policyId);
  if (operation === 'UpdatePolicy') return isRead;
  const target = targetId ?? accountId;
  const isAbove = typeof target === 'string' && targets.has(target);
  return isAbove && (operation !== 'AttachPolicy' || isRead || !complete);
}
