import { describe, expect, test } from 'vitest';
import { reachParts } from '../../src/explain/reach-parts.ts';
import { documentOf } from './arbitrary-case.ts';

const ADMIN = 'arn:aws:iam::111122223333:role/admin';
const REPORTS = 'arn:aws:iam::111122223333:role/reports';

const deny = (operator: string, ...values: readonly string[]) =>
  documentOf({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:Delete*',
      Resource: '*',
      Condition: { [operator]: { 'aws:PrincipalArn': values } },
    },
  });

const REPORTS_LET_GO = ['stopsDenying', 'ArnNotEquals', [ADMIN], 'ArnEquals', [REPORTS]];

describe('the reach of a changed list of exemptions', () => {
  test.each<[string, readonly string[], readonly string[], readonly (readonly unknown[])[]]>([
    ['one more is let go, and nobody is denied', [ADMIN], [ADMIN, REPORTS], [REPORTS_LET_GO]],
    ['one less is denied, and nobody is let go', [ADMIN, REPORTS], [ADMIN], [['denies', ...REPORTS_LET_GO.slice(1)]]],
    ['the same in another order is nothing', [ADMIN, REPORTS], [REPORTS, ADMIN], []],
  ])('%s', (_sentence, before, after, expected) => {
    const parts = reachParts(deny('ArnNotEquals', ...before), deny('ArnNotEquals', ...after));
    const told = parts.map(({ does, conditions }) => [
      does,
      ...conditions.flatMap((one) => [one.operator, one.values]),
    ]);
    expect(told).toEqual(expected);
  });

  test('of a test without an opposite is the whole statement, both ways', () => {
    const parts = reachParts(deny('ForAnyValue:ArnNotEquals', ADMIN), deny('ForAnyValue:ArnNotEquals', ADMIN, REPORTS));
    expect(parts.map(({ does }) => does)).toEqual(['denies', 'stopsDenying']);
  });
});
