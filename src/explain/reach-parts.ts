import type { Condition, PolicyDocument, PrincipalEntry, Statement } from '../policy/policy-document.ts';

/** What a change of one document does to decisions: requests that match all of this may be decided otherwise than before. */
export interface ReachPart {
  readonly does: ReachVerb;
  /** ARNs, account ids, service names or `*`; null where the policy names nobody and speaks of whoever it is attached to. */
  readonly principal: readonly string[] | null;
  /** One of the two is null, as in a policy; so with `resource` and `notResource`. */
  readonly action: readonly string[] | null;
  readonly notAction: readonly string[] | null;
  readonly resource: readonly string[] | null;
  readonly notResource: readonly string[] | null;
  readonly conditions: readonly Condition[];
}

/** `denies` and `stopsAllowing` take away; the others give. */
export const REACH_VERBS = ['allows', 'stopsDenying', 'stopsAllowing', 'denies'] as const;
export type ReachVerb = (typeof REACH_VERBS)[number];

/**
 * Everything that a change can decide otherwise, from the two documents alone. Each part may be wider than what changes in
 * effect, since other statements may decide the same already; no request beside the parts is decided otherwise by them.
 */
export function reachParts(before: PolicyDocument | null, after: PolicyDocument): readonly ReachPart[] {
  const old = new Map(before?.statements.map((statement) => [statement.index, statement]));
  const kept = new Set(after.statements.map(({ index }) => index));
  const gone = before?.statements.filter(({ index }) => !kept.has(index)) ?? [];
  return [
    ...after.statements.flatMap((statement) => statementParts(old.get(statement.index), statement)),
    ...gone.map((statement) => part(LOSS[statement.effect], statement)),
  ];
}

/** The statements of a changed document that allow something which they did not allow before. */
export function widenedStatements(before: PolicyDocument | null, after: PolicyDocument): readonly Statement[] {
  const old = new Map(before?.statements.map((statement) => [statement.index, statement]));
  return after.statements.filter((statement) => {
    const was = old.get(statement.index);
    if (statement.effect !== 'Allow') return false;
    return was?.effect !== 'Allow' || difference(statement, was).length > 0;
  });
}

const GAIN = { Allow: 'allows', Deny: 'denies' } as const;
const LOSS = { Allow: 'stopsAllowing', Deny: 'stopsDenying' } as const;

function statementParts(before: Statement | undefined, after: Statement): readonly ReachPart[] {
  if (before === undefined) return [part(GAIN[after.effect], after)];
  if (before.effect !== after.effect) return [part(LOSS[before.effect], before), part(GAIN[after.effect], after)];
  return [
    ...difference(after, before).map((statement) => part(GAIN[after.effect], statement)),
    ...difference(before, after).map((statement) => part(LOSS[before.effect], statement)),
  ];
}

/** What the one statement matches and the other does not: one statement for each element in which they differ. */
function difference(one: Statement, other: Statement): readonly Statement[] {
  return [
    ...lackingPrincipals(one, other),
    ...lackingEntries(one, other, actionsOf, onlyActions),
    ...lackingEntries(one, other, resourcesOf, onlyResources),
    ...lackingConditions(one, other),
  ];
}

function lackingPrincipals(one: Statement, other: Statement): readonly Statement[] {
  if (other.principal === undefined && other.notPrincipal === undefined) return [];
  if (one.principal !== undefined && other.principal !== undefined) {
    if (other.principal.some(isEveryone)) return [];
    const added = one.principal.filter((entry) => !other.principal?.some((there) => isSame(entry, there)));
    return added.length === 0 ? [] : [{ ...one, principal: added }];
  }
  if (one.notPrincipal !== undefined && other.notPrincipal !== undefined) {
    const { notPrincipal, ...rest } = one;
    const excepted = other.notPrincipal.filter((entry) => !notPrincipal.some((there) => isSame(entry, there)));
    return excepted.length === 0 ? [] : [{ ...rest, principal: excepted }];
  }
  return [one];
}

const isEveryone = (entry: PrincipalEntry) => entryText(entry) === '*';
const isSame = (one: PrincipalEntry, other: PrincipalEntry) =>
  entryText(one) === entryText(other) && (one.kind === other.kind || isEveryone(one));

interface Entries {
  readonly listed: readonly string[] | undefined;
  readonly excepted: readonly string[] | undefined;
}

const actionsOf = ({ action, notAction }: Statement): Entries => ({ listed: action, excepted: notAction });
const resourcesOf = ({ resource, notResource }: Statement): Entries => ({ listed: resource, excepted: notResource });

function onlyActions({ notAction: _notAction, ...rest }: Statement, action: readonly string[]): Statement {
  return { ...rest, action };
}

function onlyResources({ notResource: _notResource, ...rest }: Statement, resource: readonly string[]): Statement {
  return { ...rest, resource };
}

function lackingEntries(
  one: Statement,
  other: Statement,
  entriesOf: (statement: Statement) => Entries,
  only: (statement: Statement, entries: readonly string[]) => Statement,
): readonly Statement[] {
  const mine = entriesOf(one);
  const theirs = entriesOf(other);
  const lacking = entriesLacking(mine, theirs);
  if (lacking === null) return [one];
  return lacking.length === 0 ? [] : [only(one, lacking)];
}

/** The entries that the one has and the other has not; null where they cannot be listed. */
function entriesLacking(mine: Entries, theirs: Entries): readonly string[] | null {
  if (mine.listed !== undefined && theirs.listed !== undefined) {
    return theirs.listed.includes('*') ? [] : missing(mine.listed, theirs.listed);
  }
  if (mine.excepted !== undefined && theirs.excepted !== undefined) return missing(theirs.excepted, mine.excepted);
  // `*` without the excepted ones: what the other lacks is just those.
  if (mine.listed?.includes('*') === true && theirs.excepted !== undefined) return theirs.excepted;
  if (mine.excepted !== undefined && theirs.listed?.includes('*') === true) return [];
  return mine.listed === undefined && mine.excepted === undefined ? [] : null;
}

/** Where the other asks for more, what fails there: the opposite of a negated test can be written, of others not. */
function lackingConditions(one: Statement, other: Statement): readonly Statement[] {
  const changed = other.conditions.filter((condition) => !one.conditions.some((mine) => isSameTest(condition, mine)));
  return changed.flatMap((condition) => {
    const old = one.conditions.find(({ operator, key }) => operator === condition.operator && key === condition.key);
    const opposite = OPPOSITES[condition.operator.replace(/IfExists$/, '')];
    const values = missing(condition.values, old?.values ?? []);
    if (opposite === undefined) return [one];
    // Wherever the test with more exceptions holds, the one with fewer does.
    if (values.length === 0) return [];
    if (old !== undefined && missing(old.values, condition.values).length > 0) return [one];
    return [{ ...one, conditions: [...one.conditions, { operator: opposite, key: condition.key, values }] }];
  });
}

const OPPOSITES: Readonly<Record<string, string>> = {
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  StringNotEquals: 'StringEquals',
  StringNotLike: 'StringLike',
};

const isSameTest = (one: Condition, other: Condition) =>
  one.operator === other.operator &&
  one.key === other.key &&
  missing(one.values, other.values).length === 0 &&
  missing(other.values, one.values).length === 0;

const missing = (from: readonly string[], there: readonly string[]): string[] =>
  from.filter((value) => !there.includes(value));

const entryText = (entry: PrincipalEntry) => (entry.kind === 'everyone' ? '*' : entry.value);

function part(does: ReachVerb, statement: Statement): ReachPart {
  const { principal, notPrincipal, action, notAction, resource, notResource, conditions } = statement;
  // Whoever NotPrincipal leaves is told as everyone: more than it is, never less.
  const named = principal?.map(entryText) ?? (notPrincipal === undefined ? null : ['*']);
  return {
    does,
    principal: named,
    action: action ?? null,
    notAction: notAction ?? null,
    resource: resource ?? null,
    notResource: notResource ?? null,
    conditions,
  };
}
