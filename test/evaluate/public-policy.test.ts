import { describe, expect, test } from 'vitest';
import { maybePublicStatements, publicStatements } from '../../src/evaluate/public-policy.ts';
import { policyOf, type StatementJson } from './arbitrary-case.ts';

const WORLD: StatementJson = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' };

function isPublic(statement: StatementJson, of: 'bucket' | 'accessPoint' = 'bucket'): boolean {
  const { document } = policyOf('policy', [statement]);
  return 'kind' in document ? expect.fail('not a policy') : publicStatements(document, of).length > 0;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status */
describe('a statement is public, or is not, as Block Public Access understands it', () => {
  test.each<[string, StatementJson, boolean]>([
    ['for everyone', WORLD, true],
    ['for everyone, written as AWS', { ...WORLD, Principal: { AWS: '*' } }, true],
    ['for everyone beside a role', { ...WORLD, Principal: { AWS: ['*', '111122223333'] } }, true],
    ['for an account', { ...WORLD, Principal: { AWS: '111122223333' } }, false],
    ['for an AWS service', { ...WORLD, Principal: { Service: 'cloudtrail.amazonaws.com' } }, false],
    ['a Deny for everyone', { ...WORLD, Effect: 'Deny' }, false],
    ['for everyone in one VPC', { ...WORLD, Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-91237329' } } }, false],
    ['for everyone in any VPC', { ...WORLD, Condition: { StringLike: { 'aws:SourceVpc': 'vpc-*' } } }, true],
    [
      'for everyone from one VPC, the fixed value written with StringLike',
      { ...WORLD, Condition: { StringLike: { 'aws:SourceVpc': 'vpc-91237329' } } },
      false,
    ],
    [
      'for everyone of an organization',
      { ...WORLD, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } },
      false,
    ],
    [
      'for everyone not of an organization',
      { ...WORLD, Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } },
      true,
    ],
    [
      'for everyone of an organization, if there is one',
      { ...WORLD, Condition: { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } },
      true,
    ],
    [
      'for all of no values',
      { ...WORLD, Condition: { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } },
      true,
    ],
    ['from a range of addresses', { ...WORLD, Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }, false],
    ['from half the internet', { ...WORLD, Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/1' } } }, true],
    ['from an /8', { ...WORLD, Condition: { IpAddress: { 'aws:SourceIp': '12.0.0.0/8' } } }, false],
    ['from an IPv6 /31', { ...WORLD, Condition: { IpAddress: { 'aws:SourceIp': '2001:db8::/31' } } }, true],
    ['from an IPv6 /32', { ...WORLD, Condition: { IpAddress: { 'aws:SourceIp': '2001:db8::/32' } } }, false],
    [
      'from one range and the whole internet',
      { ...WORLD, Condition: { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '0.0.0.0/0'] } } },
      true,
    ],
    [
      'with a policy variable for a value',
      { ...WORLD, Condition: { StringEquals: { 'aws:SourceAccount': '${aws:PrincipalAccount}' } } },
      true,
    ],
    ['over TLS', { ...WORLD, Condition: { Bool: { 'aws:SecureTransport': 'true' } } }, true],
    [
      'over TLS and of one account',
      {
        ...WORLD,
        Condition: { Bool: { 'aws:SecureTransport': 'true' }, StringEquals: { 'aws:SourceAccount': '111122223333' } },
      },
      false,
    ],
    [
      'through the access points of an account',
      { ...WORLD, Condition: { StringEquals: { 's3:DataAccessPointAccount': '111122223333' } } },
      false,
    ],
    [
      'through any access point of an account',
      {
        ...WORLD,
        Condition: { StringLike: { 's3:DataAccessPointArn': 'arn:aws:s3:us-west-2:111122223333:accesspoint/*' } },
      },
      false,
    ],
    [
      'for a role of any account',
      { ...WORLD, Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/r' } } },
      true,
    ],
    ['for an action that S3 does not have', { ...WORLD, Action: 's3:NoSuchAction' }, true],
  ])('%s', (_what, statement, expected) => {
    expect(isPublic(statement)).toBe(expected);
  });

  test('through any access point of an account is public in the policy of an access point', () => {
    const any = { StringLike: { 's3:DataAccessPointArn': 'arn:aws:s3:us-west-2:111122223333:accesspoint/*' } };
    expect(isPublic({ ...WORLD, Condition: any }, 'accessPoint')).toBe(true);
  });
});

/** AWS's list has "an AWS principal, user, role, or service principal", with `aws:PrincipalOrgID` for an example. */
describe('of a statement for everyone under other keys that say who calls, only S3 can tell', () => {
  const answer = (condition: NonNullable<StatementJson['Condition']>) => {
    const { document } = policyOf('policy', [{ ...WORLD, Condition: condition }]);
    if ('kind' in document) return expect.fail('not a policy');
    if (publicStatements(document, 'bucket').length > 0) return 'public';
    return maybePublicStatements(document, 'bucket').length > 0 ? 'untold' : 'not public';
  };
  const key = (name: string, value: string, operator = 'StringEquals') => ({ [operator]: { [name]: value } });

  test.each<[string, NonNullable<StatementJson['Condition']>, string]>([
    ['a role by its ARN', key('aws:PrincipalArn', 'arn:aws:iam::111122223333:role/r', 'ArnEquals'), 'untold'],
    ['the roles of an account', key('aws:PrincipalArn', 'arn:aws:iam::111122223333:role/*', 'ArnLike'), 'untold'],
    ['a role of any account', key('aws:PrincipalArn', 'arn:aws:iam::*:role/r', 'ArnLike'), 'public'],
    ['an account', key('aws:PrincipalAccount', '111122223333'), 'untold'],
    ['any account', key('aws:PrincipalAccount', '*', 'StringLike'), 'public'],
    [
      'an organizational unit',
      key('aws:PrincipalOrgPaths', 'o-a1b2c3d4e5/r-ab12/*', 'ForAnyValue:StringLike'),
      'untold',
    ],
    ['all but one account', key('aws:PrincipalAccount', '111122223333', 'StringNotEquals'), 'public'],
    ['an organization', key('aws:PrincipalOrgID', 'o-a1b2c3d4e5'), 'not public'],
    [
      'an account of an organization',
      { StringEquals: { 'aws:PrincipalAccount': '111122223333', 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
      'not public',
    ],
  ])('%s: %s', (_sentence, condition, expected) => expect(answer(condition)).toBe(expected));
});
