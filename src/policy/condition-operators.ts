import { parseBase64, parseBoolean, parseDate, parseNumber } from './condition-values.ts';
import { inRange, isIpAddress, parseIpRange } from './ip-range.ts';
import { compileArnPattern } from './match-arn.ts';
import {
  compilePattern,
  compilePatternIgnoringCase,
  literalText,
  type Matches,
  type PatternToken,
} from './match-pattern.ts';

/** What an operator compares: it decides how a witness for it is found. */
export type Comparison =
  | 'text'
  | 'textIgnoringCase'
  | 'glob'
  | 'arn'
  | 'number'
  | 'date'
  | 'boolean'
  | 'binary'
  | 'ip'
  | 'presence';

/** One operator of the Condition element, without `IfExists` and `ForAllValues:` or `ForAnyValue:`. */
export interface ConditionOperator {
  readonly comparison: Comparison;
  /** It holds when nothing matches, and so also when the key is absent. */
  readonly negated: boolean;
  /** As it stands between "asks for" and the policy's value; empty where nothing need stand there. */
  readonly asksFor: string;
  /** The operators that take `${…}`: the String and Arn ones. */
  readonly variables: boolean;
  readonly wildcards: boolean;
  /** What the policy's value must be, to be said when it is something else. */
  readonly operand: string;
  /** How one value of the request is compared with one of the policy; undefined if the policy's value cannot be read. */
  readonly compile: (operand: readonly PatternToken[]) => Matches | undefined;
  /** Whether a value of the request can be compared at all. */
  readonly readable: (value: string) => boolean;
}

export const OPERATOR_NAMES = [
  'StringEquals',
  'StringNotEquals',
  'StringEqualsIgnoreCase',
  'StringNotEqualsIgnoreCase',
  'StringLike',
  'StringNotLike',
  'NumericEquals',
  'NumericNotEquals',
  'NumericLessThan',
  'NumericLessThanEquals',
  'NumericGreaterThan',
  'NumericGreaterThanEquals',
  'DateEquals',
  'DateNotEquals',
  'DateLessThan',
  'DateLessThanEquals',
  'DateGreaterThan',
  'DateGreaterThanEquals',
  'Bool',
  'BinaryEquals',
  'IpAddress',
  'NotIpAddress',
  'ArnEquals',
  'ArnNotEquals',
  'ArnLike',
  'ArnNotLike',
  'Null',
] as const;
export type OperatorName = (typeof OPERATOR_NAMES)[number];

type Kind = Omit<ConditionOperator, 'negated' | 'asksFor'>;

const always = (): boolean => true;

const text: Kind = {
  comparison: 'text',
  variables: true,
  wildcards: false,
  operand: 'text',
  compile: compilePattern,
  readable: always,
};
const textIgnoringCase: Kind = { ...text, comparison: 'textIgnoringCase', compile: compilePatternIgnoringCase };
const glob: Kind = { ...text, comparison: 'glob', wildcards: true };
const arn: Kind = {
  ...glob,
  comparison: 'arn',
  operand: 'an ARN of six parts',
  compile: compileArnPattern,
  readable: (value) => value.split(':', 6).length === 6,
};

/** Operators whose operands and values are read into something that can be compared. */
function read<T>(comparison: Comparison, operand: string, parse: (value: string) => T | undefined) {
  return (holds: (value: T, operand: T) => boolean): Kind => ({
    comparison,
    variables: false,
    wildcards: false,
    operand,
    readable: (value) => parse(value) !== undefined,
    compile: (tokens) => {
      const wanted = parse(literalText(tokens) ?? '');
      if (wanted === undefined) return undefined;
      return (value) => {
        const parsed = parse(value);
        return parsed !== undefined && holds(parsed, wanted);
      };
    },
  });
}

const number = read('number', 'a number', parseNumber);
const date = read('date', 'a date (ISO 8601 or seconds since 1970)', parseDate);
const boolean = read('boolean', '`true` or `false`', parseBoolean);
const binary = read('binary', 'base64 text', parseBase64);
const ip: Kind = {
  comparison: 'ip',
  variables: false,
  wildcards: false,
  operand: 'an IP address or CIDR block',
  readable: isIpAddress,
  compile: (tokens) => {
    const range = parseIpRange(literalText(tokens) ?? '');
    return range === undefined ? undefined : (value) => inRange(range, value);
  },
};

const same = <T>(one: T, other: T): boolean => one === other;
const positive = (kind: Kind, asksFor = ''): ConditionOperator => ({ ...kind, negated: false, asksFor });
const negated = (kind: Kind): ConditionOperator => ({ ...kind, negated: true, asksFor: 'anything but' });

/**
 * AWS's condition operators, one a row.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export const CONDITION_OPERATORS: Record<OperatorName, ConditionOperator> = {
  StringEquals: positive(text),
  StringNotEquals: negated(text),
  StringEqualsIgnoreCase: positive(textIgnoringCase),
  StringNotEqualsIgnoreCase: negated(textIgnoringCase),
  StringLike: positive(glob),
  StringNotLike: negated(glob),
  NumericEquals: positive(number(same)),
  NumericNotEquals: negated(number(same)),
  NumericLessThan: positive(
    number((value, operand) => value < operand),
    'less than',
  ),
  NumericLessThanEquals: positive(
    number((value, operand) => value <= operand),
    'at most',
  ),
  NumericGreaterThan: positive(
    number((value, operand) => value > operand),
    'more than',
  ),
  NumericGreaterThanEquals: positive(
    number((value, operand) => value >= operand),
    'at least',
  ),
  DateEquals: positive(date(same), 'the time'),
  DateNotEquals: negated(date(same)),
  DateLessThan: positive(
    date((value, operand) => value < operand),
    'a time before',
  ),
  DateLessThanEquals: positive(
    date((value, operand) => value <= operand),
    'a time no later than',
  ),
  DateGreaterThan: positive(
    date((value, operand) => value > operand),
    'a time after',
  ),
  DateGreaterThanEquals: positive(
    date((value, operand) => value >= operand),
    'a time no earlier than',
  ),
  Bool: positive(boolean(same)),
  BinaryEquals: positive(binary(same), 'the bytes'),
  IpAddress: positive(ip, 'an address in'),
  NotIpAddress: negated(ip),
  // ArnEquals and ArnLike behave alike, and so do their negations.
  ArnEquals: positive(arn),
  ArnNotEquals: negated(arn),
  ArnLike: positive(arn),
  ArnNotLike: negated(arn),
  // Asks whether the key is absent: `true` stands for absent, `false` for present.
  Null: positive({ ...boolean(same), comparison: 'presence', readable: always }),
};

/** An operator as written in a policy: `ForAnyValue:StringLikeIfExists`. */
export interface WrittenOperator {
  readonly name: OperatorName;
  readonly operator: ConditionOperator;
  readonly quantifier?: 'ForAllValues' | 'ForAnyValue';
  /** The condition holds when the key is absent. */
  readonly ifExists: boolean;
}

const BY_LOWER_CASE: ReadonlyMap<string, OperatorName> = new Map(
  OPERATOR_NAMES.map((name) => [name.toLowerCase(), name]),
);

/** The operator a policy writes, in whatever case; undefined if AWS has no such operator. */
export function parseOperator(written: string): WrittenOperator | undefined {
  const [, prefix, base, ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/is.exec(written) ?? [];
  const name = BY_LOWER_CASE.get(base?.toLowerCase() ?? '');
  if (name === undefined || (name === 'Null' && ifExists !== undefined)) return undefined;
  const shared = { name, operator: CONDITION_OPERATORS[name], ifExists: ifExists !== undefined };
  if (prefix === undefined) return shared;
  return { ...shared, quantifier: prefix.toLowerCase() === 'forallvalues' ? 'ForAllValues' : 'ForAnyValue' };
}
