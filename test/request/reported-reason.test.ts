import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseReportedReason } from '../../src/request/reported-reason.ts';
import { cpuMilliseconds } from '../cpu-milliseconds.ts';

const USER = 'User: arn:aws:sts::111122223333:assumed-role/reports/alice is not authorized to perform: s3:GetObject';
const ON = `${USER} on resource: "arn:aws:s3:::payroll-reports/2026/10.csv"`;

describe('AWS names the layer', () => {
  const TYPES = [
    ['identity-based policy', 'an', 'identityPolicies'],
    ['resource-based policy', 'a', 'bucketPolicy'],
    ['service control policy', 'a', 'serviceControlPolicies'],
    ['resource control policy', 'a', 'resourceControlPolicies'],
    ['permissions boundary', 'a', 'permissionsBoundary'],
    ['session policy', 'a', 'sessionPolicies'],
    ['VPC endpoint policy', 'a', 'vpcEndpointPolicy'],
    ['role trust policy', 'the', 'roleTrustPolicy'],
  ] as const;

  test.each(TYPES)('because no %s allows it', (type, _article, layer) =>
    expect(parseReportedReason(`${ON} because no ${type} allows the s3:GetObject action`)).toMatchObject({
      layer,
      kind: 'implicitDeny',
    }),
  );

  test.each(TYPES)('with an explicit deny in %2$s %1$s', (type, article, layer) =>
    expect(parseReportedReason(`${ON} with an explicit deny in ${article} ${type}`)).toMatchObject({
      layer,
      kind: 'explicitDeny',
    }),
  );

  test.each<[string, string, object]>([
    [
      'a public ACL that is blocked',
      `${ON} because public ACLs are prevented by the BlockPublicAcls setting in S3 Block Public Access.`,
      { layer: 'blockPublicAccess', kind: 'explicitDeny' },
    ],
    [
      'a public policy that is blocked',
      `${ON} because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`,
      { layer: 'blockPublicAccess', kind: 'explicitDeny' },
    ],
    [
      'an endpoint, in a network activity event',
      'The request was denied due to a VPC endpoint policy',
      { layer: 'vpcEndpointPolicy', kind: 'unstated' },
    ],
    [
      'a service that called on behalf of the caller',
      `${ON} with an explicit deny in a service control policy transitively through a service control policy`,
      { layer: 'serviceControlPolicies', kind: 'explicitDeny' },
    ],
    [
      'the policy of an access point',
      `${USER} on resource: "arn:aws:s3:eu-west-1:111122223333:accesspoint/ap/object/k" because no resource-based policy allows the s3:GetObject action`,
      {
        layer: 'accessPointPolicy',
        kind: 'implicitDeny',
        resource: 'arn:aws:s3:eu-west-1:111122223333:accesspoint/ap/object/k',
      },
    ],
    [
      'the policy of a key',
      'User: arn:aws:iam::111122223333:user/a is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-west-1:111122223333:key/1 because no resource-based policy allows the kms:Decrypt action',
      {
        layer: 'keyPolicy',
        kind: 'implicitDeny',
        action: 'kms:Decrypt',
        resource: 'arn:aws:kms:eu-west-1:111122223333:key/1',
      },
    ],
    [
      'a key of another account',
      'User: arn:aws:iam::111122223333:user/a is not authorized to perform: kms:GenerateDataKey on this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access',
      { layer: 'keyPolicy', kind: 'unstated', action: 'kms:GenerateDataKey' },
    ],
    [
      'a key, in the old words',
      'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.',
      { layer: 'keyPolicy', kind: 'unstated', action: 'kms:Decrypt' },
    ],
    ['a deny of no layer', `${ON} with an explicit deny`, { layer: 'unstated', kind: 'explicitDeny' }],
    ['no layer', ON, { layer: 'unstated', kind: 'unstated' }],
    ['nothing at all', 'Access Denied', { sentence: 'Access Denied', layer: 'unstated', kind: 'unstated' }],
    [
      'nothing, for HEAD',
      'An error occurred (403) when calling the HeadObject operation: Forbidden',
      { sentence: 'Forbidden', layer: 'unstated' },
    ],
  ])('or not: %s', (_what, text, expected) => expect(parseReportedReason(text)).toMatchObject(expected));
});

describe("the denying policy's ARN", () => {
  const ARN = 'arn:aws:organizations::999900001111:policy/o-a1b2c3d4e5/service_control_policy/p-1234';
  test.each<[string, string]>([
    ['as the IAM guide writes it', `${ON} with an explicit deny in a service control policy: ${ARN}`],
    ['as the S3 guide writes it', `${ON} with an explicit deny in a service control policy, with policy ARN:\n${ARN}`],
    ['with a full stop', `${ON} with an explicit deny in a service control policy: ${ARN}.`],
    ["with the policy's name", `${ON} with an explicit deny in a service control policy: ${ARN} (deny-all)`],
    ['in XML', `<Message>${ON} with an explicit deny in a service control policy: ${ARN}</Message>`],
    [
      'before an authorization id',
      `${ON} with an explicit deny in a service control policy: ${ARN}. Go to https://us-east-1.console.aws.amazon.com/iam/home?region=us-east-1#/authorization-details/0a1b for complete details, or call the GetRequestAuthorizationDetails API with the following authorization id: 0a1b`,
    ],
  ])('is read %s', (_how, text) =>
    expect(parseReportedReason(text)).toMatchObject({ policyArn: ARN, kind: 'explicitDeny' }),
  );

  test('is not made up where there is none', () =>
    expect(parseReportedReason(`${ON} with an explicit deny in a resource-based policy`)).not.toHaveProperty(
      'policyArn',
    ));
});

test.each<[string, string, string]>([
  [
    'quoted, with spaces',
    `${USER} on resource: "arn:aws:s3:::b/annual report.csv" because no identity-based policy allows the s3:GetObject action`,
    'arn:aws:s3:::b/annual report.csv',
  ],
  [
    'quoted, with a quote in it',
    `${USER} on resource: "arn:aws:s3:::b/say "hi" now" with an explicit deny in a session policy`,
    'arn:aws:s3:::b/say "hi" now',
  ],
  ['quoted, at the end', `${USER} on resource: "arn:aws:s3:::b/k"`, 'arn:aws:s3:::b/k'],
  [
    'bare, with spaces',
    `${USER} on resource: arn:aws:s3:::b/annual report.csv because no identity-based policy allows the s3:GetObject action`,
    'arn:aws:s3:::b/annual report.csv',
  ],
  ['bare, at the end of a line', `${USER} on resource: arn:aws:s3:::b/k.\nat Object.x (y.js:1)`, 'arn:aws:s3:::b/k'],
])('the resource is read %s', (_how, text, resource) => expect(parseReportedReason(text)).toMatchObject({ resource }));

test('who called, what for and the authorization id are read', () =>
  expect(parseReportedReason(`${ON}. Call with the following authorization id: 0a1b2c`)).toMatchObject({
    principal: 'arn:aws:sts::111122223333:assumed-role/reports/alice',
    action: 's3:GetObject',
    authorizationId: '0a1b2c',
  }));

test('the sentence ends with its paragraph, and holds 1,024 characters at most', () => {
  expect(parseReportedReason(`x\n${ON} with an explicit deny in a session policy\n    at f (g.js:1:2)`)?.sentence).toBe(
    `${ON} with an explicit deny in a session policy`,
  );
  expect(parseReportedReason(`${ON} ${'x'.repeat(5000)}`)?.sentence).toHaveLength(1024);
});

test('a text that is no denial has no reason', () =>
  expect(parseReportedReason('NoSuchKey: The specified key does not exist.')).toBeUndefined());

test('any text is read without an exception, and in no time', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      (text) => void parseReportedReason(`User: ${text} is not authorized to perform: ${text} on resource: "${text}`),
    ),
  );
  const fillers = [' ', '"', 'on resource: ', 'User: ', 'because no ', '\n', 'with an explicit deny in a '];
  const milliseconds = cpuMilliseconds(() => {
    for (const filler of fillers) parseReportedReason(`${ON} ${filler.repeat(20_000)}`);
  });
  expect(milliseconds).toBeLessThan(2_000);
});
