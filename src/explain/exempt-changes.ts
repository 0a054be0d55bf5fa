import type { Condition, Statement } from '../policy/policy-document.ts';
import { code } from '../policy/words.ts';
import { parseArn } from '../request/arn.ts';
import type { Principal } from '../request/principal.ts';
import type { LookedAt, RequestCase } from './case.ts';
import { needsOwner } from './guardrails.ts';
import { permissionSetPattern, principalValue, resourceText } from './new-statement.ts';
import type { PolicyChange } from './policy-change.ts';
import type { PolicyEdit } from './policy-edit.ts';
import { placeOfStatement } from './policy-places.ts';
import { spokenCaller, spokenStatement } from './words.ts';

/** Policies that AWS or an administrator attached to stop a key or a session are not narrowed but taken away, once it is safe. */
const STOPS = /quarantine|^AWSRevokeOlderSessions$/i;

function isEditable({ policy }: LookedAt): boolean {
  const ofAws = policy.arn !== undefined && parseArn(policy.arn)?.account === 'aws';
  return !ofAws && !STOPS.test(policy.name);
}

/** A Deny was put there on purpose: who is let go of it is never for the one who is denied to say. */
const NEEDS_AUTHOR = 'whoever wrote that statement agrees';

interface Exemption {
  readonly edits: readonly PolicyEdit[];
  readonly says: string;
}

/**
 * The narrowest exemption from a Deny that matches: for this caller alone where the statement speaks of many callers, for
 * this resource alone where it speaks of one. None where no small edit does only that.
 */
export function exemptChanges(lookedAt: LookedAt, request: RequestCase): readonly PolicyChange[] {
  const place = placeOfStatement(lookedAt, request);
  const exemption = exemptionFrom(lookedAt, request);
  if (place === null || exemption === null || !isEditable(lookedAt)) return [];
  const { edits, says } = exemption;
  const needs = needsOwner(lookedAt.layer, place) ?? NEEDS_AUTHOR;
  return [{ place, edits, says, purpose: 'exempt', mends: lookedAt.layer, needs }];
}

function exemptionFrom(lookedAt: LookedAt, rc: RequestCase): Exemption | null {
  switch (lookedAt.layer) {
    case 'identityPolicies':
    case 'permissionsBoundary':
    case 'sessionPolicies':
      return exemptResource(lookedAt, rc);
    default:
      return exemptCaller(lookedAt, rc);
  }
}

/** A Deny that hangs on the caller: its Resource lets go of the one resource. */
function exemptResource(lookedAt: LookedAt, { request }: RequestCase): Exemption | null {
  const { statement, trace } = lookedAt;
  const { index } = trace;
  const arn = resourceText(request.resource);
  const says = `Take ${code(request.resource)} out of ${spokenStatement(lookedAt)}`;
  if (statement.notResource !== undefined) {
    return { edits: [{ kind: 'addEntry', statement: index, element: 'NotResource', value: arn }], says };
  }
  const resources = statement.resource ?? [];
  const others = resources.filter((resource) => resource !== arn);
  if (resources.length === 1 && resources[0] === '*') {
    const edits: PolicyEdit[] = [
      { kind: 'setElement', statement: index, element: 'Resource', value: undefined },
      { kind: 'setElement', statement: index, element: 'NotResource', value: arn },
    ];
    return { edits, says };
  }
  if (others.length === resources.length || others.length === 0) return null;
  const value = others.length === 1 ? others[0] : others;
  return { edits: [{ kind: 'setElement', statement: index, element: 'Resource', value }], says };
}

/** A Deny that speaks of many callers: a condition lets this one go. */
function exemptCaller(lookedAt: LookedAt, { request, evidence }: RequestCase): Exemption | null {
  const { statement, trace } = lookedAt;
  const { index } = trace;
  const { principal } = request;
  const key = callerKey(principal);
  if (key === null) return null;
  const who = permissionSetPattern(principal) === null ? undefined : principalValue(principal)?.spoken;
  const says = `Exempt ${who ?? spokenCaller(principal)} from ${spokenStatement(lookedAt)}`;
  if (statement.notPrincipal !== undefined && evidence.permissionsBoundary.kind === 'absent') {
    return exemptFromNotPrincipal(statement, principal, index, says);
  }
  if (statement.notPrincipal !== undefined) return null;
  const present = statement.conditions.find((condition) => isCallerCondition(condition, key));
  const operator = present?.operator ?? key.operator;
  return {
    edits: [{ kind: 'addCondition', statement: index, operator, key: present?.key ?? key.key, values: [key.value] }],
    says,
  };
}

interface CallerKey {
  readonly operator: string;
  readonly key: string;
  readonly value: string;
}

/** `aws:PrincipalArn` of a role's session is the role's ARN. Callers without an ARN cannot be told apart. */
function callerKey(principal: Principal): CallerKey | null {
  const pattern = permissionSetPattern(principal);
  if (pattern !== null) return { operator: 'ArnNotLike', key: 'aws:PrincipalArn', value: pattern };
  if ('arn' in principal) return { operator: 'ArnNotEquals', key: 'aws:PrincipalArn', value: principal.arn };
  if (principal.kind !== 'service') return null;
  return { operator: 'StringNotEquals', key: 'aws:PrincipalServiceName', value: principal.service };
}

const isCallerCondition = ({ operator, key }: Condition, caller: CallerKey) =>
  key.toLowerCase() === caller.key.toLowerCase() &&
  (/[*?]/.test(caller.value) ? TAKES_PATTERNS : TAKES_VALUES).test(operator);

const TAKES_VALUES = /^(?:Arn|String)Not(?:Equals|Like)(?:IfExists)?$/;
const TAKES_PATTERNS = /^(?:ArnNot(?:Equals|Like)|StringNotLike)(?:IfExists)?$/;

/** NotPrincipal lets go only of who is listed with his account. */
function exemptFromNotPrincipal(
  statement: Statement,
  principal: Principal,
  index: number,
  says: string,
): Exemption | null {
  if (!('arn' in principal)) return null;
  const listed = statement.notPrincipal?.flatMap((entry) => (entry.kind === 'aws' ? [entry.value] : [])) ?? [];
  const partition = principal.arn.split(':')[1] ?? 'aws';
  const session = principal.kind === 'role' && principal.sessionArn !== undefined ? [principal.sessionArn] : [];
  const root = `arn:${partition}:iam::${principal.account}:root`;
  const missing = [principal.arn, ...session, ...(listed.includes(principal.account) ? [] : [root])].filter(
    (value) => !listed.includes(value),
  );
  if (missing.length === 0) return null;
  const edits = missing.map(
    (value): PolicyEdit => ({ kind: 'addPrincipal', statement: index, element: 'NotPrincipal', type: 'AWS', value }),
  );
  return { edits, says };
}
