import { parseConditions } from './parse-conditions.ts';
import { parsePrincipal } from './parse-principal.ts';
import type { Effect, PolicyVersion, PrincipalElement, Statement } from './policy-document.ts';
import { kindOf, member, members, type PolicyProblems, type PolicyType } from './policy-problem.ts';
import { remembered } from './remembered.ts';
import { expandAction, isCoveredService, isKnownAction } from './service-actions.ts';
import { code, nearest } from './words.ts';

const ELEMENTS = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
] as const;
type Element = (typeof ELEMENTS)[number];
type Elements = ReadonlyMap<Element, unknown>;

/** Reads one statement; what AWS would refuse is noted as a problem, and left out of the statement. */
export function parseStatement(
  value: unknown,
  index: number,
  path: string,
  version: PolicyVersion,
  problems: PolicyProblems,
): Statement | undefined {
  const elements = readElements(value, path, problems);
  if (elements === undefined) return undefined;
  const at = (element: Element): string => member(path, element);
  const sid = readSid(elements.get('Sid'), at('Sid'), problems);
  const effect = readEffect(elements, path, problems);
  const strings = (element: StringsElement): readonly string[] | undefined =>
    elements.has(element) ? readStrings(elements.get(element), at(element), problems) : undefined;
  const principals = (element: 'Principal' | 'NotPrincipal'): PrincipalElement | undefined =>
    elements.has(element) ? parsePrincipal(elements.get(element), at(element), problems) : undefined;
  const principal = principals('Principal');
  const notPrincipal = principals('NotPrincipal');
  const action = strings('Action');
  const notAction = strings('NotAction');
  const resource = strings('Resource');
  const notResource = strings('NotResource');
  const conditions = elements.has('Condition')
    ? parseConditions(elements.get('Condition'), at('Condition'), version, problems)
    : [];
  checkPairs(elements, path, problems);
  checkPrincipals(elements, effect, path, problems);
  checkActions(action ?? notAction ?? [], at(action === undefined ? 'NotAction' : 'Action'), problems);
  checkResources(resource ?? notResource ?? [], at(resource === undefined ? 'NotResource' : 'Resource'), problems);
  const statement: Statement = {
    index,
    ...(sid === undefined ? {} : { sid }),
    effect: effect ?? 'Deny',
    ...(principal === undefined ? {} : { principal }),
    ...(notPrincipal === undefined ? {} : { notPrincipal }),
    ...(action === undefined ? {} : { action }),
    ...(notAction === undefined ? {} : { notAction }),
    ...(resource === undefined ? {} : { resource }),
    ...(notResource === undefined ? {} : { notResource }),
    conditions,
  };
  if (problems.policyType === 'rcp') checkResourceControl(statement, path, problems);
  return statement;
}

type StringsElement = 'Action' | 'NotAction' | 'Resource' | 'NotResource';

const isElement = (key: string): key is Element => ELEMENTS.some((element) => element === key);

function readElements(value: unknown, path: string, problems: PolicyProblems): Elements | undefined {
  const listed = members(value);
  if (listed === undefined) {
    problems.reject(path, `${kindOf(value)} stands where a statement is wanted`, 'A statement is a JSON object.');
    return undefined;
  }
  const elements = new Map<Element, unknown>();
  for (const [key, one] of listed) {
    if (isElement(key)) {
      elements.set(key, one);
      continue;
    }
    rejectElement(key, member(path, key), ELEMENTS, 'a statement', problems);
    // What was meant is read all the same, so that a misspelt element is not called missing too.
    const meant = nearest(key, ELEMENTS);
    if (meant !== undefined && isElement(meant) && !elements.has(meant)) elements.set(meant, one);
  }
  return elements;
}

/** An element that AWS does not know, with the one that was probably meant. */
export function rejectElement(
  key: string,
  path: string,
  known: readonly string[],
  where: string,
  problems: PolicyProblems,
): void {
  const close = nearest(key, known);
  const help = close === undefined ? `Remove it; ${where} has ${known.map(code).join(', ')}.` : `Write ${code(close)}.`;
  problems.reject(path, `${where} has no element ${code(key)}`, help);
}

function readSid(value: unknown, path: string, problems: PolicyProblems): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'string') {
    problems.reject(path, `${kindOf(value)} stands where a string is wanted`, 'Write the Sid as a string.');
    return undefined;
  }
  if (problems.inIam && !/^[A-Za-z0-9]*$/.test(value)) {
    problems.reject(path, `the Sid ${code(value)} holds more than letters and digits`, 'Use A-Z, a-z and 0-9 only.');
  }
  return value;
}

function readEffect(elements: Elements, path: string, problems: PolicyProblems): Effect | undefined {
  const effect = elements.get('Effect');
  if (effect === 'Allow' || effect === 'Deny') return effect;
  const help = 'Write `"Effect": "Allow"` or `"Effect": "Deny"`; the case counts.';
  if (!elements.has('Effect')) problems.reject(path, 'the statement has no Effect', help);
  else {
    const what = typeof effect === 'string' ? code(effect) : kindOf(effect);
    problems.reject(member(path, 'Effect'), `${what} is no Effect`, help);
  }
  return undefined;
}

function readStrings(value: unknown, path: string, problems: PolicyProblems): string[] {
  const listed = Array.isArray(value) ? value : [value];
  const strings: string[] = [];
  for (const [place, one] of listed.entries()) {
    if (typeof one === 'string') strings.push(one);
    else {
      const at = Array.isArray(value) ? `${path}[${place}]` : path;
      problems.reject(at, `${kindOf(one)} stands where a string is wanted`, 'Write a string or a list of strings.');
    }
  }
  if (listed.length === 0) problems.suspect(path, 'the list is empty, so it names nothing', 'Name at least one.');
  return strings;
}

const PAIRS: readonly (readonly [Element, Element])[] = [
  ['Action', 'NotAction'],
  ['Resource', 'NotResource'],
  ['Principal', 'NotPrincipal'],
];

function checkPairs(elements: Elements, path: string, problems: PolicyProblems): void {
  for (const [one, other] of PAIRS) {
    if (elements.has(one) && elements.has(other)) {
      problems.reject(path, `the statement has both ${code(one)} and ${code(other)}`, 'Keep one of the two.');
    }
  }
  if (!elements.has('Action') && !elements.has('NotAction')) {
    problems.reject(path, 'the statement has neither `Action` nor `NotAction`', 'Name the actions it is about.');
  }
  if (!elements.has('Resource') && !elements.has('NotResource')) {
    // Only the trust policy of a role goes without; that is no kind of its own here.
    problems.report({
      path,
      what: 'the statement has neither `Resource` nor `NotResource`',
      help: 'Name the resources it is about.',
      rejected: problems.policyType !== undefined,
    });
  }
}

const WITHOUT_PRINCIPAL: ReadonlyMap<PolicyType, string> = new Map([
  ['identity', 'an identity-based policy'],
  ['boundary', 'a permissions boundary'],
  ['session', 'a session policy'],
  ['scp', 'a service control policy'],
]);

function checkPrincipals(elements: Elements, effect: Effect | undefined, path: string, problems: PolicyProblems): void {
  const { policyType } = problems;
  if (policyType === undefined) return;
  const spoken = WITHOUT_PRINCIPAL.get(policyType);
  for (const element of ['Principal', 'NotPrincipal'] as const) {
    if (spoken === undefined || !elements.has(element)) continue;
    const what = `${spoken} has no ${code(element)}: it speaks of whoever it is attached to`;
    problems.reject(member(path, element), what, `Remove ${code(element)}.`);
  }
  if (spoken !== undefined) return;
  if (!elements.has('Principal') && !elements.has('NotPrincipal')) {
    const help = 'Name whom the statement is about, e.g. `{"AWS": "arn:aws:iam::111122223333:role/reports"}`.';
    problems.reject(path, 'the statement has no `Principal`, which this kind of policy must have', help);
  }
  if (elements.has('NotPrincipal') && effect === 'Allow') {
    const help = 'Use `Principal`, or `Deny` with a condition on `aws:PrincipalArn`.';
    problems.reject(member(path, 'NotPrincipal'), '`NotPrincipal` is only for `Deny`', help);
  }
}

function checkActions(actions: readonly string[], path: string, problems: PolicyProblems): void {
  for (const [place, action] of actions.entries()) {
    const at = actions.length === 1 ? path : `${path}[${place}]`;
    if (/^\*+$/.test(action)) continue;
    if (!action.includes(':')) {
      problems.reject(
        at,
        `${code(action)} is no action: it names no service`,
        'Write `service:Action`, e.g. `s3:GetObject`.',
      );
    } else if (isNoAction(action)) {
      const help = 'See the service authorization reference for its actions.';
      problems.suspect(at, `AWS has no action ${code(action)}`, help);
    }
  }
}

/** Of the services that the data cover, an action that does not exist, or a pattern that none is like. */
const isNoAction = remembered((action) =>
  /[*?]/.test(action) ? isCoveredService(action) && expandAction(action).length === 0 : isKnownAction(action) === false,
);

function checkResources(resources: readonly string[], path: string, problems: PolicyProblems): void {
  for (const [place, resource] of resources.entries()) {
    const at = resources.length === 1 ? path : `${path}[${place}]`;
    if (/^\*+$/.test(resource)) continue;
    const help = 'Write a whole ARN, e.g. `arn:aws:s3:::bucket/*`, or `*`.';
    if (!resource.startsWith('arn:') && !resource.startsWith('*')) {
      problems.reject(at, `${code(resource)} is neither an ARN nor \`*\``, help);
    } else if (resource.split(':', 6).length < 6) {
      problems.suspect(at, `${code(resource)} has fewer than the six parts of an ARN`, help);
    }
  }
}

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html */
function checkResourceControl(statement: Statement, path: string, problems: PolicyProblems): void {
  const { effect, principal = [], action = [], resource = [] } = statement;
  const refuse = (element: Element, what: string, help: string): void =>
    problems.reject(member(path, element), what, help);
  if (statement.notPrincipal !== undefined) {
    refuse('NotPrincipal', 'a resource control policy has no `NotPrincipal`', 'Write `"Principal": "*"`.');
  }
  if (statement.notAction !== undefined) {
    refuse('NotAction', 'a resource control policy has no `NotAction`', 'Write `Action`.');
  }
  if (principal.some((entry) => entry.kind !== 'everyone' && entry.value !== '*')) {
    refuse('Principal', 'a resource control policy is for everyone', 'Write `"Principal": "*"`.');
  }
  // The one Allow there is: RCPFullAWSAccess, which AWS attaches itself.
  if (effect === 'Allow' && !(action.includes('*') && resource.includes('*'))) {
    refuse('Effect', 'a resource control policy can only deny', 'Write `"Effect": "Deny"`.');
  }
}
