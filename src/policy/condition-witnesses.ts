import type { AccessRequest } from '../request/access-request.ts';
import type { ContextValue } from '../request/condition-context.ts';
import { type CompiledCondition, type Match, testCondition } from './compile-condition.ts';
import { type CompiledResource, compileStatement, testResourceEntry } from './compile-statement.ts';
import { isMultiValuedKey } from './global-condition-keys.ts';
import type { PolicyVersion, Statement } from './policy-document.ts';
import { conditionKeyType } from './service-actions.ts';
import { type Candidates, candidateTexts, type KeyReads, type LinkedTexts } from './witness-candidates.ts';

/** Values of an unknown key, one for every way in which the statements can turn out because of it. */
export interface KeyWitnesses {
  /** Lower case. */
  readonly key: string;
  readonly values: readonly ContextValue[];
  /** There were too many ways to list, or too many to look for: one may be missing. */
  readonly overBound: boolean;
}

export interface WitnessOptions {
  /** Whether a request can be without the key. */
  readonly mayBeAbsent: (key: string) => boolean;
  /**
   * Whether the key's being there says something of other keys. Then having it and being without it are two worlds, even
   * if its own conditions come out alike in both.
   */
  readonly presenceTells?: (key: string) => boolean;
}

interface StatementOfVersion {
  readonly statement: Statement;
  readonly version: PolicyVersion;
}

const MOST_SETS = 256;
const MOST_LINKED = 24;

/**
 * Witnesses of keys that are unknown. Every condition, and every Resource with a policy variable, comes out under some
 * witness as it does under any value the key can have. Where conditions tie two unknown keys to each other (`${…}`), the
 * witnesses of each hold the other's, so that they can be equal.
 */
export function findWitnesses(
  keys: readonly string[],
  statements: readonly StatementOfVersion[],
  request: AccessRequest,
  { mayBeAbsent, presenceTells }: WitnessOptions,
): ReadonlyMap<string, KeyWitnesses> {
  const names = [...new Set(keys.map((key) => key.toLowerCase()))];
  const reads = new Map(names.map((name) => [name, readsOf(name, statements)]));
  const alone = new Map([...reads].map(([name, read]) => [name, candidateTexts(name, read, request, NO_LINKS)]));
  const found = new Map<string, KeyWitnesses>();
  for (const [name, read] of reads) {
    const links = linksOf(name, read, alone);
    const own = links.size === 0 ? alone.get(name) : undefined;
    const { texts, overBound } = own ?? candidateTexts(name, read, request, links);
    const chosen = choose(name, read, texts, request, {
      linked: links.size > 0,
      absent: mayBeAbsent(name),
      presence: presenceTells?.(name) === true,
    });
    found.set(name, { key: name, values: chosen.values, overBound: overBound || chosen.overBound });
  }
  return found;
}

const NO_LINKS: LinkedTexts = new Map();

/** Everything in the statements that looks at a key. */
function readsOf(key: string, statements: readonly StatementOfVersion[]): KeyReads {
  // Statements repeat each other's conditions; those that are written alike come out alike.
  const conditions = new Map<string, CompiledCondition>();
  const resources = new Map<string, CompiledResource>();
  const names = (variables: readonly string[]): boolean => variables.some((variable) => variable.toLowerCase() === key);
  for (const { statement, version } of statements) {
    const compiled = compileStatement(statement, version);
    for (const condition of compiled.conditions) {
      if (condition.key !== key && !names(condition.variables)) continue;
      const { operator, values } = condition.condition;
      conditions.set(JSON.stringify([version, operator, condition.key, values]), condition);
    }
    for (const resource of compiled.resources) {
      if (resource.kind === 'variable' && names(resource.template.variables)) resources.set(resource.text, resource);
    }
  }
  return { conditions: [...conditions.values()], resources: [...resources.values()] };
}

/** The other unknown keys that stand in one condition with this one, and what they can be by themselves. */
function linksOf(key: string, reads: KeyReads, alone: ReadonlyMap<string, Candidates>): LinkedTexts {
  const links = new Map<string, readonly string[]>();
  const variables = reads.resources.flatMap((one) => (one.kind === 'variable' ? one.template.variables : []));
  const named = reads.conditions.flatMap((one) => (one.variables.length === 0 ? [] : [one.key, ...one.variables]));
  for (const other of [...named, ...variables]) {
    const name = other.toLowerCase();
    const texts = alone.get(name)?.texts;
    if (name !== key && texts !== undefined) links.set(name, texts.slice(0, MOST_LINKED / 2));
  }
  return links;
}

interface Chosen {
  readonly values: readonly ContextValue[];
  readonly overBound: boolean;
}

/** Keeps one of the candidates for every outcome of the reads. A key that is tied to another keeps all. */
function choose(
  key: string,
  reads: KeyReads,
  texts: readonly string[],
  request: AccessRequest,
  { linked, absent, presence }: { readonly linked: boolean; readonly absent: boolean; readonly presence: boolean },
): Chosen {
  const outcome = outcomes(key, reads, request);
  const seen = new Set<string>();
  const values: ContextValue[] = [];
  // A value that turns out as absence does adds nothing to a set either, so it need not be among these.
  const singles: { readonly text: string; readonly results: readonly Match[] }[] = [];
  const isNew = (results: readonly Match[], mark: string): boolean => {
    const seenAs = results.join() + mark;
    const fresh = !seen.has(seenAs);
    seen.add(seenAs);
    return fresh;
  };
  if (absent) {
    isNew(outcome({ kind: 'absent' }), linked || presence ? ' absent' : '');
    values.push({ kind: 'absent' });
  }
  for (const text of texts) {
    const results = outcome({ kind: 'known', values: [text] });
    if (!isNew(results, linked ? ` ${text}` : '')) continue;
    values.push({ kind: 'known', values: [text] });
    singles.push({ text, results });
  }
  const overBound = linked && values.length > MOST_LINKED;
  if (!holdsSets(key, reads)) return { values: values.slice(0, linked ? MOST_LINKED : values.length), overBound };
  const sets = unions(singles, reads.conditions, seen);
  return { values: [...values, ...sets.values], overBound: overBound || sets.overBound };
}

/** How every read comes out under a value of the key, the rest of the request being as it is. */
function outcomes(key: string, reads: KeyReads, request: AccessRequest): (value: ContextValue) => readonly Match[] {
  const keys = new Map(request.context.keys);
  const asked: AccessRequest = { ...request, context: { ...request.context, keys } };
  return (value) => {
    keys.set(key, value);
    return [
      ...reads.conditions.map((condition) => testCondition(condition, asked.context)),
      ...reads.resources.map((resource) => testResourceEntry(resource, asked)),
    ];
  };
}

/** A key that AWS does not list may hold several values if a policy asks so. */
function holdsSets(key: string, { conditions }: KeyReads): boolean {
  if (isMultiValuedKey(key)) return true;
  const unlisted = !key.startsWith('aws:') && conditionKeyType(key) === undefined;
  return (
    unlisted && conditions.some((condition) => condition.key === key && condition.written?.quantifier !== undefined)
  );
}

/** Sets of several values, as far as they turn out otherwise than what is there already. */
function unions(
  singles: readonly { readonly text: string; readonly results: readonly Match[] }[],
  conditions: readonly CompiledCondition[],
  seen: Set<string>,
): Chosen {
  const wantAll = conditions.map(({ written }) =>
    written?.quantifier === undefined ? written?.operator.negated === true : written.quantifier === 'ForAllValues',
  );
  const sets = singles.map(({ text, results }) => ({ texts: [text], results }));
  const reached = new Set(sets.map(({ results }) => results.join()));
  const values: ContextValue[] = [];
  for (let at = 0; at < sets.length; at++) {
    for (const { text, results } of singles) {
      const set = sets[at];
      if (set === undefined || set.texts.includes(text)) continue;
      const joined = set.results.map((result, index) =>
        join(result, results[index] ?? result, wantAll[index] === true),
      );
      if (reached.has(joined.join())) continue;
      if (reached.size >= MOST_SETS) return { values, overBound: true };
      reached.add(joined.join());
      const texts = [...set.texts, text];
      sets.push({ texts, results: joined });
      if (!seen.has(joined.join())) values.push({ kind: 'known', values: texts });
    }
  }
  return { values, overBound: false };
}

function join(one: Match, other: Match, wantAll: boolean): Match {
  const decisive: Match = wantAll ? 'no' : 'yes';
  if (one === decisive || other === decisive) return decisive;
  return one === 'unknown' || other === 'unknown' ? 'unknown' : one;
}
