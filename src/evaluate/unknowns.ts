import { matchStatement, type StatementMatch } from '../policy/match-statement.ts';
import type { PrincipalEntry } from '../policy/policy-document.ts';
import type { AccessRequest } from '../request/access-request.ts';
import type { ContextValue } from '../request/condition-context.ts';
import { contextWith } from './derive-context.ts';
import type { WeighedStatement } from './weigh-statements.ts';

/**
 * Something that is not known and on which statements depend: a condition key, which session of the role calls, or whether
 * a Principal element means the caller where nothing tells (a canonical user id).
 */
export type Unknown =
  | { readonly kind: 'key'; readonly name: string; readonly spelled: string }
  | { readonly kind: 'session'; readonly name: 'session' }
  | { readonly kind: 'principal'; readonly name: string };

/** One value for each unknown. */
export interface Assignment {
  readonly keys: ReadonlyMap<string, ContextValue>;
  readonly sessionArn?: string;
  readonly principals: ReadonlyMap<string, boolean>;
}

/** As AWS reads the statement for a caller with, or without, a permissions boundary. */
export const effective = (one: WeighedStatement, bounded: boolean): StatementMatch =>
  bounded && one.forBounded !== null ? one.forBounded : one.match;

/** What a statement's match still depends on. */
export function unknownsOf(one: WeighedStatement, bounded: boolean): readonly Unknown[] {
  const match = effective(one, bounded);
  if (match.match !== 'unknown') return [];
  const keys = match.unknownKeys.map((spelled): Unknown => ({ kind: 'key', name: spelled.toLowerCase(), spelled }));
  if (match.elements.principal.match !== 'unknown' || match.principalNamed === 'federated') return keys;
  return [...keys, dependsOnSession(one, match) ? SESSION : { kind: 'principal', name: principalKey(one) }];
}

const SESSION: Unknown = { kind: 'session', name: 'session' };

const dependsOnSession = ({ request }: WeighedStatement, { principalNamed }: StatementMatch): boolean =>
  principalNamed === 'session' && request.principal.kind === 'role' && request.principal.sessionArn === undefined;

const entriesOf = ({ statement }: WeighedStatement): readonly PrincipalEntry[] =>
  statement.principal ?? statement.notPrincipal ?? [];

const principalKey = (one: WeighedStatement): string => `principal ${JSON.stringify(entriesOf(one))}`;

/** The sessions that a statement names. */
export const namedSessions = (one: WeighedStatement): readonly string[] =>
  entriesOf(one).flatMap((entry) =>
    entry.kind === 'aws' && entry.value.includes(':assumed-role/') ? [entry.value] : [],
  );

/** Whether a statement applies once every unknown has a value. */
export function holdsUnder(one: WeighedStatement, bounded: boolean, assignment: Assignment): boolean {
  const match = effective(one, bounded);
  if (match.match !== 'unknown') return match.match === 'yes';
  const ignorePrincipal = one.ignorePrincipal || match === one.forBounded;
  const options = { version: one.version, ignorePrincipal };
  const settled = matchStatement(one.statement, requestUnder(one.request, assignment), options);
  if (settled.match !== 'unknown') return settled.match === 'yes';
  // All that is left open is whether the Principal element means the caller.
  return assignment.principals.get(principalKey(one)) ?? false;
}

function requestUnder(request: AccessRequest, { keys, sessionArn }: Assignment): AccessRequest {
  const { principal } = request;
  const context = keys.size === 0 ? request.context : contextWith(request.context, keys);
  if (sessionArn === undefined || principal.kind !== 'role') return { ...request, context };
  return { ...request, context, principal: { ...principal, sessionArn } };
}

/** Whether the key has a value in every request of this kind, so that its being absent is no world. */
export function isAlwaysPresent(name: string, { principal }: AccessRequest): boolean {
  if (ALWAYS_PRESENT.has(name)) return true;
  if (name === 'aws:userid') return principal.kind !== 'service';
  if (name === 'aws:principalarn') return 'account' in principal;
  if (name === 'aws:tokenissuetime') return principal.kind === 'role' || principal.kind === 'federatedUser';
  return false;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
const ALWAYS_PRESENT: ReadonlySet<string> = new Set([
  'aws:securetransport',
  'aws:currenttime',
  'aws:epochtime',
  'aws:requestedregion',
  'aws:viaawsservice',
]);
