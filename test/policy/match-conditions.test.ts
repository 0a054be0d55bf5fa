import { describe, expect, test } from 'vitest';
import { type ConditionsMatch, matchConditions } from '../../src/policy/match-conditions.ts';
import type { Condition } from '../../src/policy/policy-document.ts';
import type { ConditionContext } from '../../src/request/condition-context.ts';
import { context } from './policy-arbitraries.ts';

const at = (operator: string, key: string, ...values: readonly string[]): Condition => ({ operator, key, values });
const match = (conditions: readonly Condition[], ctx: ConditionContext): ConditionsMatch =>
  matchConditions(conditions, ctx, '2012-10-17');

const VPCE = at('StringEquals', 'aws:SourceVpce', 'vpce-1');
const TLS = at('Bool', 'aws:SecureTransport', 'true');

describe('all conditions must hold', () => {
  test.each<
    [string, readonly Condition[], ConditionContext, ConditionsMatch['match'], readonly string[], readonly string[]]
  >([
    ['and none is no obstacle', [], context({}), 'yes', [], []],
    ['and do', [VPCE, TLS], context({ 'aws:SourceVpce': 'vpce-1', 'aws:SecureTransport': 'true' }), 'yes', [], []],
    ['and one does not', [VPCE, TLS], context({ 'aws:SourceVpce': 'vpce-1' }), 'no', ['aws:SecureTransport'], []],
    ['and none does', [VPCE, TLS], context({}), 'no', ['aws:SourceVpce', 'aws:SecureTransport'], []],
    [
      'and one is open',
      [VPCE, TLS],
      context({ 'aws:SourceVpce': 'vpce-1' }, 'unknown'),
      'unknown',
      [],
      ['aws:SecureTransport'],
    ],
    [
      'and one fails while another is open',
      [VPCE, TLS],
      context({ 'aws:SourceVpce': 'vpce-2' }, 'unknown'),
      'no',
      ['aws:SourceVpce'],
      [],
    ],
    [
      'for a key in other case too',
      [at('StringEquals', 'AWS:sourcevpce', 'vpce-1')],
      context({ 'aws:SourceVpce': 'vpce-1' }),
      'yes',
      [],
      [],
    ],
  ])('%s', (_sentence, conditions, ctx, expected, failed, unknownKeys) => {
    const found = match(conditions, ctx);
    expect(found.match).toBe(expected);
    expect(found.failed.map(({ key }) => key)).toEqual(failed);
    expect(found.unknownKeys).toEqual(unknownKeys);
    expect(found.because).not.toBe('');
  });
});

// What AWS's own pages say of whole conditions.
describe('as documented', () => {
  const page = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/';
  test.each<[string, string, readonly Condition[], ConditionContext, 'yes' | 'no']>([
    [
      `${page}reference_policies_elements_condition_operators.html#Conditions_IfExists`,
      'a negated operator with IfExists still holds where the tag is missing',
      [at('StringNotEqualsIfExists', 'aws:PrincipalTag/job', 'admin')],
      context({}),
      'yes',
    ],
    [
      `${page}reference_policies_condition-keys.html#condition-keys-multifactorauthpresent`,
      'Bool `false` does not hold for long-term keys, which lack the key',
      [at('Bool', 'aws:MultiFactorAuthPresent', 'false')],
      context({}),
      'no',
    ],
    [
      `${page}reference_policies_condition-keys.html#condition-keys-multifactorauthpresent`,
      'BoolIfExists `false` does',
      [at('BoolIfExists', 'aws:MultiFactorAuthPresent', 'false')],
      context({}),
      'yes',
    ],
    [
      `${page}reference_policies_elements_condition_operators.html#Conditions_Null`,
      'Null `true` holds for long-term keys, which have no TokenIssueTime',
      [at('Null', 'aws:TokenIssueTime', 'true')],
      context({}),
      'yes',
    ],
    [
      `${page}reference_policies_condition-single-vs-multi-valued-context-keys.html`,
      'ForAllValues holds where the request has no tags at all',
      [at('ForAllValues:StringEquals', 'aws:TagKeys', 'environment', 'cost-center')],
      context({}),
      'yes',
    ],
    [
      `${page}reference_policies_condition-single-vs-multi-valued-context-keys.html`,
      'ForAnyValue holds where one of the organization paths is among them',
      [at('ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*')],
      context({ 'aws:PrincipalOrgPaths': ['o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/ou-ab12-22222222/'] }),
      'yes',
    ],
    [
      `${page}reference_policies_condition-logic-multiple-context-keys-or-values.html`,
      'several values of a negated operator are all excluded',
      [at('StringNotEquals', 'aws:PrincipalTag/job', 'a', 'b')],
      context({ 'aws:PrincipalTag/job': 'b' }),
      'no',
    ],
    [
      'https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html',
      'a missing encryption header is unlike every algorithm',
      [at('StringNotEquals', 's3:x-amz-server-side-encryption', 'AES256')],
      context({}),
      'yes',
    ],
    [
      'https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html',
      'an IPv4 and an IPv6 range stand side by side',
      [
        at('IpAddress', 'aws:SourceIp', '192.0.2.0/24', '2001:DB8:1234:5678::/64'),
        at('NotIpAddress', 'aws:SourceIp', '203.0.113.0/24'),
      ],
      context({ 'aws:SourceIp': '2001:db8:1234:5678::5' }),
      'yes',
    ],
  ])('%s: %s', (_page, _sentence, conditions, ctx, expected) => expect(match(conditions, ctx).match).toBe(expected));
});
