import { describe, expect, test } from 'vitest';
import { compileCondition, type Match, testCondition } from '../../src/policy/compile-condition.ts';
import { CONDITION_OPERATORS, OPERATOR_NAMES, parseOperator } from '../../src/policy/condition-operators.ts';
import type { ContextValue } from '../../src/request/condition-context.ts';
import { context } from './policy-arbitraries.ts';

const KEY = 'aws:SomeKey';

function holds(operator: string, values: readonly string[], value: ContextValue): Match {
  const compiled = compileCondition({ operator, key: KEY, values }, '2012-10-17');
  return testCondition(compiled, context({ [KEY]: value }));
}

const known = (...values: readonly string[]): ContextValue => ({ kind: 'known', values });
const ABSENT: ContextValue = { kind: 'absent' };
const UNKNOWN: ContextValue = { kind: 'unknown' };

/** For each operator: what the policy names, a value it holds for, and one it does not hold for. */
const ROWS: Record<keyof typeof CONDITION_OPERATORS, readonly [operand: string, yes: string, no: string]> = {
  StringEquals: ['Finance', 'Finance', 'finance'],
  StringNotEquals: ['Finance', 'finance', 'Finance'],
  StringEqualsIgnoreCase: ['Finance', 'FINANCE', 'Financial'],
  StringNotEqualsIgnoreCase: ['Finance', 'Financial', 'FINANCE'],
  StringLike: ['home/*/v?', 'home/a/b/v1', 'Home/a/v1'],
  StringNotLike: ['home/*', 'public/a', 'home/a'],
  NumericEquals: ['10', '10.0', '11'],
  NumericNotEquals: ['10', '11', '1e1'],
  NumericLessThan: ['10', '9.99', '10'],
  NumericLessThanEquals: ['10', '10', '10.01'],
  NumericGreaterThan: ['1.2', '1.3', '1.2'],
  NumericGreaterThanEquals: ['1.2', '1.2', '1.1'],
  DateEquals: ['2026-01-01T00:00:00Z', '2026-01-01T01:00:00+01:00', '2026-01-01T00:00:01Z'],
  DateNotEquals: ['2026-01-01T00:00:00Z', '2026-01-02', '2026-01-01'],
  DateLessThan: ['2026-01-01T00:00:00Z', '2025-12-31T23:59:59.999Z', '2026-01-01T00:00:00Z'],
  DateLessThanEquals: ['2026-01-01T00:00:00Z', '1767225600', '1767225601'],
  DateGreaterThan: ['2026', '2026-01-01T00:00:01Z', '2026-01'],
  DateGreaterThanEquals: ['1767225600', '2026-01-01T00:00Z', '2025-12-31T23:59Z'],
  Bool: ['true', 'True', 'false'],
  BinaryEquals: ['QmluYXJ5VmFsdWU=', 'QmluYXJ5VmFsdWU', 'QmluYXJ5'],
  IpAddress: ['203.0.113.0/24', '203.0.113.255', '203.0.114.0'],
  NotIpAddress: ['203.0.113.0/24', '203.0.114.0', '203.0.113.0'],
  ArnEquals: [
    'arn:aws:iam::*:role/ops-*',
    'arn:aws:iam::111122223333:role/ops-1',
    'arn:aws:iam::111122223333:role/dev',
  ],
  ArnNotEquals: [
    'arn:aws:iam::*:role/ops-*',
    'arn:aws:iam::111122223333:role/dev',
    'arn:aws:iam::111122223333:role/ops-1',
  ],
  ArnLike: [
    'arn:aws:sns:*:*:topic?',
    'arn:aws:sns:us-east-1:111122223333:topic1',
    'arn:aws:sns:us-east-1:111122223333:topic',
  ],
  ArnNotLike: ['arn:aws:s3:::*', 'arn:aws:sns:us-east-1:1:t', 'arn:aws:s3:::any/thing:at all'],
  Null: ['false', 'anything', ''],
};

const GENERAL = OPERATOR_NAMES.filter((name) => name !== 'Null');

describe.each(GENERAL)('%s', (name) => {
  const [operand, yes, no] = ROWS[name];
  const { negated } = CONDITION_OPERATORS[name];
  const other = negated ? 'yes' : 'no';

  test('compares one value with one', () => {
    expect(holds(name, [operand], known(yes))).toBe('yes');
    expect(holds(name, [operand], known(no))).toBe('no');
  });

  test('with no value of the request: negated operators hold, others do not', () => {
    expect(holds(name, [operand], ABSENT)).toBe(other);
  });

  test('with IfExists holds where the key is absent, and compares where it is there', () => {
    expect(holds(`${name}IfExists`, [operand], ABSENT)).toBe('yes');
    expect(holds(`${name}IfExists`, [operand], known(yes))).toBe('yes');
    expect(holds(`${name}IfExists`, [operand], known(no))).toBe('no');
  });

  test('is unknown where the key is unknown', () => expect(holds(name, [operand], UNKNOWN)).toBe('unknown'));

  test('names no value: nothing matches, so only its negation holds', () => {
    expect(holds(name, [], known(yes))).toBe(negated ? 'yes' : 'no');
  });

  test('ForAllValues wants every value, and holds where there is none', () => {
    expect(holds(`ForAllValues:${name}`, [operand], known(yes, yes))).toBe('yes');
    expect(holds(`ForAllValues:${name}`, [operand], known(yes, no))).toBe('no');
    expect(holds(`ForAllValues:${name}`, [operand], known())).toBe('yes');
    expect(holds(`ForAllValues:${name}`, [operand], ABSENT)).toBe('yes');
  });

  test('ForAnyValue wants one value, and does not hold where there is none', () => {
    expect(holds(`ForAnyValue:${name}`, [operand], known(no, yes))).toBe('yes');
    expect(holds(`ForAnyValue:${name}`, [operand], known(no, no))).toBe('no');
    expect(holds(`ForAnyValue:${name}`, [operand], known())).toBe('no');
    expect(holds(`ForAnyValue:${name}`, [operand], ABSENT)).toBe('no');
  });
});

describe('several values in the policy', () => {
  test.each<[string, string, readonly string[], string, Match]>([
    ['are alternatives for a positive operator', 'StringEquals', ['a', 'b'], 'b', 'yes'],
    ['are all excluded by a negated one', 'StringNotEquals', ['a', 'b'], 'b', 'no'],
    ['leave the rest to a negated one', 'StringNotEquals', ['a', 'b'], 'c', 'yes'],
    ['may be ranges of both families', 'IpAddress', ['203.0.113.0/24', '2001:db8::/32'], '2001:db8::7', 'yes'],
  ])('%s', (_sentence, operator, values, value, match) => expect(holds(operator, values, known(value))).toBe(match));
});

describe('several values in the request', () => {
  test.each<[string, string, readonly string[], readonly string[], Match]>([
    ['without a set operator, one is enough for a positive operator', 'StringEquals', ['a'], ['b', 'a'], 'yes'],
    ['without a set operator, one is too many for a negated one', 'StringNotEquals', ['a'], ['b', 'a'], 'no'],
    ["ForAllValues: each is among the policy's", 'ForAllValues:StringEquals', ['a', 'b'], ['b', 'a'], 'yes'],
    ['ForAllValues: one is not', 'ForAllValues:StringEquals', ['a', 'b'], ['b', 'c'], 'no'],
    ["ForAllValues, negated: none is among the policy's", 'ForAllValues:StringNotEquals', ['a'], ['b', 'c'], 'yes'],
    ['ForAnyValue, negated: one is outside', 'ForAnyValue:StringNotEquals', ['a'], ['a', 'c'], 'yes'],
    ['ForAnyValue, negated: none is outside', 'ForAnyValue:StringNotEquals', ['a'], ['a', 'a'], 'no'],
  ])('%s', (_sentence, operator, values, given, match) => expect(holds(operator, values, known(...given))).toBe(match));
});

describe('Null', () => {
  test.each<[string, string, ContextValue, Match]>([
    ['true holds where the key is absent', 'true', ABSENT, 'yes'],
    ['true fails where it is there', 'true', known('x'), 'no'],
    ['false holds where it is there', 'false', known('x'), 'yes'],
    ['false fails where it is absent', 'false', ABSENT, 'no'],
    ['false fails where it has no value', 'false', known(), 'no'],
    ['is unknown where the key is', 'true', UNKNOWN, 'unknown'],
  ])('%s', (_sentence, operand, value, match) => expect(holds('Null', [operand], value)).toBe(match));

  test('has no IfExists', () => expect(parseOperator('NullIfExists')).toBeUndefined());
});

describe('what cannot be compared', () => {
  test.each<[string, string, string, string]>([
    ['a number that is none', 'NumericEquals', '10', 'ten'],
    ["a policy's number that is none", 'NumericLessThan', 'ten', '10'],
    ['a date that is none', 'DateLessThan', '2026-02-30', '2025-01-01'],
    ['a date with a month too many', 'DateGreaterThan', '2026-13-01', '2027-01-01'],
    ['an address that is none', 'IpAddress', '10.0.0.0/8', '10.0.0.256'],
    ['a range with a prefix too long', 'IpAddress', '10.0.0.0/33', '10.0.0.0'],
    ['a range where an address is wanted', 'IpAddress', '10.0.0.0/8', '10.0.0.0/9'],
    ['an outside of a range that is none', 'NotIpAddress', 'office', '10.0.0.0'],
    ['a value that is no ARN', 'ArnLike', 'arn:aws:s3:::*', 'reports'],
    ['an ARN with too few parts in the policy', 'ArnLike', '*', 'arn:aws:s3:::reports'],
    ['a boolean that is none', 'Bool', 'true', 'yes'],
    ['bytes that are no base64', 'BinaryEquals', '$$', '$$'],
  ])('%s does not hold', (_sentence, operator, operand, value) =>
    expect(holds(operator, [operand], known(value))).toBe('no'),
  );
});

describe('IP addresses', () => {
  test.each<[string, string, string, Match]>([
    ['without a prefix is one address', '203.0.113.7', '203.0.113.7', 'yes'],
    ['without a prefix is no other', '203.0.113.7', '203.0.113.8', 'no'],
    ['of zero bits is every IPv4 address', '0.0.0.0/0', '255.255.255.255', 'yes'],
    ['of zero bits is no IPv6 address', '0.0.0.0/0', '2001:db8::1', 'no'],
    ['with bits after the prefix is the range they lie in', '203.0.113.77/24', '203.0.113.1', 'yes'],
    ['of IPv6 is compared by its bits', '2001:DB8:1234:5678::/64', '2001:db8:1234:5678:0:0:0:1', 'yes'],
    ['of IPv6 ends where its prefix says', '2001:db8:1234:5678::/64', '2001:db8:1234:5679::', 'no'],
    ['of IPv6 without a prefix is one address', '2001:db8::1', '2001:db8::2', 'no'],
    ['takes IPv4 written as IPv6 for IPv4', '203.0.113.0/24', '::ffff:203.0.113.9', 'yes'],
    ['may itself be IPv4 written as IPv6', '::ffff:203.0.113.0/120', '203.0.113.9', 'yes'],
    ['reads an IPv4 address at the end of an IPv6 one', '64:ff9b::/96', '64:ff9b::203.0.113.9', 'yes'],
  ])('a range %s', (_sentence, range, value, match) => expect(holds('IpAddress', [range], known(value))).toBe(match));
});

describe('ARNs are compared part by part', () => {
  test.each<[string, string, string, Match]>([
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
    [
      'so that `*` does not reach over a colon',
      'arn:aws:someservice:*:111122223333:finance/*',
      'arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt',
      'no',
    ],
    ['but the resource may have colons', 'arn:aws:sns:*:*:a*', 'arn:aws:sns:us-east-1:111122223333:a:b:c', 'yes'],
    ['in every partition', 'arn:*:iam::111122223333:role/x', 'arn:aws-us-gov:iam::111122223333:role/x', 'yes'],
    ['with `*` for an empty part', 'arn:aws:s3:*:*:reports', 'arn:aws:s3:::reports', 'yes'],
    ['case-sensitively', 'arn:aws:s3:::Reports', 'arn:aws:s3:::reports', 'no'],
  ])('%s', (_sentence, pattern, value, match) => {
    expect(holds('ArnLike', [pattern], known(value))).toBe(match);
    expect(holds('ArnEquals', [pattern], known(value))).toBe(match);
  });

  test('a String operator reaches over colons', () => {
    const value = 'arn:aws:s3:us-east-2:9:store/abc:1:finance/x';
    expect(holds('StringLike', ['arn:aws:s3:*:1:finance/*'], known(value))).toBe('yes');
  });
});

test('StringEquals has no wildcards', () => {
  expect(holds('StringEquals', ['home/*'], known('home/a'))).toBe('no');
  expect(holds('StringEquals', ['home/*'], known('home/*'))).toBe('yes');
});

test('an operator is known in any case, as AWS takes it', () => {
  expect(parseOperator('forallvalues:stringlikeifexists')).toMatchObject({
    name: 'StringLike',
    quantifier: 'ForAllValues',
    ifExists: true,
  });
});

test('an operator that AWS does not have never holds', () => {
  expect(parseOperator('StringEqual')).toBeUndefined();
  expect(holds('StringEqual', ['a'], known('a'))).toBe('no');
});
