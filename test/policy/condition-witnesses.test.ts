import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileCondition, testCondition } from '../../src/policy/compile-condition.ts';
import { findWitnesses } from '../../src/policy/condition-witnesses.ts';
import type { Condition, Statement } from '../../src/policy/policy-document.ts';
import type { ContextValue } from '../../src/request/condition-context.ts';
import { context, request, shortPattern, shortText } from './policy-arbitraries.ts';

const VERSION = '2012-10-17';

function statement(conditions: readonly Condition[], resource: readonly string[] = ['*']): Statement {
  return { index: 0, effect: 'Allow', action: ['s3:*'], resource, conditions };
}

function witnesses(key: string, conditions: readonly Condition[], mayBeAbsent = true) {
  const statements = conditions.map((condition) => ({ statement: statement([condition]), version: VERSION }) as const);
  const asked = request({ context: context({}, 'unknown') });
  const found = findWitnesses([key], statements, asked, { mayBeAbsent: () => mayBeAbsent }).get(key.toLowerCase());
  return found ?? { key, values: [], overBound: true };
}

/** How every condition turns out under a value of the key. */
function outcome(key: string, conditions: readonly Condition[], value: ContextValue): string {
  return conditions
    .map((condition) => testCondition(compileCondition(condition, VERSION), context({ [key]: value })))
    .join();
}

/** Some witness turns out as the value does. */
function expectCovered(key: string, conditions: readonly Condition[], value: ContextValue): void {
  const { values, overBound } = witnesses(key, conditions);
  expect(overBound).toBe(false);
  const covered = values.map((witness) => outcome(key, conditions, witness));
  expect(covered).toContain(outcome(key, conditions, value));
}

const known = (...values: readonly string[]): ContextValue => ({ kind: 'known', values });
const KEY = 'aws:PrincipalTag/team';

const textOperator = fc.constantFrom(
  'StringEquals',
  'StringNotEquals',
  'StringLike',
  'StringNotLikeIfExists',
  'StringEqualsIgnoreCase',
  'StringNotEqualsIgnoreCase',
);

describe('witnesses cover every way in which conditions can turn out', () => {
  test('of String operators', () => {
    const condition = fc.record({
      operator: textOperator,
      key: fc.constant(KEY),
      values: fc.array(shortPattern, { minLength: 1, maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(condition, { minLength: 1, maxLength: 4 }), shortText, (conditions, text) => {
        expectCovered(KEY, conditions, known(text));
        expectCovered(KEY, conditions, { kind: 'absent' });
      }),
      { numRuns: 400 },
    );
  });

  test('of Arn operators', () => {
    const part = fc.constantFrom('a', 'b', '*', 'a*', '?');
    const arnPattern = fc.tuple(part, part, part).map(([one, two, three]) => `arn:aws:${one}::${two}:${three}`);
    const value = fc.tuple(...[0, 1, 2].map(() => fc.constantFrom('a', 'b', 'ab', 'c', 'a:b')));
    const condition = fc.record({
      operator: fc.constantFrom('ArnLike', 'ArnNotLike', 'ArnEquals', 'StringLike'),
      key: fc.constant('aws:SourceArn'),
      values: fc.array(arnPattern, { minLength: 1, maxLength: 2 }),
    });
    fc.assert(
      fc.property(fc.array(condition, { minLength: 1, maxLength: 3 }), value, (conditions, [one, two, three]) => {
        fc.pre(conditions.some(({ operator }) => operator.startsWith('Arn')));
        expectCovered(
          'aws:SourceArn',
          conditions,
          known(`arn:aws:${one?.replace(':', '')}::${two?.replace(':', '')}:${three}`),
        );
      }),
      { numRuns: 150 },
    );
  });

  test('of Numeric operators', () => {
    const operator = fc.constantFrom(
      'NumericEquals',
      'NumericNotEquals',
      'NumericLessThan',
      'NumericGreaterThanEquals',
    );
    const condition = fc.record({
      operator,
      key: fc.constant('s3:max-keys'),
      values: fc.array(fc.nat(20).map(String), { minLength: 1, maxLength: 2 }),
    });
    fc.assert(
      fc.property(fc.array(condition, { minLength: 1, maxLength: 4 }), fc.nat(25), (conditions, number) =>
        expectCovered('s3:max-keys', conditions, known(String(number))),
      ),
    );
  });

  test('of Date operators', () => {
    const operator = fc.constantFrom('DateEquals', 'DateNotEquals', 'DateLessThan', 'DateGreaterThanEquals');
    const date = fc.integer({ min: 2015, max: 2030 }).map((year) => `${year}-06-01T00:00:00Z`);
    const condition = fc.record({
      operator,
      key: fc.constant('aws:CurrentTime'),
      values: fc.array(date, { minLength: 1, maxLength: 2 }),
    });
    const value = fc.date({ min: new Date('2014-01-01'), max: new Date('2031-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(fc.array(condition, { minLength: 1, maxLength: 4 }), value, (conditions, time) =>
        expectCovered('aws:CurrentTime', conditions, known(time.toISOString())),
      ),
    );
  });

  test('of IP operators', () => {
    const address = fc.tuple(fc.nat(3), fc.nat(3)).map(([one, two]) => `10.${one}.${two}.0`);
    const range = fc.tuple(address, fc.constantFrom(8, 16, 22, 24, 32)).map(([ip, bits]) => `${ip}/${bits}`);
    const condition = fc.record({
      operator: fc.constantFrom('IpAddress', 'NotIpAddress'),
      key: fc.constant('aws:SourceIp'),
      values: fc.array(fc.oneof(range, fc.constant('2001:db8::/32')), { minLength: 1, maxLength: 3 }),
    });
    const value = fc.oneof(address, fc.constantFrom('192.0.2.1', '10.0.0.77', '2001:db8::1', '2001:db9::1'));
    fc.assert(
      fc.property(fc.array(condition, { minLength: 1, maxLength: 4 }), value, (conditions, ip) => {
        expectCovered('aws:SourceIp', conditions, known(ip));
      }),
    );
  });

  test('of keys with several values', () => {
    const condition = fc.record({
      operator: fc.constantFrom('ForAllValues:StringEquals', 'ForAnyValue:StringLike', 'ForAnyValue:StringNotEquals'),
      key: fc.constant('aws:TagKeys'),
      values: fc.array(fc.constantFrom('a', 'b', 'a*', 'c'), { minLength: 1, maxLength: 2 }),
    });
    const value = fc.array(fc.constantFrom('a', 'b', 'c', 'ab', 'd'), { maxLength: 4 });
    fc.assert(
      fc.property(fc.array(condition, { minLength: 1, maxLength: 3 }), value, (conditions, tags) =>
        expectCovered('aws:TagKeys', conditions, known(...tags)),
      ),
      { numRuns: 300 },
    );
  });
});

const at = (operator: string, key: string, ...values: readonly string[]): Condition => ({ operator, key, values });
const texts = (values: readonly ContextValue[]): readonly (string | null)[] =>
  values.map((value) => (value.kind === 'known' ? value.values.join(' + ') : null));

describe('witnesses are few, and what a person would write', () => {
  test.each<[string, string, readonly Condition[], readonly (string | null)[]]>([
    [
      'the endpoint named, and none',
      'aws:SourceVpce',
      [at('StringEquals', 'aws:SourceVpce', 'vpce-1a'), at('StringNotEquals', 'aws:SourceVpce', 'vpce-1a')],
      [null, 'vpce-1a'],
    ],
    [
      'both endpoints, where two conditions part them',
      'aws:SourceVpce',
      [at('StringEquals', 'aws:SourceVpce', 'vpce-1a'), at('StringEquals', 'aws:SourceVpce', 'vpce-1b')],
      [null, 'vpce-1a', 'vpce-1b'],
    ],
    [
      'one of the endpoints, where nothing parts them',
      'aws:SourceVpce',
      [at('StringEquals', 'aws:SourceVpce', 'vpce-1a', 'vpce-1b')],
      [null, 'vpce-1a'],
    ],
    [
      'an address inside and one outside',
      'aws:SourceIp',
      [at('IpAddress', 'aws:SourceIp', '203.0.113.0/24'), at('Null', 'aws:SourceIp', 'false')],
      [null, '198.51.100.20', '203.0.113.1'],
    ],
    ['true and false', 'aws:ViaAWSService', [at('Bool', 'aws:ViaAWSService', 'false')], [null, 'false']],
    [
      'a pattern written out',
      's3:prefix',
      [at('StringLike', 's3:prefix', 'home/*'), at('StringLike', 's3:prefix', 'home/public/*')],
      [null, 'home/example', 'home/public/example'],
    ],
    [
      'sets of tags',
      's3:RequestObjectTagKeys',
      [
        at('ForAnyValue:StringEquals', 's3:RequestObjectTagKeys', 'a'),
        at('ForAnyValue:StringEquals', 's3:RequestObjectTagKeys', 'b'),
      ],
      [null, 'a', 'b', 'a + b'],
    ],
    [
      'one, where the key makes no difference',
      'aws:UserAgent',
      [at('StringLikeIfExists', 'aws:UserAgent', '*')],
      [null],
    ],
  ])('%s', (_sentence, key, conditions, expected) => {
    const { values, overBound } = witnesses(key, conditions);
    expect([...texts(values)].sort()).toEqual([...expected].sort());
    expect(overBound).toBe(false);
  });

  test('a key that is always there is never absent', () => {
    const { values } = witnesses('aws:SecureTransport', [at('Bool', 'aws:SecureTransport', 'false')], false);
    expect(texts(values)).toEqual(['true', 'false']);
  });

  test('a boolean key is true or false, also where it is compared as text', () => {
    const { values } = witnesses('aws:SecureTransport', [at('StringEquals', 'aws:SecureTransport', 'no')], false);
    expect(texts(values)).toEqual(['true']);
  });

  test('a key that is compared as an ARN is one', () => {
    const arn = 'arn:aws:iam::111122223333:role/reports';
    const { values } = witnesses(
      'aws:SourceArn',
      [at('ArnLike', 'aws:SourceArn', arn), at('ArnNotLike', 'aws:SourceArn', arn)],
      false,
    );
    expect(texts(values)).toEqual([arn, 'arn:aws:cloudfront::999900001111:distribution/EXAMPLE']);
  });
});

describe('a key that is a policy variable', () => {
  const found = (keys: readonly string[], statements: readonly Statement[], overrides = {}) =>
    findWitnesses(
      keys,
      statements.map((one) => ({ statement: one, version: VERSION })),
      request({ context: context({}, 'unknown'), ...overrides }),
      { mayBeAbsent: () => true },
    );

  test('has the witness under which the Resource is the one asked for', () => {
    const home = statement([], ['arn:aws:s3:::example-reports/${aws:username}/*']);
    const resource = 'arn:aws:s3:::example-reports/bob/2024/x.csv';
    expect(texts(found(['aws:username'], [home], { resource }).get('aws:username')?.values ?? [])).toEqual(
      [null, 'bob', 'bob/2024'].slice(0, 2),
    );
  });

  test('has the witness under which a known key is what is asked for', () => {
    const own = statement([at('StringLike', 's3:prefix', 'home/${aws:username}/*')]);
    const known = context({ 's3:prefix': 'home/bob/x' }, 'unknown');
    expect(texts(found(['aws:username'], [own], { context: known }).get('aws:username')?.values ?? [])).toEqual([
      null,
      'bob',
    ]);
  });

  test('can be equal to another unknown key, and unequal', () => {
    const same = statement([at('StringEquals', 'aws:ResourceTag/team', '${aws:PrincipalTag/team}')]);
    const pairs = found(['aws:ResourceTag/team', 'aws:PrincipalTag/team'], [same]);
    const resource = texts(pairs.get('aws:resourcetag/team')?.values ?? []);
    const principal = texts(pairs.get('aws:principaltag/team')?.values ?? []);
    expect(resource.some((text) => text !== null && principal.includes(text))).toBe(true);
    expect(resource.some((text) => principal.some((other) => text !== null && other !== null && text !== other))).toBe(
      true,
    );
  });

  test('can be equal to another unknown key where that must be one of a list', () => {
    const same = statement([at('StringEquals', 'aws:ResourceTag/team', '${aws:PrincipalTag/team}')]);
    const listed = statement([at('StringEquals', 'aws:ResourceTag/team', 'red')]);
    const pairs = found(['aws:ResourceTag/team', 'aws:PrincipalTag/team'], [same, listed]);
    expect(texts(pairs.get('aws:principaltag/team')?.values ?? [])).toContain('red');
    expect(texts(pairs.get('aws:resourcetag/team')?.values ?? [])).toContain('red');
  });
});

test('pairs of witnesses cover what two keys that are tied can do together', () => {
  const [one, other] = ['aws:ResourceTag/team', 'aws:PrincipalTag/team'] as const;
  const own = (key: string) =>
    fc.record({
      operator: textOperator,
      key: fc.constant(key),
      values: fc.array(shortPattern, { minLength: 1, maxLength: 2 }),
    });
  const tie: fc.Arbitrary<Condition> = fc.constantFrom(
    at('StringEquals', one, `\${${other}}`),
    at('StringNotEquals', one, `\${${other}}`, 'a'),
  );
  const value = fc.option(shortText).map((text): ContextValue => (text === null ? { kind: 'absent' } : known(text)));
  const conditions = fc.tuple(tie, fc.array(own(one), { maxLength: 2 }), fc.array(own(other), { maxLength: 2 }));
  const results = (given: readonly Condition[], first: ContextValue, second: ContextValue): string =>
    given
      .map((single) => testCondition(compileCondition(single, VERSION), context({ [one]: first, [other]: second })))
      .join();
  fc.assert(
    fc.property(conditions, value, value, ([tied, ofOne, ofOther], first, second) => {
      const given = [tied, ...ofOne, ...ofOther];
      const statements = given.map((single) => ({ statement: statement([single]), version: VERSION }) as const);
      const found = findWitnesses([one, other], statements, request({ context: context({}, 'unknown') }), {
        mayBeAbsent: () => true,
      });
      const [firsts, seconds] = [found.get(one.toLowerCase()), found.get(other.toLowerCase())];
      if (firsts?.overBound === true || seconds?.overBound === true) return;
      const covered = firsts?.values.flatMap((a) => seconds?.values.map((b) => results(given, a, b)) ?? []);
      expect(covered).toContain(results(given, first, second));
    }),
    { numRuns: 150 },
  );
});

describe('what is too much is said to be', () => {
  test('globs with more combinations than can be looked through', () => {
    const letters = [...'abcdefghijklmnop'];
    const { overBound } = witnesses(
      's3:prefix',
      letters.map((letter) => at('StringLike', 's3:prefix', `*${letter}*`)),
    );
    expect(overBound).toBe(true);
  });

  test('a long list of literals beside a pattern is not too much', () => {
    const literals = Array.from({ length: 300 }, (_, place) => `team-${place}/data/exports/2026/`);
    const { values, overBound } = witnesses('s3:prefix', [
      at('StringEquals', 's3:prefix', ...literals),
      at('StringLike', 's3:prefix', 'team-1*'),
    ]);
    expect(overBound).toBe(false);
    expect(values).toHaveLength(4);
  });
});
