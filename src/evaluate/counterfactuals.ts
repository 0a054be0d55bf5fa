import type { Evidence } from '../evidence/evidence.ts';
import { conditionKeysOf } from '../policy/compile-statement.ts';
import type { AccessRequest } from '../request/access-request.ts';
import { type ContextValue, contextValue } from '../request/condition-context.ts';
import { combine } from './combine.ts';
import { ENDPOINT_KEYS, INTERNET_KEY } from './context-keys/network-keys.ts';
import { decide } from './decide.ts';
import { weighLayers } from './evaluate-layers.ts';
import type { ContextChange } from './evaluation.ts';
import type { LayerCase } from './layer-case.ts';
import { situationOf } from './situation.ts';
import type { WeighedStatement } from './weigh-statements.ts';
import { keyWitnesses } from './witnesses.ts';
import { openWorlds } from './worlds.ts';

/** As many as a person reads, and as many evaluations as finding them is worth. */
const MOST_CHANGES = 5;
const MOST_TRIALS = 300;
const MOST_KEYS = 3;

interface Change {
  readonly name: string;
  readonly spelled: string;
  readonly value: ContextValue;
}

/**
 * The smallest changes of condition keys, unknown or known, under which the request is allowed whatever the other unknown
 * keys are. What could not be read is taken at its best. Who calls and whose resource it is are not changed.
 */
export function wouldAllowWith(
  request: AccessRequest,
  evidence: Evidence,
  blocking: readonly LayerCase[],
): readonly ContextChange[] {
  const changes = possibleChanges(request, blocking);
  if (changes.length === 0 || !couldAllow(request, evidence, changes)) return [];
  const found: (readonly Change[])[] = [];
  let trials = 0;
  for (let size = 1; size <= MOST_KEYS && found.length === 0; size += 1) {
    for (const chosen of combinations(changes, size)) {
      trials += 1;
      if (trials > MOST_TRIALS || found.length >= MOST_CHANGES) break;
      const combination = withRoute(chosen, request);
      if (allowsWith(request, evidence, combination)) found.push(combination);
    }
  }
  return found.map((combination) =>
    Object.fromEntries(combination.map(({ spelled, value }) => [spelled, spokenValue(value)])),
  );
}

/** Whether any values of these keys at all would do. */
function couldAllow(request: AccessRequest, evidence: Evidence, changes: readonly Change[]): boolean {
  const unknown = changes.map(({ name }): [string, ContextValue] => [name, { kind: 'unknown' }]);
  const keys = new Map([...request.context.keys, ...unknown]);
  if (unknown.some(([name]) => ROUTE.has(name))) for (const name of ROUTE) keys.set(name, { kind: 'unknown' });
  const { cases, frames, situation } = weighed({ ...request, context: { ...request.context, keys } }, evidence);
  return decide(cases, frames, situation).decision !== 'deny';
}

function weighed(request: AccessRequest, evidence: Evidence) {
  const situation = situationOf(request, evidence);
  const cases = weighLayers(situation);
  return { situation, cases, frames: openWorlds(Object.values(cases), situation) };
}

function spokenValue(value: ContextValue): string | readonly string[] | null {
  if (value.kind !== 'known') return null;
  const [only, ...more] = value.values;
  return only !== undefined && more.length === 0 ? only : value.values;
}

/** Every other value of every key on which a blocking statement's conditions hang, where all else about it fits. */
function possibleChanges(request: AccessRequest, cases: readonly LayerCase[]): readonly Change[] {
  const statements = cases.flatMap((layerCase) => layerCase.statements.filter(hangsOnConditions));
  const spelled = new Map(
    statements.flatMap(({ statement }) => statement.conditions.map(({ key }) => [key.toLowerCase(), key] as const)),
  );
  const names = [...new Set(statements.flatMap(({ statement, version }) => conditionKeysOf(statement, version)))];
  const free = names.filter((name) => statements.some((one) => isFree(name, request, one)));
  const witnesses = keyWitnesses(free, statements);
  return free.flatMap((name) => {
    const now = JSON.stringify(statements[0] && contextValue(statements[0].request.context, name));
    const values = (witnesses?.get(name) ?? []).filter((value) => JSON.stringify(value) !== now);
    return values.map((value) => ({ name, spelled: spelled.get(name) ?? name, value }));
  });
}

function hangsOnConditions({ match, statement }: WeighedStatement): boolean {
  if (statement.conditions.length === 0 && match.match !== 'unknown') return false;
  return match.match !== 'no' || match.failedOn.every((element) => element === 'condition');
}

/** The caller and the resource are what they are; the rest was given, or is not known. */
function isFree(name: string, { context }: AccessRequest, { request }: WeighedStatement): boolean {
  if (FIXED.has(name)) return false;
  return context.keys.has(name) || context.otherKeys === 'absent' || ROUTE.has(name)
    ? !isDerived(name, context, request)
    : contextValue(request.context, name).kind === 'unknown';
}

const isDerived = (name: string, given: AccessRequest['context'], { context }: AccessRequest): boolean =>
  !given.keys.has(name) && !ROUTE.has(name) && contextValue(context, name).kind !== given.otherKeys;

const ROUTE: ReadonlySet<string> = new Set([...ENDPOINT_KEYS, INTERNET_KEY]);

const FIXED: ReadonlySet<string> = new Set([
  'aws:principalarn',
  'aws:principalaccount',
  'aws:principaltype',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:principalisawsservice',
  'aws:principalservicename',
  'aws:principalservicenameslist',
  'aws:userid',
  'aws:username',
  'aws:resourceaccount',
  'aws:resourceorgid',
  'aws:resourceorgpaths',
  's3:resourceaccount',
  's3:dataaccesspointarn',
  's3:dataaccesspointaccount',
  's3:accesspointnetworkorigin',
  'kms:calleraccount',
  'kms:viaservice',
]);

function allowsWith(request: AccessRequest, evidence: Evidence, changes: readonly Change[]): boolean {
  const keys = new Map(request.context.keys);
  for (const { name, value } of changes) keys.set(name, value);
  const { cases, frames, situation } = weighed({ ...request, context: { ...request.context, keys } }, evidence);
  if (frames.some(({ overBound }) => overBound)) return false;
  return decide(cases, frames, situation).atBest.every((world) => combine(world) === 'allow');
}

/** A request that is to come by the other way no longer shows the keys of this one. */
function withRoute(changes: readonly Change[], { context }: AccessRequest): readonly Change[] {
  const shows = (name: string): boolean =>
    changes.some((change) => change.name === name && change.value.kind === 'known');
  const dropped = shows(INTERNET_KEY) ? ENDPOINT_KEYS : ENDPOINT_KEYS.some(shows) ? [INTERNET_KEY] : [];
  return [
    ...changes,
    ...dropped
      .filter((name) => context.keys.get(name)?.kind === 'known' && !changes.some((change) => change.name === name))
      .map((name): Change => ({ name, spelled: SPELLED[name], value: { kind: 'absent' } })),
  ];
}

const SPELLED: Record<(typeof ENDPOINT_KEYS)[number] | typeof INTERNET_KEY, string> = {
  'aws:sourcevpce': 'aws:SourceVpce',
  'aws:sourcevpc': 'aws:SourceVpc',
  'aws:sourcevpcarn': 'aws:SourceVpcArn',
  'aws:vpcsourceip': 'aws:VpcSourceIp',
  'aws:sourceip': 'aws:SourceIp',
};

/** Sets of changes to different keys. */
function* combinations(changes: readonly Change[], size: number, from = 0): Generator<readonly Change[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let at = from; at < changes.length; at += 1) {
    const change = changes[at];
    if (change === undefined) continue;
    for (const rest of combinations(changes, size - 1, at + 1)) {
      if (!rest.some(({ name }) => name === change.name)) yield [change, ...rest];
    }
  }
}
