import type { AccessRequest } from '../request/access-request.ts';
import { type ConditionContext, contextValue } from '../request/condition-context.ts';
import type { Principal } from '../request/principal.ts';
import { mayLackPath, possibleArns } from '../request/principal-arn.ts';
import type { CompiledCondition, Operand } from './compile-condition.ts';
import type { CompiledResource } from './compile-statement.ts';
import type { Comparison } from './condition-operators.ts';
import { compilePattern, literal, literalText, type PatternToken } from './match-pattern.ts';
import type { PatternTest } from './pattern-automaton.ts';
import { resolveTemplate, type Template } from './policy-variables.ts';
import { closedValues, sampleValues } from './sample-values.ts';
import { textCandidates } from './text-witnesses.ts';
import { typedCandidates } from './typed-witnesses.ts';
import { fillings } from './variable-fillings.ts';

/** What looks at a key: conditions on it or with it as a variable, and resources with it as a variable. */
export interface KeyReads {
  readonly conditions: readonly CompiledCondition[];
  readonly resources: readonly CompiledResource[];
}

/** Texts that other unknown keys can be, by lower-case key. */
export type LinkedTexts = ReadonlyMap<string, readonly string[]>;

export interface Candidates {
  readonly texts: readonly string[];
  readonly overBound: boolean;
}

/** Values of a key among which is one for every way in which its reads can turn out. */
export function candidateTexts(key: string, reads: KeyReads, request: AccessRequest, links: LinkedTexts): Candidates {
  const closed = closedValues(key);
  if (closed !== undefined) return { texts: closed, overBound: false };
  const own = reads.conditions.filter((condition) => condition.key === key);
  const filled = fillingsOf(key, reads, request, links);
  const arns = key === 'aws:principalarn' ? callerArns(request.principal) : undefined;
  const tests = [
    ...(arns === undefined ? [] : [{ patterns: arns.sought, ignoreCase: false, arn: false }]),
    ...own.flatMap((condition) => patternTest(condition, request.context, links)),
    ...filled.texts.map((text) => ({ patterns: [[literal(text)]], ignoreCase: false, arn: false })),
  ];
  const text = textCandidates(tests);
  const typed = typedCandidates(own);
  const linked = [...links.values()].flat();
  // What the policies name comes first, then what looks real, then what is only right.
  const texts = new Set([
    ...(arns?.known ?? []),
    ...text.named,
    ...typed.named,
    ...linked,
    ...sampleValues(key),
    ...text.others,
    ...typed.others,
  ]);
  const globs = tests.some((test) => test.patterns.some((tokens) => literalText(tokens) === undefined));
  return {
    texts: [...texts].filter(
      (one) => arns?.isOne(one) !== false && own.every(({ written }) => written?.operator.readable(one) !== false),
    ),
    // Globs are looked for among all texts, numbers and dates and addresses among those that can be read as such.
    overBound: text.overBound || filled.overBound || (globs && typed.named.length > 0) || tangled(own, links),
  };
}

/** The ARNs that a caller can have of whom only the path is not known. */
function callerArns(principal: Principal): CallerArns | undefined {
  if ((principal.kind !== 'role' && principal.kind !== 'user') || !mayLackPath(principal)) return undefined;
  const { known, between } = possibleArns(principal);
  const patterns: PatternToken[][] = known.map((arn) => [literal(arn)]);
  if (between !== undefined) patterns.push([literal(between[0]), { kind: 'many' }, literal(between[1])]);
  const matchers = patterns.map(compilePattern);
  // What can be listed need not be looked for.
  const sought = between === undefined ? [] : patterns;
  return { known, sought, isOne: (text) => matchers.some((matches) => matches(text)) };
}

interface CallerArns {
  readonly known: readonly string[];
  readonly sought: readonly (readonly PatternToken[])[];
  readonly isOne: (text: string) => boolean;
}

/** A variable amid other text ties two unknown keys in a way of which only examples are looked at. */
function tangled(own: readonly CompiledCondition[], links: LinkedTexts): boolean {
  const amid = own.some(({ operands }) =>
    operands.some(
      (operand) =>
        operand.kind === 'variable' &&
        operand.template.parts.length > 1 &&
        operand.template.variables.some((name) => links.has(name.toLowerCase())),
    ),
  );
  return amid && own.length > 1;
}

const CASES: Partial<Record<Comparison, Omit<PatternTest, 'patterns'>>> = {
  text: { ignoreCase: false, arn: false },
  textIgnoringCase: { ignoreCase: true, arn: false },
  glob: { ignoreCase: false, arn: false },
  arn: { ignoreCase: false, arn: true },
};

function patternTest(condition: CompiledCondition, context: ConditionContext, links: LinkedTexts): PatternTest[] {
  const comparison = condition.written?.operator.comparison;
  const how = comparison === undefined ? undefined : CASES[comparison];
  if (how === undefined) return [];
  const patterns = condition.operands.flatMap((operand) => operandPatterns(operand, context, links));
  return [{ ...how, patterns }];
}

function operandPatterns(operand: Operand, context: ConditionContext, links: LinkedTexts): (readonly PatternToken[])[] {
  if (operand.kind === 'fixed') return [operand.tokens];
  if (operand.kind === 'unreadable') return [];
  return contextsFor(operand.template, context, links).flatMap((one) => {
    const resolved = resolveTemplate(operand.template, one);
    return resolved.kind === 'tokens' ? [resolved.tokens] : [];
  });
}

/** The context with every text that the template's unknown variables can be; one variable at a time. */
function contextsFor(template: Template, context: ConditionContext, links: LinkedTexts): ConditionContext[] {
  let contexts = [context];
  for (const variable of new Set(template.variables.map((name) => name.toLowerCase()))) {
    const texts = links.get(variable);
    if (texts === undefined || contextValue(context, variable).kind !== 'unknown') continue;
    contexts = contexts.flatMap((one) =>
      texts.map((text) => ({ ...one, keys: new Map(one.keys).set(variable, { kind: 'known', values: [text] }) })),
    );
    if (contexts.length > 64) contexts = contexts.slice(0, 64);
  }
  return contexts;
}

/** What the key must be, as a variable, for a Resource to be the request's or a condition to hold. */
function fillingsOf(key: string, reads: KeyReads, request: AccessRequest, links: LinkedTexts): Candidates {
  const found: Candidates[] = [];
  for (const resource of reads.resources) {
    if (resource.kind === 'variable') found.push(fillings(resource.template, key, request.resource, request.context));
  }
  for (const condition of reads.conditions) {
    const value = contextValue(request.context, condition.key);
    const subjects = value.kind === 'known' ? value.values : (links.get(condition.key) ?? []);
    for (const operand of condition.operands) {
      if (operand.kind !== 'variable') continue;
      for (const subject of subjects) found.push(fillings(operand.template, key, subject, request.context));
    }
  }
  return {
    texts: [...new Set(found.flatMap(({ texts }) => texts))],
    overBound: found.some(({ overBound }) => overBound),
  };
}
