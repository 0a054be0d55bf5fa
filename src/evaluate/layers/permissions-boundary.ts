import { ANY_VERDICT, type LayerCase, notApplying, open, weighedCase } from '../layer-case.ts';
import type { Situation } from '../situation.ts';
import { weighStatements } from '../weigh-statements.ts';

const LAYER = 'permissionsBoundary';

const CANNOT_HAVE_ONE = notApplying(LAYER, 'only users and roles can have a permissions boundary');
const NO_BOUNDARY = notApplying(LAYER, 'the caller has no permissions boundary');
const UNREAD = open(LAYER, ANY_VERDICT, 'whether there is one, and what it allows, could not be read');

/** The most the caller's identity-based policies can grant. https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html */
export function evaluatePermissionsBoundary({ request, evidence, principal }: Situation): LayerCase {
  if (principal.kind === 'service' || principal.kind === 'anonymous' || principal.kind === 'root') {
    return CANNOT_HAVE_ONE;
  }
  const { permissionsBoundary } = evidence;
  switch (permissionsBoundary.kind) {
    case 'absent':
      return NO_BOUNDARY;
    case 'unreadable':
      return UNREAD;
    case 'found':
      return weighedCase(LAYER, weighStatements([permissionsBoundary.value], { request, ignorePrincipal: true }), '');
  }
}
