import type { Layer } from '../evidence/layers.ts';
import { code } from '../policy/words.ts';
import type { Principal } from '../request/principal.ts';
import { isServiceLinked, principalName } from '../request/principal-arn.ts';

/**
 * The policies of a service-linked role are its service's own: nobody else changes them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
 */
export function isKeptByAws(principal: Principal, layer: Layer | null): boolean {
  return isServiceLinked(principal) && layer !== null && OF_CALLER.has(layer);
}

/** In place of an advice to change them. */
export function keptByAwsHelp(principal: Principal): string {
  const role = 'arn' in principal ? code(principalName(principal.arn)) : 'this role';
  return `Let another role make the call: ${role} is a service-linked role, whose policies only its AWS service writes`;
}

const OF_CALLER: ReadonlySet<Layer> = new Set(['identityPolicies', 'permissionsBoundary', 'sessionPolicies']);
