import { ANY_VERDICT, type LayerCase, notApplying, open, settled, weighedCase } from '../layer-case.ts';
import type { Situation } from '../situation.ts';
import { IMPLICIT_DENY } from '../verdict.ts';
import { weighStatements } from '../weigh-statements.ts';

const LAYER = 'identityPolicies';

const NO_ACCOUNT = notApplying(LAYER, 'the caller has no account whose policies could grant');
const ROOT_USER = notApplying(LAYER, 'the root user needs no identity-based policy');
const NO_POLICIES = settled(LAYER, IMPLICIT_DENY, 'the caller has no identity-based policies');
const UNREAD = open(LAYER, ANY_VERDICT, 'they could not be read');

/** Managed, inline and group policies of the caller, all taken together. */
export function evaluateIdentityPolicies({ request, evidence, principal, callerAccount }: Situation): LayerCase {
  if (callerAccount === undefined) return NO_ACCOUNT;
  if (principal.kind === 'root') return ROOT_USER;
  const { identityPolicies } = evidence;
  switch (identityPolicies.kind) {
    case 'absent':
      return NO_POLICIES;
    case 'unreadable':
      return UNREAD;
    case 'found':
      return weighedCase(LAYER, weighStatements(identityPolicies.value, { request, ignorePrincipal: true }), '');
  }
}
