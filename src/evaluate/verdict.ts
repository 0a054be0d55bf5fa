import type { Layer } from '../evidence/layers.ts';
import type { PrincipalNaming } from '../policy/match-principal.ts';
import type { Principal } from '../request/principal.ts';
import type { Outcome } from './evaluation.ts';

/** What one layer says in one world. */
export interface Verdict {
  readonly outcome: Outcome;
  /**
   * Of an Allow in a resource-based policy, an ACL or a KMS grant: how it names the caller. Beside an explicit deny, how the
   * caller is named by what would be left without it.
   */
  readonly naming?: PrincipalNaming;
  /** objectOwnership: the object belongs to another account, so the bucket policy's Allows do not count for it. */
  readonly foreign?: boolean;
  /** objectOwnership: there is a grant to AllUsers or AuthenticatedUsers, too. */
  readonly publicAcl?: boolean;
  /** blockPublicAccess: grants to AllUsers and AuthenticatedUsers do not count. */
  readonly ignoresPublicAcls?: boolean;
}

export type Verdicts = Readonly<Record<Layer, Verdict>>;

export const ALLOW: Verdict = { outcome: 'allow' };
export const IMPLICIT_DENY: Verdict = { outcome: 'implicitDeny' };
export const EXPLICIT_DENY: Verdict = { outcome: 'explicitDeny' };

/**
 * How far a grant reaches within the caller's own account: past nothing (identity policies must allow as well), past
 * identity policies only, or past permissions boundary and session policies too.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
const REACH: Record<PrincipalNaming, 0 | 1 | 2> = {
  account: 0,
  canonicalUser: 0,
  role: 1,
  federated: 1,
  session: 2,
  user: 2,
  root: 2,
  federatedUser: 2,
  service: 2,
  everyone: 2,
};

/** A federated user's session that is named by the user who made it stays limited. */
export const reachOf = (naming: PrincipalNaming, caller: Principal['kind']): 0 | 1 | 2 =>
  naming === 'user' && caller === 'federatedUser' ? 1 : REACH[naming];

const GRANTS = new Map<PrincipalNaming, Verdict>();

/** The verdict of a resource-based policy whose Allow names the caller so. */
export function granted(naming: PrincipalNaming): Verdict {
  const verdict = GRANTS.get(naming) ?? { outcome: 'allow', naming };
  GRANTS.set(naming, verdict);
  return verdict;
}

/** `combine` is monotone in this order: a layer that ranks higher never turns an allow into a deny. */
export function rank({ outcome, naming, foreign, publicAcl, ignoresPublicAcls }: Verdict): number {
  if (outcome === 'explicitDeny') return 0;
  if (outcome === 'implicitDeny') return 10;
  const named = naming === undefined ? 0 : 10 * (1 + REACH[naming]);
  const open = publicAcl === true ? 40 : 0;
  return (foreign === true ? 20 : 100) + named + open - (ignoresPublicAcls === true ? 1 : 0);
}

export const better = (a: Verdict, b: Verdict): Verdict => (rank(b) > rank(a) ? b : a);
export const worse = (a: Verdict, b: Verdict): Verdict => (rank(b) < rank(a) ? b : a);

/** How a policy that names this caller's own ARN names it; a session is named by its role. */
export const OWN_NAMING: Record<Principal['kind'], PrincipalNaming> = {
  role: 'role',
  user: 'user',
  root: 'root',
  federatedUser: 'federatedUser',
  service: 'service',
  anonymous: 'everyone',
};
