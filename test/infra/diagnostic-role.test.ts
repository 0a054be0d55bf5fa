import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DIAGNOSTIC_ROLE_PERMISSIONS, LOOK_AT_OBJECT_PERMISSIONS } from '../../src/collect/permissions.ts';
import { matchesPattern } from '../cloudformation/matches-pattern.ts';
import { actionsOf, permissionsOf, statementsOf } from '../cloudformation/statements.ts';
import { readTemplate } from '../cloudformation/template.ts';

const { Resources, Parameters } = readTemplate(join(import.meta.dirname, '../../infra/diagnostic-role.yml'));
const role = Resources.DiagnosticRole;
if (role === undefined) throw new Error('infra/diagnostic-role.yml has no DiagnosticRole');
const permissions = permissionsOf(role);
const allowed = actionsOf(permissions, 'Allow');
const denied = actionsOf(permissions, 'Deny');

describe('the diagnostic role', () => {
  test('grants every read that collect and trail declare', () => {
    expect(DIAGNOSTIC_ROLE_PERMISSIONS.filter((action) => !allowed.includes(action))).toEqual([]);
  });

  test('grants nothing that they do not declare', () => {
    expect(allowed.filter((action) => !DIAGNOSTIC_ROLE_PERMISSIONS.includes(action))).toEqual([]);
  });

  test('names each action, once and without a star', () => {
    expect(allowed.filter((action, index) => action.includes('*') || allowed.indexOf(action) !== index)).toEqual([]);
  });

  test('grants only what reads', () => {
    expect(allowed.filter((action) => !/^[a-z0-9]+:(Get|List|Describe|Lookup|Simulate)/.test(action))).toEqual([]);
  });

  test.each([
    's3:GetObject',
    's3:GetObjectVersion',
    's3:PutObject',
    's3:DeleteObject',
    's3:PutObjectAcl',
    'kms:Decrypt',
    'kms:GenerateDataKey',
    'secretsmanager:GetSecretValue',
    'ssm:GetParameters',
    'dynamodb:GetItem',
  ])('is denied %s whatever else is attached to it', (action) => {
    expect(denied.some((pattern) => matchesPattern(pattern, action))).toBe(true);
  });

  test('is not denied what it is granted', () => {
    expect(allowed.filter((action) => denied.some((pattern) => matchesPattern(pattern, action)))).toEqual([]);
  });

  test('may look at objects only where somebody said so, and decrypts none even then', () => {
    expect(Parameters.LookAtObjects?.Default).toBe('no');
    const opted = permissionsOf(role, ['LooksAtObjects']);
    expect(actionsOf(opted, 'Allow').filter((action) => !allowed.includes(action))).toEqual(LOOK_AT_OBJECT_PERMISSIONS);
    expect(denied.filter((action) => !actionsOf(opted, 'Deny').includes(action))).toEqual(LOOK_AT_OBJECT_PERMISSIONS);
    expect(actionsOf(opted, 'Deny')).toContain('kms:Decrypt');
  });

  test('has no managed policies', () => expect(role.Properties.ManagedPolicyArns).toBeUndefined());

  test('bears the name that collect looks for, unless another is given', async () => {
    const { DEFAULT_ROLE_NAME } = await import('../../src/collect/collect-session.ts');
    expect(Parameters.RoleName?.Default).toBe(DEFAULT_ROLE_NAME);
  });
});

describe('the trust policy of the diagnostic role', () => {
  const statements = statementsOf(role.Properties.AssumeRolePolicyDocument);

  test('lets in the account of the hub and nobody else', () => {
    expect(statements.map(({ Effect, Principal, Action }) => ({ Effect, Principal, Action }))).toEqual([
      {
        Effect: 'Allow',
        Principal: { AWS: { 'Fn::Sub': 'arn:$' + '{AWS::Partition}:iam::$' + '{HubAccountId}:root' } },
        Action: ['sts:AssumeRole'],
      },
    ]);
  });

  test('and of that account only the worker, the inventory and, if one is named, the operators', () => {
    const [statement] = statements;
    expect(statement?.Condition?.ArnLike).toEqual({
      'aws:PrincipalArn': [
        { 'Fn::Sub': 'arn:$' + '{AWS::Partition}:iam::$' + '{HubAccountId}:role/$' + '{WorkerRoleName}' },
        { 'Fn::Sub': 'arn:$' + '{AWS::Partition}:iam::$' + '{HubAccountId}:role/$' + '{InventoryRoleName}' },
        { 'Fn::If': ['HasOperator', { Ref: 'OperatorRoleArn' }, { Ref: 'AWS::NoValue' }] },
      ],
    });
  });

  test('while the hub is in the organization, with the external id if there is one', () => {
    expect(statements[0]?.Condition?.StringEquals).toEqual({
      'aws:PrincipalOrgID': { Ref: 'OrganizationId' },
      'sts:ExternalId': { 'Fn::If': ['HasExternalId', { Ref: 'ExternalId' }, { Ref: 'AWS::NoValue' }] },
    });
  });
});
