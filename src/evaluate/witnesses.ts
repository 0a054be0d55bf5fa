import { conditionKeysOf } from '../policy/compile-statement.ts';
import { findWitnesses } from '../policy/condition-witnesses.ts';
import type { AccessRequest } from '../request/access-request.ts';
import { type ContextValue, contextValue } from '../request/condition-context.ts';
import { isRouteKey } from './context-keys/network-keys.ts';
import { isAlwaysPresent, namedSessions, type Unknown } from './unknowns.ts';
import type { WeighedStatement } from './weigh-statements.ts';

/** A value of one unknown. */
export type Witness =
  | { readonly kind: 'key'; readonly value: ContextValue }
  | { readonly kind: 'session'; readonly arn: string }
  | { readonly kind: 'principal'; readonly names: boolean };

/**
 * For each unknown, values that between them make the statements come out in every way they can; undefined if there are too
 * many to list.
 */
export function witnessesOf(
  unknowns: readonly Unknown[],
  statements: readonly WeighedStatement[],
): readonly (readonly Witness[])[] | undefined {
  const keys = keyWitnesses(
    unknowns.flatMap(({ kind, name }) => (kind === 'key' ? [name] : [])),
    statements,
  );
  return keys && unknowns.map((unknown) => witnessesOfOne(unknown, statements, keys));
}

function witnessesOfOne(
  unknown: Unknown,
  statements: readonly WeighedStatement[],
  keys: ReadonlyMap<string, readonly ContextValue[]>,
): readonly Witness[] {
  switch (unknown.kind) {
    case 'key':
      return (keys.get(unknown.name) ?? []).map((value) => ({ kind: 'key', value }));
    case 'principal':
      return [
        { kind: 'principal', names: true },
        { kind: 'principal', names: false },
      ];
    case 'session': {
      const named = [...new Set(statements.flatMap(namedSessions))];
      const other = `${named[0]?.slice(0, named[0].lastIndexOf('/') + 1) ?? ''}another-session`;
      return [...named, other].map((arn) => ({ kind: 'session', arn }));
    }
  }
}

/** The values of unknown keys, of all statements that are held against the same request together. */
export function keyWitnesses(
  names: readonly string[],
  statements: readonly WeighedStatement[],
): ReadonlyMap<string, readonly ContextValue[]> | undefined {
  const values = new Map<string, ContextValue[]>(names.map((name) => [name, []]));
  for (const request of new Set(statements.map((one) => one.request))) {
    const asked = statements.filter((one) => one.request === request);
    lookUp(request, asked);
    const found = findWitnesses(names, asked, request, {
      mayBeAbsent: (key) => !isAlwaysPresent(key, request),
      // What comes with an address comes through no endpoint, and the other way round.
      presenceTells: isRouteKey,
    });
    for (const [name, witnesses] of found) {
      if (witnesses.overBound) return undefined;
      values.get(name)?.push(...witnesses.values);
    }
  }
  return new Map([...values].map(([name, all]) => [name, distinctValues(all)]));
}

/** Keys that follow from the request are worked out when they are asked for; this asks for all that the statements read. */
function lookUp({ context }: AccessRequest, statements: readonly WeighedStatement[]): void {
  for (const { statement, version } of statements) {
    for (const key of conditionKeysOf(statement, version)) contextValue(context, key);
  }
}

const distinctValues = (values: readonly ContextValue[]): readonly ContextValue[] => [
  ...new Map(values.map((value) => [JSON.stringify(value), value])).values(),
];
