import type { Evidence, OrganizationLevel } from '../evidence/evidence.ts';
import type { Reading } from '../evidence/reading.ts';
import { isAccountId } from '../request/arn.ts';

/** Whether an account belongs to the organization whose policies were read. */
export type Membership = 'member' | 'management' | 'none' | 'unknown';

/**
 * The management account is told by the organization; a member by having levels of its own, or by being a target of the
 * other side's. `levels` are the account's own: SCPs for the caller's, RCPs for the resource's.
 */
export function membershipOf(
  account: string | undefined,
  levels: Reading<readonly OrganizationLevel[]>,
  { organization, serviceControlPolicies, resourceControlPolicies }: Evidence,
): Membership {
  if (account === undefined) return 'unknown';
  if (organization?.managementAccount === account) return 'management';
  if (levels.kind === 'found' && levels.value.length > 0) return 'member';
  const isTarget = [serviceControlPolicies, resourceControlPolicies].some(
    (reading) => reading.kind === 'found' && reading.value.some(({ target }) => target === account),
  );
  if (isTarget) return 'member';
  return levels.kind === 'unreadable' ? 'unknown' : 'none';
}

/**
 * `o-…/r-…/ou-…/`, as `aws:PrincipalOrgPaths` has it; undefined where a level is not told by its id.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed-view-data-orgs.html#access_policies_access-advisor-viewing-orgs-entity-path
 */
export function organizationPath(
  levels: Reading<readonly OrganizationLevel[]>,
  { organization }: Evidence,
): string | undefined {
  if (organization === undefined || levels.kind !== 'found') return undefined;
  const targets = levels.value.map(({ target }) => target).filter((target) => !isAccountId(target));
  const [root, ...units] = targets;
  if (root === undefined || !root.startsWith('r-') || !units.every((unit) => unit.startsWith('ou-'))) return undefined;
  // The account's own level must be there, or units below those that were read could be missing.
  if (levels.value.length === targets.length) return undefined;
  return `${[organization.id, ...targets].join('/')}/`;
}
