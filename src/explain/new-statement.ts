import { code } from '../policy/words.ts';
import type { Principal } from '../request/principal.ts';
import { mayLackPath, principalName, principalPartition } from '../request/principal-arn.ts';
import type { NewStatement, PolicyEdit } from './policy-edit.ts';
import { permissionSetOf } from './policy-places.ts';

/** A caller as a Principal element names him. */
export interface PrincipalValue {
  readonly type: 'AWS' | 'Service';
  readonly value: string;
  /** What narrows an account to the caller, where the caller is not named itself. */
  readonly condition?: NonNullable<NewStatement['Condition']>;
}

/** With how a sentence names him. */
export type SpokenPrincipalValue = PrincipalValue & { readonly spoken: string };

/**
 * How a policy of another account names the caller; null for one that can be named only as everyone. The role of a
 * permission set is made anew with another name when the set is assigned again, so its account is named, with a condition
 * on the rest. https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
 */
export function principalValue(principal: Principal): SpokenPrincipalValue | null {
  const pattern = permissionSetPattern(principal);
  if (pattern === null || !('account' in principal)) return exactPrincipal(principal);
  const partition = principalPartition(principal);
  return {
    type: 'AWS',
    value: `arn:${partition}:iam::${principal.account}:root`,
    condition: { ArnLike: { 'aws:PrincipalArn': pattern } },
    spoken: `permission set ${code(permissionSetOf(principal.arn) ?? '')} of account ${principal.account}`,
  };
}

/** How a Principal element names the caller itself, as it must in the caller's own account to give access. */
export function exactPrincipal(principal: Principal): SpokenPrincipalValue | null {
  switch (principal.kind) {
    case 'role':
    case 'user':
    case 'root':
    case 'federatedUser':
      return { type: 'AWS', value: principal.arn, spoken: code(principal.arn) };
    case 'service':
      return { type: 'Service', value: principal.service, spoken: code(principal.service) };
    case 'anonymous':
      return null;
  }
}

/** The role of a permission set, by whatever name and in whatever Region it is made; null for every other caller. */
export function permissionSetPattern(principal: Principal): string | null {
  const set = principal.kind === 'role' ? permissionSetOf(principal.arn) : null;
  if (set === null || principal.kind !== 'role') return null;
  const { arn } = principal;
  const name = principalName(arn);
  // A session does not tell the path, which ends in a Region, or does not.
  const before = mayLackPath(principal)
    ? `${arn.slice(0, -name.length)}aws-reserved/sso.amazonaws.com*/`
    : arn.slice(0, -name.length);
  return `${before}AWSReservedSSO_${set}_*`;
}

/** What must be looked up before a change may name the caller by an ARN that may lack a path; null where it lacks none. */
export function needsPath(principal: Principal, written: unknown): string | null {
  if (!mayLackPath(principal) || !('arn' in principal)) return null;
  const { kind, arn } = principal;
  if (!JSON.stringify(written).includes(JSON.stringify(arn))) return null;
  return `the ${kind}'s whole ARN is looked up (${wholeArnCommand(principal)}) and stands in place of ${code(arn)}, which may lack a path`;
}

/** Shows the ARN of a role or user with its path. */
export function wholeArnCommand({ kind, arn }: Extract<Principal, { arn: string }>): string {
  const element = kind === 'user' ? 'User' : 'Role';
  return code(
    `aws iam get-${element.toLowerCase()} --${element.toLowerCase()}-name ${principalName(arn)} --query ${element}.Arn`,
  );
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
  const condition = named?.condition === undefined ? {} : { Condition: named.condition };
  return { Effect: 'Allow', ...principal, Action: action, Resource: resourceText(resource), ...condition };
}

/** The condition of a caller that is named by its account, put into a statement that is there. */
export function conditionEdits({ condition = {} }: PrincipalValue, statement: number): readonly PolicyEdit[] {
  return Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(
      ([key, value]): PolicyEdit => ({ kind: 'addCondition', statement, operator, key, values: [value].flat() }),
    ),
  );
}
