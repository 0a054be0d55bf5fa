import type { Principal } from '../request/principal.ts';
import type { NewStatement } from './policy-edit.ts';

export interface PrincipalValue {
  readonly type: 'AWS' | 'Service';
  readonly value: string;
}

/** How a Principal element names the caller; null for one that can be named only as everyone. */
export function principalValue(principal: Principal): PrincipalValue | null {
  switch (principal.kind) {
    case 'role':
    case 'user':
    case 'root':
    case 'federatedUser':
      return { type: 'AWS', value: principal.arn };
    case 'service':
      return { type: 'Service', value: principal.service };
    case 'anonymous':
      return null;
  }
}

/** A resource as it must be written to stand for itself: `*`, `?` and `${` in a key are no wildcards and no variables. */
export function resourceText(resource: string): string {
  // An action on the account has no other resource.
  if (resource === '*') return resource;
  return resource.replace(/[*?]|\$(?=\{)/g, (sign) => `\${${sign}}`);
}

/** An Allow of exactly one action on exactly one resource, to one caller where the policy must name one. */
export function allowStatement(action: string, resource: string, named?: PrincipalValue): NewStatement {
  const principal = named === undefined ? {} : { Principal: { [named.type]: named.value } };
  return { Effect: 'Allow', ...principal, Action: action, Resource: resourceText(resource) };
}
