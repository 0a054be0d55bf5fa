import type { ConditionContext } from '../request/condition-context.ts';
import { contextValue } from '../request/condition-context.ts';
import { parseOperator, type WrittenOperator } from './condition-operators.ts';
import type { Matches, PatternToken } from './match-pattern.ts';
import type { Condition, PolicyVersion } from './policy-document.ts';
import { parseTemplate, resolveTemplate, staticTokens, type Template } from './policy-variables.ts';

/** Yes and no are settled; unknown depends on condition keys (or a session) that are not known. */
export type Match = 'yes' | 'no' | 'unknown';

/** One of the values a condition names. */
export type Operand =
  | {
      readonly kind: 'fixed';
      readonly text: string;
      readonly tokens: readonly PatternToken[];
      readonly matches: Matches;
    }
  | { readonly kind: 'variable'; readonly text: string; readonly template: Template }
  /** AWS could not read it as what the operator compares, so nothing is compared. */
  | { readonly kind: 'unreadable'; readonly text: string };

/** A condition taken apart once, to be tested against many requests. */
export interface CompiledCondition {
  readonly condition: Condition;
  /** Lower case. */
  readonly key: string;
  /** Undefined for an operator that AWS does not have: such a condition never holds. */
  readonly written: WrittenOperator | undefined;
  readonly operands: readonly Operand[];
  /** Keys of the policy variables in its values, as written. */
  readonly variables: readonly string[];
}

const COMPILED: Record<PolicyVersion, WeakMap<Condition, CompiledCondition>> = {
  '2008-10-17': new WeakMap(),
  '2012-10-17': new WeakMap(),
};

/** Each condition is compiled once for as long as it lives. */
export function compileCondition(condition: Condition, version: PolicyVersion): CompiledCondition {
  const known = COMPILED[version].get(condition);
  if (known !== undefined) return known;
  const written = parseOperator(condition.operator);
  const operands = condition.values.map((value) => compileOperand(value, written, version));
  const compiled: CompiledCondition = {
    condition,
    key: condition.key.toLowerCase(),
    written,
    operands,
    variables: operands.flatMap((operand) => (operand.kind === 'variable' ? operand.template.variables : [])),
  };
  COMPILED[version].set(condition, compiled);
  return compiled;
}

function compileOperand(text: string, written: WrittenOperator | undefined, version: PolicyVersion): Operand {
  if (written === undefined) return { kind: 'unreadable', text };
  const { operator } = written;
  const template = parseTemplate(text, {
    variables: operator.variables && version === '2012-10-17',
    wildcards: operator.wildcards,
  });
  if (template.variables.length > 0) return { kind: 'variable', text, template };
  const tokens = staticTokens(template);
  const matches = operator.compile(tokens);
  return matches === undefined ? { kind: 'unreadable', text } : { kind: 'fixed', text, tokens, matches };
}

/** Whether a condition holds, without words. With every key known or absent the answer is yes or no. */
export function testCondition(compiled: CompiledCondition, context: ConditionContext): Match {
  const { written, key } = compiled;
  if (written === undefined) return 'no';
  const value = contextValue(context, key);
  if (value.kind === 'unknown') return 'unknown';
  const values = value.kind === 'known' ? value.values : NONE;
  const { quantifier, operator, ifExists } = written;
  if (operator.comparison === 'presence') return testOperands(compiled, String(values.length === 0), context);
  if (values.length === 0) {
    // ForAnyValue looks for a value, so IfExists does not help it.
    if (quantifier !== undefined) return quantifier === 'ForAllValues' ? 'yes' : 'no';
    return ifExists || operator.negated ? 'yes' : 'no';
  }
  // Of several values without ForAllValues or ForAnyValue, a positive operator wants one and a negated one all.
  const all = quantifier === undefined ? operator.negated : quantifier === 'ForAllValues';
  let unknown = false;
  for (const one of values) {
    const holds = testValue(compiled, one, context);
    if (holds === 'unknown') unknown = true;
    else if ((holds === 'yes') !== all) return holds;
  }
  return unknown ? 'unknown' : all ? 'yes' : 'no';
}

const NONE: readonly string[] = [];

/** Whether one value of the request satisfies the operator, with its negation. */
export function testValue(compiled: CompiledCondition, value: string, context: ConditionContext): Match {
  const operator = compiled.written?.operator;
  if (operator === undefined || !operator.readable(value)) return 'no';
  const matched = testOperands(compiled, value, context);
  if (!operator.negated || matched === 'unknown') return matched;
  if (matched === 'yes') return 'no';
  return compiled.operands.some((operand) => operand.kind === 'unreadable') ? 'no' : 'yes';
}

/** Whether a value is what one of the operands asks for, before negation. */
function testOperands(compiled: CompiledCondition, value: string, context: ConditionContext): Match {
  let unknown = false;
  for (const operand of compiled.operands) {
    const matched = testOperand(compiled, operand, value, context);
    if (matched === 'yes') return 'yes';
    if (matched === 'unknown') unknown = true;
  }
  return unknown ? 'unknown' : 'no';
}

export function testOperand(
  compiled: CompiledCondition,
  operand: Operand,
  value: string,
  context: ConditionContext,
): Match {
  switch (operand.kind) {
    case 'fixed':
      return operand.matches(value) ? 'yes' : 'no';
    case 'unreadable':
      return 'no';
    case 'variable': {
      const resolved = resolveTemplate(operand.template, context);
      if (resolved.kind === 'unknown') return 'unknown';
      if (resolved.kind === 'noValue') return 'no';
      return compiled.written?.operator.compile(resolved.tokens)?.(value) === true ? 'yes' : 'no';
    }
  }
}

/** The keys whose being unknown leaves a condition open, as written. */
export function unknownKeysOf(compiled: CompiledCondition, context: ConditionContext): readonly string[] {
  const keys = [compiled.condition.key, ...compiled.variables];
  return keys.filter((key) => contextValue(context, key).kind === 'unknown');
}
