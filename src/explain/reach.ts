import { publicStatements } from '../evaluate/public-policy.ts';
import type { Layer } from '../evidence/layers.ts';
import type { PolicyDocument, PrincipalEntry, Statement } from '../policy/policy-document.ts';
import { list } from '../policy/words.ts';
import { fittingActions } from './action-fits.ts';
import { joined } from './words.ts';

/**
 * What a change lets through beside what was asked for, in one line, from the two documents alone: the statements that are
 * new, and what was added to or let go by those that were there.
 */
export function reachOf(layer: Layer, before: PolicyDocument | null, after: PolicyDocument): string {
  const old = new Map(before?.statements.map((statement) => [statement.index, statement]));
  const parts = after.statements.flatMap((statement) => statementReach(old.get(statement.index), statement));
  const words = parts.length === 0 ? 'allows nothing new' : joined(parts, 'and');
  return RESOURCE_LAYERS.has(layer) ? `${words}; the policy ${publicWords(layer, before, after)}` : words;
}

const RESOURCE_LAYERS: ReadonlySet<Layer> = new Set(['bucketPolicy', 'accessPointPolicy']);

/** More statements than before make the policy public. */
export function becomesPublic(layer: Layer, before: PolicyDocument | null, after: PolicyDocument): boolean {
  if (!RESOURCE_LAYERS.has(layer)) return false;
  return countPublic(layer, after) > (before === null ? 0 : countPublic(layer, before));
}

function publicWords(layer: Layer, before: PolicyDocument | null, after: PolicyDocument): string {
  if (countPublic(layer, after) > 0) return 'stays public, as it was';
  return before !== null && countPublic(layer, before) > 0 ? 'is no longer public' : 'does not become public';
}

const countPublic = (layer: Layer, document: PolicyDocument) =>
  publicStatements(document, layer === 'accessPointPolicy' ? 'accessPoint' : 'bucket').length;

function statementReach(before: Statement | undefined, after: Statement): string[] {
  if (before === undefined) return [`allows ${acts(after)}${to(after)}, nothing else`];
  const added = {
    actions: missing(after.action, before.action),
    resources: missing(after.resource, before.resource),
    principals: missing(named(after), named(before)),
  };
  const words: string[] = [];
  if (after.effect === 'Allow') {
    if (added.actions.length > 0)
      words.push(`allows ${list(added.actions)} on ${list(after.resource ?? [])}${to(after)}`);
    if (added.resources.length > 0)
      words.push(`allows ${list(working(after, added.resources))} on ${list(added.resources)}${to(after)}`);
    if (added.principals.length > 0 && !isEveryone(after))
      words.push(`allows ${acts(after)} to ${list(added.principals)}`);
    const gone = missing(named(before), named(after));
    if (gone.length > 0) words.push(`no longer to ${list(gone)}`);
    return words.length === 0 ? [] : [joined(words, 'and')];
  }
  return denyReach(before, after);
}

/** What a Deny no longer denies. */
function denyReach(before: Statement, after: Statement): string[] {
  const denied = acts(before);
  const let_go = conditionValues(after).filter((value) => !conditionValues(before).includes(value));
  const resources = [...missing(before.resource, after.resource), ...missing(after.notResource, before.notResource)];
  const excepted = missing(after.notPrincipal?.map(entryText), before.notPrincipal?.map(entryText));
  if (let_go.length > 0) return [`${list(let_go)} is no longer denied ${denied}`];
  if (excepted.length > 0) return [`${list(excepted)} is no longer denied ${denied}`];
  if (after.notResource !== undefined) return [`${list(after.notResource)} is no longer denied ${actions(before)}`];
  return resources.length === 0 ? [] : [`${list(resources)} is no longer denied ${actions(before)}`];
}

const conditionValues = ({ conditions }: Statement) => conditions.flatMap(({ values }) => values);

const missing = (from: readonly string[] = [], there: readonly string[] = []): string[] =>
  from.filter((value) => !there.includes(value));

const entryText = (entry: PrincipalEntry) => (entry.kind === 'everyone' ? '*' : entry.value);
const named = ({ principal }: Statement) => principal?.map(entryText) ?? [];
const isEveryone = (statement: Statement) => named(statement).includes('*');

function to(statement: Statement): string {
  if (statement.principal === undefined) return '';
  return isEveryone(statement) ? ' to everyone its condition lets in' : ` to ${list(named(statement))}`;
}

/** Of the actions that a statement names, those that can work on such resources. */
function working({ action = [] }: Statement, resources: readonly string[]): readonly string[] {
  const fitting = action.filter((pattern) =>
    resources.some((resource) => fittingActions([pattern], resource).length > 0),
  );
  return fitting.length === 0 ? action : fitting;
}

const actions = ({ action, notAction }: Statement) =>
  action !== undefined ? list(action) : `every action but ${list(notAction ?? [])}`;
const resources = ({ resource, notResource }: Statement) =>
  resource !== undefined ? list(resource) : `every resource but ${list(notResource ?? [])}`;
const acts = (statement: Statement) => `${actions(statement)} on ${resources(statement)}`;
