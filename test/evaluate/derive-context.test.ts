import { describe, expect, test } from 'vitest';
import { deriveContext } from '../../src/evaluate/derive-context.ts';
import { contextValue } from '../../src/request/condition-context.ts';
import { readScenario } from '../../src/scenario/read-scenario.ts';

interface Asked {
  readonly caller?: string;
  readonly action?: string;
  readonly resource?: string;
  /** More lines of the request. */
  readonly more?: string;
  /** More lines of the file. */
  readonly evidence?: string;
}

const ROLE = 'arn:aws:iam::111122223333:role/team/reports';
const USER = 'arn:aws:iam::111122223333:user/staff/ana';
const SERVICE = '{ service: logging.s3.amazonaws.com }';
const FEDERATED = 'arn:aws:sts::111122223333:federated-user/ana';
const OBJECT = 'arn:aws:s3:::b/k';
const ACCESS_POINT = 'arn:aws:s3:eu-west-1:111122223333:accesspoint/finance/object/k';
const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1';
const CHINA_KEY = 'arn:aws-cn:kms:cn-north-1:111122223333:key/1';
const MEMBER =
  'evidence: { serviceControlPolicies: [{ target: r-ab12, policies: [] }, { target: ou-ab12-x, policies: [] }, { target: "111122223333", policies: [] }] }\norganization: { id: o-a1, managementAccount: "999900001111" }\n';
const ENDPOINT = 'evidence: { vpcEndpointPolicy: { document: { Version: "2012-10-17", Statement: [] } } }\n';

/** What the key comes to: its values, `absent` or `unknown`. */
function derived(
  key: string,
  { caller = ROLE, action = 's3:GetObject', resource = OBJECT, more = '', evidence = '' }: Asked,
): string {
  const reading = readScenario(
    `name: x\nrequest:\n  principal: ${caller}\n  action: ${action}\n  resource: ${resource}\n${more}${evidence}`,
  );
  if (reading.kind === 'invalid') expect.fail(JSON.stringify(reading.problems));
  const { request, evidence: read } = reading.scenario;
  const value = contextValue(deriveContext(request, read, request.resourceAccount), key);
  return value.kind === 'known' ? value.values.join() : value.kind;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
describe('a condition key follows from the request', () => {
  test.each<[string, string, Asked, string]>([
    ['a role is known by its ARN with its path', 'aws:PrincipalArn', {}, ROLE],
    [
      'a session by the ARN of its role',
      'aws:PrincipalArn',
      { caller: 'arn:aws:sts::111122223333:assumed-role/r/s' },
      'arn:aws:iam::111122223333:role/r',
    ],
    [
      'a permission set has a path that its session does not tell',
      'aws:PrincipalArn',
      { caller: 'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Reader_0123456789abcdef/ana' },
      'unknown',
    ],
    ['an anonymous caller has no ARN', 'aws:PrincipalArn', { caller: 'anonymous' }, 'absent'],
    ['a role is an AssumedRole', 'aws:PrincipalType', {}, 'AssumedRole'],
    ['the root user is an Account', 'aws:PrincipalType', { caller: 'arn:aws:iam::111122223333:root' }, 'Account'],
    ['an anonymous caller is of the account anonymous', 'aws:PrincipalAccount', { caller: 'anonymous' }, 'anonymous'],
    ['a user has a name', 'aws:username', { caller: USER }, 'ana'],
    ['a role has none', 'aws:username', {}, 'absent'],
    [
      'a federated user has an id made of its account and name',
      'aws:userid',
      { caller: FEDERATED },
      '111122223333:ana',
    ],
    ['the id of a role is not known', 'aws:userid', {}, 'unknown'],
    ['no role is a service', 'aws:PrincipalIsAWSService', {}, 'false'],
    ['a service is one', 'aws:PrincipalIsAWSService', { caller: SERVICE }, 'true'],
    ['a service has its name', 'aws:PrincipalServiceName', { caller: SERVICE }, 'logging.s3.amazonaws.com'],
    ['a role never acts for a source account', 'aws:SourceAccount', {}, 'absent'],
    ['a service may', 'aws:SourceAccount', { caller: SERVICE }, 'unknown'],
    ['the root user has no tags', 'aws:PrincipalTag/team', { caller: 'arn:aws:iam::111122223333:root' }, 'absent'],
    ['a role may have', 'aws:PrincipalTag/team', {}, 'unknown'],
    [
      'the resource belongs to its account',
      'aws:ResourceAccount',
      { more: '  resourceAccount: "444455556666"\n' },
      '444455556666',
    ],
    ['outside of organizations there is no organization', 'aws:PrincipalOrgID', {}, 'absent'],
    ['a member has that of its organization', 'aws:PrincipalOrgID', { evidence: MEMBER }, 'o-a1'],
    ['and the path to its unit', 'aws:PrincipalOrgPaths', { evidence: MEMBER }, 'o-a1/r-ab12/ou-ab12-x/'],
    ['so does its bucket', 'aws:ResourceOrgID', { evidence: MEMBER }, 'o-a1'],
    [
      'the bucket of somebody else does not',
      'aws:ResourceOrgID',
      { evidence: MEMBER, more: '  resourceAccount: "444455556666"\n' },
      'absent',
    ],
    ['a service is of no organization', 'aws:PrincipalOrgID', { caller: SERVICE, evidence: MEMBER }, 'absent'],
    ['whether it came from the internet is not known', 'aws:SourceIp', {}, 'unknown'],
    ['an endpoint hides the address', 'aws:SourceIp', { more: '  context: { "aws:SourceVpce": vpce-1 }\n' }, 'absent'],
    ['so does an endpoint of which the policy was read', 'aws:SourceIp', { evidence: ENDPOINT }, 'absent'],
    [
      'an address rules the endpoint out',
      'aws:SourceVpce',
      { more: '  context: { "aws:SourceIp": 203.0.113.7 }\n' },
      'absent',
    ],
    ['a service shows no network', 'aws:SourceIp', { caller: SERVICE }, 'absent'],
    ['no object is read by prefix', 's3:prefix', {}, 'absent'],
    ['a bucket is listed by one', 's3:prefix', { action: 's3:ListBucket', resource: 'arn:aws:s3:::b' }, 'unknown'],
    [
      'an access point is told',
      's3:DataAccessPointArn',
      { resource: ACCESS_POINT },
      'arn:aws:s3:eu-west-1:111122223333:accesspoint/finance',
    ],
    ['and whose it is', 's3:DataAccessPointAccount', { resource: ACCESS_POINT }, '111122223333'],
    ['a bucket has none', 's3:DataAccessPointAccount', {}, 'absent'],
    [
      'S3 asks KMS in the region of the key',
      'kms:ViaService',
      { action: 'kms:Decrypt', resource: KEY },
      's3.eu-west-1.amazonaws.com',
    ],
    [
      'under the name of its partition',
      'kms:ViaService',
      { action: 'kms:Decrypt', resource: CHINA_KEY },
      's3.cn-north-1.amazonaws.com.cn',
    ],
    ['with the account of the caller', 'kms:CallerAccount', { action: 'kms:Decrypt', resource: KEY }, '111122223333'],
    ['on behalf of the caller', 'aws:ViaAWSService', { action: 'kms:Decrypt', resource: KEY }, 'true'],
    ['without telling whence', 'aws:SourceVpce', { action: 'kms:Decrypt', resource: KEY }, 'absent'],
    [
      'what was given stays',
      'aws:PrincipalOrgID',
      { more: '  context: { "aws:PrincipalOrgID": o-given }\n' },
      'o-given',
    ],
    [
      'what nobody spoke of is what the request says of the rest',
      'aws:UserAgent',
      { more: '  otherContextKeys: absent\n' },
      'absent',
    ],
    [
      'without MFA there is no age of it',
      'aws:MultiFactorAuthAge',
      { caller: USER, more: '  context: { "aws:MultiFactorAuthPresent": "false" }\n' },
      'absent',
    ],
  ])('%s', (_sentence, key, asked, expected) => {
    expect(derived(key, asked)).toBe(expected);
  });
});

describe('the ARN of a session whose role a policy names under a path', () => {
  const evidence =
    'evidence: { bucketPolicy: { document: { Version: "2012-10-17", Statement: { Effect: Deny, Principal: "*", Action: "s3:*", Resource: "*", Condition: { ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/finance/re*" } } } } } }\n';
  const session: Asked = { caller: 'arn:aws:sts::111122223333:assumed-role/reports/nightly', evidence };

  test('is not known', () => {
    expect(derived('aws:PrincipalArn', session)).toBe('unknown');
  });

  test('is known where the name is another', () => {
    const other = { ...session, caller: 'arn:aws:sts::111122223333:assumed-role/audit/nightly' };
    expect(derived('aws:PrincipalArn', other)).toBe('arn:aws:iam::111122223333:role/audit');
  });

  test('is known where IAM gave it', () => {
    const reading = readScenario(
      `name: x\nrequest:\n  principal: ${session.caller}\n  action: s3:GetObject\n  resource: ${OBJECT}\n${evidence}`,
    );
    if (reading.kind === 'invalid' || reading.scenario.request.principal.kind !== 'role') expect.fail('not read');
    const { request, evidence: read } = reading.scenario;
    const asked = { ...request, principal: { ...reading.scenario.request.principal, wholeArn: true as const } };
    expect(contextValue(deriveContext(asked, read, '111122223333'), 'aws:PrincipalArn')).toEqual({
      kind: 'known',
      values: ['arn:aws:iam::111122223333:role/reports'],
    });
  });
});
