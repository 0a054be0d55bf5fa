import { type ConditionContext, contextValue } from '../request/condition-context.ts';
import { type CompiledCondition, type Match, type Operand, testOperand, testValue } from './compile-condition.ts';
import { parseBoolean } from './condition-values.ts';
import { resolveTemplate } from './policy-variables.ts';
import { code, list } from './words.ts';

/** In words, why a condition holds, fails or is open: which key, which value, and what the policy asked for. */
export function conditionBecause(compiled: CompiledCondition, match: Match, context: ConditionContext): string {
  const { condition, written } = compiled;
  const key = code(condition.key);
  if (written === undefined) return `AWS has no condition operator ${code(condition.operator)}`;
  const value = contextValue(context, condition.key);
  if (value.kind === 'unknown') return `${key} is not known, and ${asked(compiled, context)}`;
  if (written.operator.comparison === 'presence') {
    return `${key} is ${value.kind === 'known' ? 'in' : 'not in'} the request, and ${presence(compiled, context)}`;
  }
  const values = value.kind === 'known' ? value.values : [];
  if (values.length === 0) return `${key} is not in the request, and ${absence(compiled, match)}`;
  const blame = values.find((one) => testValue(compiled, one, context) === match) ?? values[0] ?? '';
  const has = values.length === 1 ? `${key} is ${code(blame)}` : `${key} holds ${list(values)}`;
  return `${has}, and ${reason(compiled, blame, match, context)}`;
}

/** `StringEquals` asks for `a` or `b`, `StringNotEquals` for anything but them. */
function asked({ condition, written, operands }: CompiledCondition, context: ConditionContext): string {
  const operator = code(condition.operator);
  if (operands.length === 0) return `${operator} names no value`;
  return `${operator} ${asksFor(written, list(spokenOperands(operands, context), 'or'))}`;
}

/** `Null` asks whether the key is missing. */
function presence(compiled: CompiledCondition, context: ConditionContext): string {
  const [wanted, ...others] = spokenOperands(compiled.operands, context).map(parseBoolean);
  if (others.length > 0 || wanted === undefined) return asked(compiled, context);
  return `${code(compiled.condition.operator)} asks that it is ${wanted ? 'not ' : ''}in it`;
}

const asksFor = (written: CompiledCondition['written'], values: string): string =>
  ['asks for', written?.operator.asksFor ?? '', values].filter((part) => part !== '').join(' ');

function spokenOperands(operands: readonly Operand[], context: ConditionContext): string[] {
  return operands.map((operand) => {
    if (operand.kind !== 'variable') return operand.text;
    const resolved = resolveTemplate(operand.template, context);
    if (resolved.kind !== 'tokens') return operand.text;
    const text = { text: '', one: '?', many: '*' };
    return resolved.tokens.map((token) => (token.kind === 'text' ? token.text : text[token.kind])).join('');
  });
}

function absence({ condition, written }: CompiledCondition, match: Match): string {
  const operator = code(condition.operator);
  if (written?.quantifier === 'ForAllValues') return `${operator} holds where there is no value to compare`;
  if (match === 'no') return `${operator} needs it`;
  return written?.ifExists === true ? `${operator} asks only if it exists` : `${operator} also holds without it`;
}

function reason(compiled: CompiledCondition, value: string, match: Match, context: ConditionContext): string {
  const { condition, operands, written } = compiled;
  const operator = code(condition.operator);
  if (written?.operator.readable(value) === false) {
    return `${operator} compares ${written.operator.operand}, which ${code(value)} is not`;
  }
  const unreadable = operands.find((operand) => operand.kind === 'unreadable');
  if (match === 'no' && unreadable !== undefined) {
    const what = written?.operator.operand ?? 'something else';
    return `the value ${code(unreadable.text)} of ${operator} is not ${what}, so nothing is compared`;
  }
  const noValue = operands.flatMap((operand) => {
    const resolved = operand.kind === 'variable' ? resolveTemplate(operand.template, context) : undefined;
    return resolved?.kind === 'noValue' ? [resolved.key] : [];
  })[0];
  const matched = operands.find((operand) => testOperand(compiled, operand, value, context) === 'yes');
  if (written?.operator.negated === true && matched !== undefined) {
    return `${operator} excludes ${list(spokenOperands([matched], context))}`;
  }
  if (noValue !== undefined && matched === undefined) {
    return `\`\${${noValue}}\` in ${operator} has no value in the request, so nothing is equal to it`;
  }
  if (match === 'unknown') {
    const open = operands.find((operand) => testOperand(compiled, operand, value, context) === 'unknown');
    const keys = open?.kind === 'variable' ? open.template.variables : [];
    return `${operator} compares it with ${code(open?.text ?? '')}, where ${list(keys)} is not known`;
  }
  if (matched !== undefined && operands.length > 1) {
    return `${operator} ${asksFor(written, list(spokenOperands([matched], context)))} among others`;
  }
  return asked(compiled, context);
}
