import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import type { Decision } from '../../src/evaluate/evaluation.ts';
import { readScenario } from '../../src/scenario/read-scenario.ts';

const ROLE = 'arn:aws:iam::111122223333:role/reports';
const OBJECTS = 'arn:aws:s3:::example-reports/*';

interface Test {
  readonly operator: string;
  readonly key: string;
  readonly value: string;
}

const rows = (operators: readonly string[], key: string, values: readonly string[]): readonly Test[] =>
  operators.flatMap((operator) => values.map((value) => ({ operator, key, value })));
const TEXT = ['StringEquals', 'StringNotEquals', 'StringNotEqualsIfExists', 'StringEqualsIfExists'];
const TESTS: readonly Test[] = [
  ...rows(['IpAddress', 'NotIpAddress', 'NotIpAddressIfExists'], 'aws:SourceIp', ['203.0.113.0/24']),
  ...rows([...TEXT, 'StringLike', 'StringNotLike'], 'aws:SourceVpce', ['vpce-1a', 'vpce-*']),
  ...rows(TEXT, 'aws:SourceVpc', ['vpc-1']),
  ...rows(TEXT, 'aws:VpceOrgID', ['o-a1b2c3d4e5']),
  ...['aws:SourceVpce', 'aws:SourceIp'].flatMap((key) => rows(['Null'], key, ['true', 'false'])),
];

const statementArb = fc.record({
  effect: fc.constantFrom('Allow', 'Deny', 'Deny'),
  tests: fc.uniqueArray(fc.constantFrom(...TESTS), {
    maxLength: 3,
    selector: ({ operator, key }) => `${operator} ${key}`,
  }),
});
type StatementDraft = typeof statementArb extends fc.Arbitrary<infer T> ? T : never;

const throughEndpoint = fc.record({
  'aws:SourceVpce': fc.constantFrom('vpce-1a', 'vpce-2b', 'another'),
  'aws:SourceVpc': fc.constantFrom('vpc-1', 'vpc-2'),
  'aws:VpcSourceIp': fc.constant('10.0.0.1'),
});
/** Requests as they can come: from an address, or through an endpoint, whose owner may be in no organization. */
const routeArb = fc.oneof(
  fc.record({ 'aws:SourceIp': fc.constantFrom('203.0.113.7', '198.51.100.7') }),
  throughEndpoint,
  fc
    .tuple(throughEndpoint, fc.constantFrom('o-a1b2c3d4e5', 'o-another000'))
    .map(([route, id]) => ({ ...route, 'aws:VpceOrgID': id })),
);

function conditionOf(tests: readonly Test[]): Record<string, Record<string, string>> {
  const condition: Record<string, Record<string, string>> = {};
  for (const { operator, key, value } of tests) condition[operator] = { ...condition[operator], [key]: value };
  return condition;
}

function decide(drafts: readonly StatementDraft[], context: object, otherContextKeys: string): Decision {
  const statements = drafts.map(({ effect, tests }) => ({
    Effect: effect,
    Principal: '*',
    Action: 's3:GetObject',
    Resource: OBJECTS,
    ...(tests.length === 0 ? {} : { Condition: conditionOf(tests) }),
  }));
  const reading = readScenario(
    JSON.stringify({
      name: 'a request and its route',
      request: {
        principal: ROLE,
        action: 's3:GetObject',
        resource: 'arn:aws:s3:::example-reports/2024.csv',
        context,
        otherContextKeys,
      },
      evidence: { bucketPolicy: { document: { Version: '2012-10-17', Statement: statements } } },
    }),
  );
  if (reading.kind === 'invalid') throw new Error(JSON.stringify(reading.problems));
  return evaluate(reading.scenario.request, reading.scenario.evidence).decision;
}

describe('a request whose way is not known', () => {
  test('is not decided otherwise than it would be from an address or through an endpoint', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(
        fc.array(statementArb, { minLength: 1, maxLength: 3 }),
        fc.array(routeArb, { minLength: 1, maxLength: 4 }),
        (statements, routes) => {
          const open = decide(statements, {}, 'unknown');
          for (const route of routes) {
            const settled = decide(statements, route, 'absent');
            expect(open === 'undetermined' ? settled : open).toBe(settled);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
