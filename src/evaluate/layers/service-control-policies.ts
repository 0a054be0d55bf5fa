import type { OrganizationLevel } from '../../evidence/evidence.ts';
import type { AccessRequest } from '../../request/access-request.ts';
import { isServiceLinked } from '../../request/principal-arn.ts';
import { ANY_VERDICT, EXPLICITLY_DENIED, type LayerCase, notApplying, open, type Premises } from '../layer-case.ts';
import { membershipOf } from '../organization-membership.ts';
import type { Situation } from '../situation.ts';
import { ALLOW, EXPLICIT_DENY, IMPLICIT_DENY, type Verdict } from '../verdict.ts';
import { type WeighedPolicies, type WeighedStatement, weighStatements } from '../weigh-statements.ts';

const LAYER = 'serviceControlPolicies';

const NO_ACCOUNT = notApplying(LAYER, 'the caller belongs to no account');
const NO_ORGANIZATION = notApplying(LAYER, "the caller's account is in no organization");
const UNREAD = open(LAYER, ANY_VERDICT, 'they could not be read');

/**
 * What the caller's organization leaves its accounts: every level from the root to the account must allow, and none deny.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
 */
export function evaluateServiceControlPolicies({ request, evidence, principal, callerAccount }: Situation): LayerCase {
  if (callerAccount === undefined) return NO_ACCOUNT;
  const { serviceControlPolicies } = evidence;
  if (membershipOf(callerAccount, serviceControlPolicies, evidence) === 'management') {
    return notApplying(LAYER, 'SCPs do not apply to the management account');
  }
  if (isServiceLinked(principal)) return notApplying(LAYER, 'SCPs do not apply to service-linked roles');
  switch (serviceControlPolicies.kind) {
    case 'absent':
      return NO_ORGANIZATION;
    case 'unreadable':
      return UNREAD;
    case 'found':
      return weighLevels(serviceControlPolicies.value, request);
  }
}

interface WeighedLevel extends WeighedPolicies {
  readonly target: string;
}

function weighLevels(levels: readonly OrganizationLevel[], request: AccessRequest): LayerCase {
  const weighed = levels.map((level) => weighLevel(level, request, true));
  const statements = weighed.flatMap((level) => level.statements);
  return {
    layer: LAYER,
    applies: levels.length > 0,
    statements,
    verdicts: (premises) => levelsVerdicts(weighed, statements, premises),
    because: withoutAllow(weighed),
  };
}

export function weighLevel(level: OrganizationLevel, request: AccessRequest, ignorePrincipal: boolean): WeighedLevel {
  const { target, policies } = level;
  if ('kind' in policies) return { target, statements: [], unreadable: [policies] };
  return { target, ...weighStatements(policies, { request, ignorePrincipal, target }) };
}

function levelsVerdicts(
  levels: readonly WeighedLevel[],
  statements: readonly WeighedStatement[],
  { holds }: Premises,
): readonly Verdict[] {
  if (statements.some((one) => one.statement.effect === 'Deny' && holds(one))) return EXPLICITLY_DENIED;
  const lacking = levels.filter(
    (level) => !level.statements.some((one) => one.statement.effect === 'Allow' && holds(one)),
  );
  const isOpen = levels.some(({ unreadable }) => unreadable.length > 0);
  const verdicts: Verdict[] = [];
  if (lacking.every(({ unreadable }) => unreadable.length > 0)) verdicts.push(ALLOW);
  if (lacking.length > 0) verdicts.push(IMPLICIT_DENY);
  if (isOpen) verdicts.push(EXPLICIT_DENY);
  return verdicts;
}

/** Names the levels on which no statement allows the request, as far as was read. */
function withoutAllow(levels: readonly WeighedLevel[]): string {
  const lacking = levels
    .filter(({ unreadable }) => unreadable.length === 0)
    .filter(
      ({ statements }) =>
        !statements.some(({ statement, match }) => statement.effect === 'Allow' && match.match !== 'no'),
    )
    .map(({ target }) => `\`${target}\``);
  return lacking.length === 0 ? '' : `no SCP on ${lacking.join(', ')} allows the action; every level must`;
}
