import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileCondition, type Match, testCondition } from '../../src/policy/compile-condition.ts';
import { compileStatement, testResource } from '../../src/policy/compile-statement.ts';
import type { PolicyVersion } from '../../src/policy/policy-document.ts';
import { parseTemplate } from '../../src/policy/policy-variables.ts';
import type { ConditionContext } from '../../src/request/condition-context.ts';
import { cpuMilliseconds } from '../cpu-milliseconds.ts';
import { context, request } from './policy-arbitraries.ts';

const BOB = context({ 'aws:username': 'bob' });

function condition(
  operator: string,
  value: string,
  given: string,
  ctx: ConditionContext,
  version: PolicyVersion = '2012-10-17',
) {
  const compiled = compileCondition({ operator, key: 's3:prefix', values: [value] }, version);
  return testCondition(compiled, {
    ...ctx,
    keys: new Map(ctx.keys).set('s3:prefix', { kind: 'known', values: [given] }),
  });
}

function resource(text: string, arn: string, ctx: ConditionContext, version: PolicyVersion = '2012-10-17'): Match {
  const statement = { index: 0, effect: 'Allow', action: ['*'], resource: [text], conditions: [] } as const;
  return testResource(compileStatement(statement, version), request({ resource: arn, context: ctx }));
}

describe('in a condition value', () => {
  const star = context({ 'aws:username': 'b*' });
  const none = context({});
  const open = context({}, 'unknown');
  const many = context({ 'aws:username': ['bob', 'eve'] });
  const paths = context({ 'aws:PrincipalOrgPaths': 'home' });
  test.each<[string, string, string, string, ConditionContext, Match]>([
    ["a variable stands for the request's value", 'StringEquals', 'home/${aws:username}/', 'home/bob/', BOB, 'yes'],
    ['its name is read in any case', 'StringEquals', 'home/${AWS:UserName}/', 'home/bob/', BOB, 'yes'],
    ['wildcards around it count', 'StringLike', 'home/${aws:username}/*', 'home/bob/x', BOB, 'yes'],
    ['a wildcard inside the value is text', 'StringLike', 'home/${aws:username}', 'home/bob', star, 'no'],
    ['a wildcard inside the value matches itself', 'StringLike', 'home/${aws:username}', 'home/b*', star, 'yes'],
    ['without a value nothing is equal', 'StringEquals', '${aws:username}', 'bob', none, 'no'],
    ['without a value nothing is like it', 'StringLike', '*${aws:username}', 'bob', none, 'no'],
    ['without a value the negation holds', 'StringNotEquals', '${aws:username}', 'bob', none, 'yes'],
    ['without a value the negated pattern holds', 'StringNotLike', 'home/${aws:username}/*', 'home/bob/x', none, 'yes'],
    [
      'a default stands in for a missing value',
      'StringEquals',
      "home/${aws:username, 'guest'}",
      'home/guest',
      none,
      'yes',
    ],
    ['a default gives way to a value', 'StringEquals', "home/${aws:username, 'guest'}", 'home/bob', BOB, 'yes'],
    ['a default may hold a quote', 'StringEquals', "${aws:username, 'it''s'}", "it's", none, 'yes'],
    ['a default is text', 'StringLike', "${aws:username, '*'}", 'bob', none, 'no'],
    ['several values are no value', 'StringEquals', '${aws:username}', 'bob', many, 'no'],
    ['a multivalued key is no variable', 'StringEquals', '${aws:PrincipalOrgPaths}', 'home', paths, 'no'],
    ['an unknown value leaves it open', 'StringEquals', '${aws:username}', 'bob', open, 'unknown'],
    ['an unknown value leaves the negation open', 'StringNotEquals', '${aws:username}', 'bob', open, 'unknown'],
    ['`${*}` is a star', 'StringLike', 'a${*}c', 'a*c', none, 'yes'],
    ['`${*}` is no wildcard', 'StringLike', 'a${*}c', 'abc', none, 'no'],
    ['`${?}` is a question mark', 'StringLike', 'a${?}', 'a?', none, 'yes'],
    ['`${?}` is no wildcard', 'StringLike', 'a${?}', 'ab', none, 'no'],
    ['`${$}` is a dollar sign', 'StringEquals', '${$}{aws:username}', '${aws:username}', BOB, 'yes'],
    ['an open brace is text', 'StringEquals', '${aws:username', '${aws:username', BOB, 'yes'],
  ])('%s', (_sentence, operator, value, given, ctx, match) =>
    expect(condition(operator, value, given, ctx)).toBe(match),
  );

  test('operators other than String and Arn take it as text', () => {
    const age = context({ 's3:signatureAge': '5', 's3:max-keys': '5' });
    const compiled = compileCondition(
      { operator: 'NumericEquals', key: 's3:max-keys', values: ['${s3:signatureAge}'] },
      '2012-10-17',
    );
    expect(testCondition(compiled, age)).toBe('no');
  });

  test('Arn operators compare after it is put in', () => {
    const ctx = context({
      'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/a',
      'aws:SourceArn': 'arn:aws:iam::111122223333:role/a',
    });
    const values = ['${aws:PrincipalArn}'];
    const compiled = compileCondition({ operator: 'ArnEquals', key: 'aws:SourceArn', values }, '2012-10-17');
    expect(testCondition(compiled, ctx)).toBe('yes');
  });

  test('one known value that matches settles a list with an unknown one', () => {
    const values = ['bob', '${aws:PrincipalTag/team}'];
    const ctx = context({ 'aws:username': 'bob' }, 'unknown');
    const positive = compileCondition({ operator: 'StringEquals', key: 'aws:username', values }, '2012-10-17');
    const negative = compileCondition({ operator: 'StringNotEquals', key: 'aws:username', values }, '2012-10-17');
    expect([testCondition(positive, ctx), testCondition(negative, ctx)]).toEqual(['yes', 'no']);
  });

  test('in Version 2008-10-17 it is text', () => {
    expect(condition('StringEquals', '${aws:username}', 'bob', BOB, '2008-10-17')).toBe('no');
    expect(condition('StringEquals', '${aws:username}', '${aws:username}', BOB, '2008-10-17')).toBe('yes');
    expect(condition('StringLike', '${*}', '${anything}', BOB, '2008-10-17')).toBe('yes');
  });
});

describe('in a Resource', () => {
  test.each<[string, string, string, ConditionContext, Match]>([
    [
      "a variable stands for the request's value",
      'arn:aws:s3:::b/${aws:username}/*',
      'arn:aws:s3:::b/bob/x',
      BOB,
      'yes',
    ],
    ['and for no other', 'arn:aws:s3:::b/${aws:username}/*', 'arn:aws:s3:::b/eve/x', BOB, 'no'],
    ['without a value it names nothing', 'arn:aws:s3:::b/${aws:username}*', 'arn:aws:s3:::b/x', context({}), 'no'],
    [
      'an unknown value leaves it open',
      'arn:aws:s3:::b/${aws:username}',
      'arn:aws:s3:::b/x',
      context({}, 'unknown'),
      'unknown',
    ],
    ['before the fifth colon it is text', 'arn:aws:s3:${aws:username}::b', 'arn:aws:s3:bob::b', BOB, 'no'],
    ['it may be the bucket', 'arn:aws:s3:::${aws:username}', 'arn:aws:s3:::bob', BOB, 'yes'],
    ['`${*}` names a key with a star', 'arn:aws:s3:::b/${*}', 'arn:aws:s3:::b/*', context({}), 'yes'],
    ['`${*}` names no other key', 'arn:aws:s3:::b/${*}', 'arn:aws:s3:::b/x', context({}), 'no'],
  ])('%s', (_sentence, text, arn, ctx, match) => expect(resource(text, arn, ctx)).toBe(match));

  test('in Version 2008-10-17 it is text', () => {
    expect(resource('arn:aws:s3:::b/${aws:username}', 'arn:aws:s3:::b/bob', BOB, '2008-10-17')).toBe('no');
  });
});

test('any text is read, in time linear in its length', () => {
  const rules = { variables: true, wildcards: true };
  const piece = fc.constantFrom('${', '}', "'", "''", ',', ' ', 'a', '*', '?', '$', 'toString', '__proto__');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      const { parts } = parseTemplate(text, rules);
      expect(parts.every((part) => part.kind !== 'text' || typeof part.text === 'string')).toBe(true);
    }),
    { numRuns: 2_000 },
  );
  for (const hostile of ["${a,'", '${', "${a,'x'", '*?', "${''"]) {
    const text = hostile.repeat(200_000);
    expect(cpuMilliseconds(() => void parseTemplate(text, rules))).toBeLessThan(1_500);
  }
});
