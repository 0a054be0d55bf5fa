import { ANY_VERDICT, type LayerCase, notApplying, open, settled, weighedCase } from '../layer-case.ts';
import type { Situation } from '../situation.ts';
import { IMPLICIT_DENY } from '../verdict.ts';
import { weighStatements } from '../weigh-statements.ts';

const LAYER = 'sessionPolicies';

const NO_SESSION = notApplying(LAYER, 'the caller has no session');
const NONE_PASSED = notApplying(LAYER, 'no session policy was passed');
const UNREAD = open(LAYER, ANY_VERDICT, 'whether any was passed, and what it allows, could not be read');

/** What was passed when the session was made. https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session */
export function evaluateSessionPolicies({ request, evidence, principal }: Situation): LayerCase {
  if (principal.kind === 'service' || principal.kind === 'anonymous') {
    return NO_SESSION;
  }
  const { sessionPolicies } = evidence;
  switch (sessionPolicies.kind) {
    case 'absent':
      // https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html
      return principal.kind === 'federatedUser'
        ? settled(LAYER, IMPLICIT_DENY, 'a federated user without session policies has only what names its session')
        : NONE_PASSED;
    case 'unreadable':
      return UNREAD;
    case 'found':
      return weighedCase(LAYER, weighStatements(sessionPolicies.value, { request, ignorePrincipal: true }), '');
  }
}
