import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileCondition, testCondition } from '../../src/policy/compile-condition.ts';
import { OPERATOR_NAMES } from '../../src/policy/condition-operators.ts';
import { matchConditions } from '../../src/policy/match-conditions.ts';
import { matchStatement } from '../../src/policy/match-statement.ts';
import { parsePolicyDocument } from '../../src/policy/parse-policy-document.ts';
import type { Condition } from '../../src/policy/policy-document.ts';
import type { ConditionContext, ContextValue } from '../../src/request/condition-context.ts';
import { request } from './policy-arbitraries.ts';

const KEYS = ['aws:username', 'aws:SourceIp', 'aws:CurrentTime', 's3:max-keys', 'aws:TagKeys'] as const;
const VALUES = [
  'a',
  'A',
  'a*',
  '10.0.0.1',
  '10.0.0.0/8',
  '2026-01-01',
  '5',
  'true',
  '${aws:username}',
  "${s3:prefix, 'a'}",
  '',
  'arn:aws:s3:::a',
];

const operator = fc
  .tuple(fc.constantFrom('', 'ForAllValues:', 'ForAnyValue:'), fc.constantFrom(...OPERATOR_NAMES), fc.boolean())
  .map(([prefix, name, ifExists]) => `${prefix}${name}${ifExists && name !== 'Null' ? 'IfExists' : ''}`);
const condition: fc.Arbitrary<Condition> = fc.record({
  operator,
  key: fc.constantFrom(...KEYS),
  values: fc.array(fc.constantFrom(...VALUES), { maxLength: 3 }),
});
const settled: fc.Arbitrary<ContextValue> = fc.oneof(
  fc.constant<ContextValue>({ kind: 'absent' }),
  fc.array(fc.constantFrom(...VALUES), { maxLength: 3 }).map((values): ContextValue => ({ kind: 'known', values })),
);
/** A request of which everything is known, and which of its keys nobody told us. */
const worlds = fc.record({ values: fc.tuple(...KEYS.map(() => settled)), hidden: fc.subarray([...KEYS]) });

function contexts({ values, hidden }: { values: readonly ContextValue[]; hidden: readonly string[] }) {
  const all = KEYS.map((key, at): [string, ContextValue] => [key.toLowerCase(), values[at] ?? { kind: 'absent' }]);
  const told = all.map(([key, value]): [string, ContextValue] =>
    hidden.some((name) => name.toLowerCase() === key) ? [key, { kind: 'unknown' }] : [key, value],
  );
  const known: ConditionContext = { keys: new Map(all), otherKeys: 'absent' };
  const partly: ConditionContext = { keys: new Map(told), otherKeys: 'unknown' };
  return { known, partly };
}

const conditions = fc.array(condition, { minLength: 1, maxLength: 4 });

test('with everything known, conditions hold or do not', () => {
  fc.assert(
    fc.property(conditions, worlds, (given, world) => {
      const found = matchConditions(given, contexts(world).known, '2012-10-17');
      expect(found.match).not.toBe('unknown');
      expect(found.unknownKeys).toEqual([]);
      expect(found.failed.length > 0).toBe(found.match === 'no');
    }),
    { numRuns: 3_000 },
  );
});

test('what is settled with some keys unknown stays so once they are known', () => {
  fc.assert(
    fc.property(conditions, worlds, fc.constantFrom('2012-10-17', '2008-10-17'), (given, world, version) => {
      const { known, partly } = contexts(world);
      const before = matchConditions(given, partly, version);
      const after = matchConditions(given, known, version);
      if (before.match !== 'unknown') expect(after.match).toBe(before.match);
      else expect(before.unknownKeys).not.toEqual([]);
    }),
    { numRuns: 3_000 },
  );
});

test.each<[string, string, readonly string[]]>([
  ['StringEquals', 'StringNotEquals', VALUES],
  ['StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', VALUES],
  ['StringLike', 'StringNotLike', VALUES],
  ['NumericEquals', 'NumericNotEquals', ['1', '1.0', '2', '-3', '1e2', '100']],
  ['DateEquals', 'DateNotEquals', ['2026', '2026-01-01T00:00:00Z', '1767225600', '2026-02-01']],
  ['IpAddress', 'NotIpAddress', ['10.0.0.1', '10.0.0.2', '::1', '::ffff:10.0.0.1']],
  ['ArnEquals', 'ArnNotEquals', ['arn:aws:s3:::a', 'arn:aws:s3:::*', 'arn:*:s3:::?', 'arn:aws:s3:::a:b']],
  ['ArnLike', 'ArnNotLike', ['arn:aws:s3:::a', 'arn:aws:s3:::*', 'arn:*:s3:::?', 'arn:aws:s3:::a:b']],
])('%s and %s never agree', (positive, negative, texts) => {
  const text = fc.constantFrom(...texts);
  const value = fc
    .option(text)
    .map((one): ContextValue => (one === null ? { kind: 'absent' } : { kind: 'known', values: [one] }));
  fc.assert(
    fc.property(fc.array(text, { maxLength: 3 }), value, (values, given) => {
      const context: ConditionContext = { keys: new Map([['aws:useragent', given]]), otherKeys: 'absent' };
      const results = [positive, negative].map((name) =>
        testCondition(compileCondition({ operator: name, key: 'aws:UserAgent', values }, '2012-10-17'), context),
      );
      expect(new Set(results)).toEqual(new Set(['yes', 'no']));
    }),
  );
});

test('whatever a document says, its statements are matched and explained', () => {
  const text = fc.oneof(fc.constantFrom('*', 's3:*', 'arn:aws:s3:::*', '${aws:username}', '__proto__'), fc.string());
  const texts = fc.oneof(text, fc.array(text, { maxLength: 3 }));
  const principal = fc.oneof(
    fc.constant('*'),
    fc.dictionary(fc.constantFrom('AWS', 'Service', 'Federated', 'CanonicalUser'), texts),
  );
  const either = (one: string, value: fc.Arbitrary<unknown>) =>
    fc.tuple(fc.constantFrom(one, `Not${one}`), value).map(([name, given]) => ({ [name]: given }));
  const action = fc.oneof(fc.constantFrom('*', 's3:*', 's3:GetObject', 'S3:get*', 's3:Put?bject'), fc.constant([]));
  const resource = fc.oneof(
    fc.constantFrom(
      '*',
      'arn:aws:s3:::*',
      'arn:aws:s3:::example-reports/${aws:username}',
      'arn:${x}:s3:::*/${s3:prefix}*',
    ),
    fc.constant([]),
  );
  const statement = fc
    .tuple(
      fc.constantFrom('Allow', 'Deny'),
      either('Principal', principal),
      either('Action', action),
      either('Resource', resource),
      fc.dictionary(
        operator,
        fc.dictionary(
          text.map((key) => `aws:${key}`),
          texts,
          { maxKeys: 2 },
        ),
        { maxKeys: 2 },
      ),
    )
    .map(([Effect, who, what, where, Condition]) => ({ Effect, ...who, ...what, ...where, Condition }));
  fc.assert(
    fc.property(fc.array(statement, { maxLength: 3 }), worlds, (statements, world) => {
      const parsed = parsePolicyDocument({ Version: '2012-10-17', Statement: statements });
      if (parsed.kind === 'invalid') throw new Error(parsed.because);
      for (const context of Object.values(contexts(world))) {
        for (const one of parsed.document.statements) {
          const found = matchStatement(one, request({ context }), { version: parsed.document.version });
          expect(found.because).not.toBe('');
          expect(found.failedOn.length === 0).toBe(found.match === 'yes');
          for (const element of found.failedOn) expect(found.elements[element].match).toBe(found.match);
        }
      }
    }),
    { numRuns: 2_000 },
  );
});
