import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CHANGES_OF_POLICIES_PERMISSIONS, ORGANIZATION_READER_PERMISSIONS } from '../../src/collect/permissions.ts';
import { actionsOf, permissionsOf, statementsOf } from '../cloudformation/statements.ts';
import { readTemplate } from '../cloudformation/template.ts';

const { Resources } = readTemplate(join(import.meta.dirname, '../../infra/organization-reader.yml'));
const hub = readTemplate(join(import.meta.dirname, '../../infra/diagnostic-role.yml'));
const { Reader, ReaderPolicy, Delegation } = Resources;
if (Reader === undefined || ReaderPolicy === undefined || Delegation === undefined)
  throw new Error('infra/organization-reader.yml lacks one of its three means');

const READS = [...ORGANIZATION_READER_PERMISSIONS].sort();

describe('each means of reading the organization grants exactly what collect declares', () => {
  // A delegation policy is for actions of Organizations alone.
  test.each([
    ['the role', permissionsOf(Reader), CHANGES_OF_POLICIES_PERMISSIONS],
    ['the policy', statementsOf(ReaderPolicy.Properties.PolicyDocument), CHANGES_OF_POLICIES_PERMISSIONS],
    ['the delegation', statementsOf(Delegation.Properties.Content), []],
  ])('%s', (_means, statements, more) => {
    expect([...actionsOf(statements, 'Allow')].sort()).toEqual([...READS, ...more].sort());
    expect(READS.filter((action) => !/^organizations:(Describe|List)/.test(action))).toEqual([]);
  });
});

describe('who may use it', () => {
  const roles = ['WorkerRoleName', 'InventoryRoleName'].map((name) => ({
    'Fn::Sub': `arn:\${AWS::Partition}:iam::\${HubAccountId}:role/\${${name}}`,
  }));

  test.each([
    ['the role', statementsOf(Reader.Properties.AssumeRolePolicyDocument)],
    ['the delegation', statementsOf(Delegation.Properties.Content)],
  ])('%s is for the hub’s worker and its inventory alone', (_means, statements) => {
    expect(statements).toHaveLength(1);
    expect(statements[0]?.Principal).toEqual({
      AWS: { 'Fn::Sub': 'arn:$' + '{AWS::Partition}:iam::$' + '{HubAccountId}:root' },
    });
    expect(statements[0]?.Condition?.ArnEquals).toEqual({ 'aws:PrincipalArn': roles });
  });

  test('only one of the three is made', () => {
    expect([Reader, ReaderPolicy, Delegation].map(({ Condition }) => Condition)).toEqual([
      'ByRole',
      'ByPolicy',
      'ByDelegation',
    ]);
  });

  test('the role bears the name that the hub assumes in every account', () => {
    const { Parameters } = readTemplate(join(import.meta.dirname, '../../infra/organization-reader.yml'));
    expect(Parameters.RoleName?.Default).toBe(hub.Parameters.RoleName?.Default);
    expect(Parameters.WorkerRoleName?.Default).toBe(hub.Parameters.WorkerRoleName?.Default);
    expect(Parameters.InventoryRoleName?.Default).toBe(hub.Parameters.InventoryRoleName?.Default);
  });
});
