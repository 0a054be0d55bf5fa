import type { AccessRequest } from '../request/access-request.ts';
import { type ContextValue, contextValue } from '../request/condition-context.ts';
import { ENDPOINT_KEYS, ENDPOINT_OWNER_KEYS, INTERNET_KEY, isRouteKey } from './context-keys/network-keys.ts';
import { type Assignment, holdsUnder, type Unknown, unknownsOf } from './unknowns.ts';
import type { WeighedStatement } from './weigh-statements.ts';
import { type Witness, witnessesOf } from './witnesses.ts';

/** The most combinations of unknowns, of one group or of all of them together, that are looked at. */
export const BOUND = 20_000;
/** And the most times that a statement is held against one. */
const MOST_MATCHES = 500_000;

/** What some open statements come to, as a bit for each place in which at least one of them holds. */
export type State = number;

/** Unknowns that statements tie together, with every way their statements can come out. */
export interface Group {
  readonly unknowns: readonly Unknown[];
  /** How many values of each unknown are looked at. */
  readonly sizes: readonly number[];
  /** Distinct. */
  readonly states: readonly State[];
  /** What each combination of values gives that can be; by its number, the last unknown counting fastest. */
  readonly outcomes: ReadonlyMap<number, State>;
}

/** Statements that share an unknown belong together. Undefined beyond the bound. */
export function groupsOf(
  open: readonly WeighedStatement[],
  bitOf: (one: WeighedStatement) => State,
  request: AccessRequest,
  bounded: boolean,
): readonly Group[] | undefined {
  const groups: Group[] = [];
  const unknowns = new Map(open.map((one) => [one, unknownsOf(one, bounded)]));
  for (const statements of tied(open, (one) => unknowns.get(one) ?? [])) {
    const named = statements.flatMap((one) => unknowns.get(one) ?? []);
    const group = enumerate(named, statements, bitOf, request, bounded);
    if (group === undefined) return undefined;
    groups.push(group);
  }
  return groups;
}

function tied(
  open: readonly WeighedStatement[],
  unknownsIn: (one: WeighedStatement) => readonly Unknown[],
): readonly (readonly WeighedStatement[])[] {
  let parts: { readonly names: Set<string>; readonly statements: WeighedStatement[] }[] = [];
  for (const one of open) {
    // How the request came is one choice, whichever of the network keys a statement looks at.
    const names = new Set(unknownsIn(one).map(({ name }) => (isRouteKey(name) ? 'network' : name)));
    const joined = { names, statements: [one] };
    const apart = parts.filter((part) => [...part.names].every((name) => !names.has(name)));
    for (const part of parts.filter((candidate) => !apart.includes(candidate))) {
      for (const name of part.names) joined.names.add(name);
      joined.statements.unshift(...part.statements);
    }
    parts = [...apart, joined];
  }
  return parts.map(({ statements }) => statements);
}

function enumerate(
  named: readonly Unknown[],
  statements: readonly WeighedStatement[],
  bitOf: (one: WeighedStatement) => State,
  request: AccessRequest,
  bounded: boolean,
): Group | undefined {
  const unknowns = [...new Map(named.map((unknown) => [unknown.name, unknown])).values()];
  const options = witnessesOf(unknowns, statements);
  const size = options?.reduce((product, { length }) => product * length, 1) ?? Number.POSITIVE_INFINITY;
  if (options === undefined || size > BOUND || size * statements.length > MOST_MATCHES) return undefined;
  const sizes = options.map(({ length }) => length);
  const possible = new Map<number, State>();
  const all = new Map<number, State>();
  for (let number = 0; number < size; number += 1) {
    const assignment = assign(unknowns, options, digits(number, sizes));
    const state = stateUnder(assignment, statements, bitOf, bounded);
    all.set(number, state);
    if (isPossible(assignment, request)) possible.set(number, state);
  }
  // What was given may itself be impossible; then every combination counts.
  const outcomes = possible.size === 0 ? all : possible;
  return { unknowns, sizes, states: [...new Set(outcomes.values())], outcomes };
}

/** Which value of each unknown a combination's number stands for. */
function digits(number: number, sizes: readonly number[]): readonly number[] {
  const choice: number[] = [];
  let rest = number;
  for (let at = sizes.length - 1; at >= 0; at -= 1) {
    const size = sizes[at] ?? 1;
    choice[at] = rest % size;
    rest = Math.floor(rest / size);
  }
  return choice;
}

function stateUnder(
  assignment: Assignment,
  statements: readonly WeighedStatement[],
  bitOf: (one: WeighedStatement) => State,
  bounded: boolean,
): State {
  let state = 0;
  for (const one of statements) {
    const bit = bitOf(one);
    if ((state & bit) === 0 && holdsUnder(one, bounded, assignment)) state |= bit;
  }
  return state;
}

function assign(
  unknowns: readonly Unknown[],
  options: readonly (readonly Witness[])[],
  choice: readonly number[],
): Assignment {
  const keys = new Map<string, ContextValue>();
  const principals = new Map<string, boolean>();
  let sessionArn: string | undefined;
  for (const [at, { name }] of unknowns.entries()) {
    const witness = options[at]?.[choice[at] ?? 0];
    if (witness?.kind === 'key') keys.set(name, witness.value);
    else if (witness?.kind === 'principal') principals.set(name, witness.names);
    else if (witness?.kind === 'session') sessionArn = witness.arn;
  }
  return sessionArn === undefined ? { keys, principals } : { keys, principals, sessionArn };
}

/** A request comes through a VPC endpoint or it does not; one that does shows all of the endpoint's keys and no address. */
function isPossible({ keys }: Assignment, { context, action, principal }: AccessRequest): boolean {
  const kindOf = (key: string): ContextValue['kind'] | undefined => {
    const { kind } = keys.get(key) ?? contextValue(context, key);
    // That keys nobody spoke of are absent says nothing of how the request came.
    const isDefault = kind === 'absent' && context.otherKeys === 'absent' && !keys.has(key);
    return kind === 'unknown' || isDefault ? undefined : kind;
  };
  const endpoint = ENDPOINT_KEYS.map(kindOf);
  const address = kindOf(INTERNET_KEY);
  if ([...endpoint, ...ENDPOINT_OWNER_KEYS.map(kindOf)].includes('known'))
    return !endpoint.includes('absent') && address !== 'known';
  const isDirect = action.startsWith('s3:') && principal.kind !== 'service';
  return !(isDirect && address === 'absent' && endpoint.includes('absent'));
}
