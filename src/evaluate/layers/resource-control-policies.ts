import type { OrganizationLevel } from '../../evidence/evidence.ts';
import { isServiceLinked } from '../../request/principal-arn.ts';
import { EXPLICITLY_DENIED, type LayerCase, notApplying, open } from '../layer-case.ts';
import { membershipOf } from '../organization-membership.ts';
import type { Situation } from '../situation.ts';
import { ALLOW, EXPLICIT_DENY, type Verdict } from '../verdict.ts';
import { weighLevel } from './service-control-policies.ts';

const LAYER = 'resourceControlPolicies';

const NO_RCP = notApplying(LAYER, 'no RCP applies to the account that owns the resource');

const ALLOWED: readonly Verdict[] = [ALLOW];
/** `RCPFullAWSAccess` cannot be detached, so an RCP can only deny. */
const ALLOWED_OR_DENIED: readonly Verdict[] = [ALLOW, EXPLICIT_DENY];

/**
 * What the organization of the resource's owner denies, whoever calls.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
 */
export function evaluateResourceControlPolicies(situation: Situation): LayerCase {
  const { request, evidence, principal, action } = situation;
  const { resourceControlPolicies, keyPolicy } = evidence;
  if (!/^(?:s3|kms):/.test(action)) return notApplying(LAYER, 'RCPs do not cover this service');
  if (action === 'kms:retiregrant') return notApplying(LAYER, 'RCPs do not apply to `kms:RetireGrant`');
  if (isServiceLinked(principal)) return notApplying(LAYER, 'RCPs do not apply to service-linked roles');
  if (membershipOf(request.resourceAccount, resourceControlPolicies, evidence) === 'management') {
    return notApplying(LAYER, 'RCPs do not apply to resources of the management account');
  }
  const isKey = situation.flow === 'key';
  if (isKey && keyPolicy.kind === 'found' && keyPolicy.value.keyManager === 'AWS') {
    return notApplying(LAYER, 'RCPs do not apply to AWS managed keys');
  }
  switch (resourceControlPolicies.kind) {
    case 'absent':
      return NO_RCP;
    case 'unreadable':
      return open(LAYER, ALLOWED_OR_DENIED, 'they could not be read');
    case 'found':
      return weighLevels(resourceControlPolicies.value, situation, isKey && keyPolicy.kind === 'unreadable');
  }
}

function weighLevels(levels: readonly OrganizationLevel[], { request }: Situation, mayBeExempt: boolean): LayerCase {
  const weighed = levels.map((level) => weighLevel(level, request, false));
  const statements = weighed.flatMap((level) => level.statements);
  const isOpen = weighed.some(({ unreadable }) => unreadable.length > 0);
  return {
    layer: LAYER,
    applies: levels.length > 0,
    statements,
    verdicts: ({ holds }) => {
      const denies = statements.some((one) => one.statement.effect === 'Deny' && holds(one));
      if (denies) return mayBeExempt ? ALLOWED_OR_DENIED : EXPLICITLY_DENIED;
      return isOpen ? ALLOWED_OR_DENIED : ALLOWED;
    },
    because: '',
  };
}
