import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromErrorMessage } from '../../src/request/from-error-message.ts';
import { cpuMilliseconds } from '../cpu-milliseconds.ts';

const ROLE = 'arn:aws:iam::111122223333:role/reports';
const SESSION = 'arn:aws:sts::111122223333:assumed-role/reports/alice';
const SENTENCE = `User: ${SESSION} is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::payroll-reports/2026/10.csv" because no identity-based policy allows the s3:GetObject action`;
const principal = { kind: 'role', arn: ROLE, sessionArn: SESSION };
const target = { kind: 'bucket', name: 'payroll-reports', partition: 'aws' };
const CALL = { operation: 'GetObject', target, key: '2026/10.csv', principal };

const callOf = (text: string, words: readonly string[] = []) => {
  const parsed = fromErrorMessage(text, words);
  return parsed.kind === 'parsed' ? parsed.denial.call : `${parsed.what} | ${parsed.help} | ${parsed.example}`;
};

describe('the call is read', () => {
  test.each<[string, string]>([
    ["out of AWS's sentence alone", SENTENCE],
    [
      "behind the AWS CLI's words",
      `An error occurred (AccessDenied) when calling the GetObject operation: ${SENTENCE}`,
    ],
    [
      "behind boto3's words",
      `botocore.exceptions.ClientError: An error occurred (AccessDenied) when calling the GetObject operation: ${SENTENCE}`,
    ],
    [
      'behind the words of the SDK for Go',
      `operation error S3: GetObject, https response error StatusCode: 403, RequestID: X, HostID: Y, api error AccessDenied: ${SENTENCE}`,
    ],
    [
      'within the words of the SDK for Java',
      `software.amazon.awssdk.services.s3.model.S3Exception: ${SENTENCE} (Service: S3, Status Code: 403, Request ID: X)`,
    ],
    [
      'before a stack of the SDK for JavaScript',
      `AccessDenied: ${SENTENCE}\n    at throwDefaultError (/x/y.js:1:2) {\n  '$fault': 'client',\n  Code: 'AccessDenied'\n}`,
    ],
    [
      'within XML',
      `<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>${SENTENCE.replaceAll('"', '&quot;')}</Message><RequestId>X</RequestId></Error>`,
    ],
    ['within JSON', JSON.stringify({ level: 'error', message: `failed: ${SENTENCE}` })],
    ['within JSON within JSON', JSON.stringify({ line: JSON.stringify({ message: SENTENCE }) })],
    [
      'within a line of a log',
      `2026-10-01T12:00:00Z ERROR worker-1 - ${SENTENCE}\n2026-10-01T12:00:01Z INFO worker-1 - next`,
    ],
    ['from Slack, with smart quotes', SENTENCE.replace('"', '“').replace('"', '”')],
    ['from Slack, with links', SENTENCE.replace('alice', '<mailto:alice|alice>')],
  ])('%s', (_where, text) => expect(callOf(text)).toMatchObject(CALL));

  test.each<[string, string, object]>([
    [
      'a listing',
      `User: ${SESSION} is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::payroll-reports" because no identity-based policy allows the s3:ListBucket action`,
      { operation: 'ListObjectsV2', target },
    ],
    [
      'HeadObject, by the name the SDK says',
      `An error occurred (403) when calling the HeadObject operation: ${SENTENCE}`,
      { operation: 'HeadObject', key: '2026/10.csv' },
    ],
    [
      'an action that its operation does not always need',
      `An error occurred (AccessDenied) when calling the PutObject operation: User: ${SESSION} is not authorized to perform: s3:PutObjectTagging on resource: "arn:aws:s3:::payroll-reports/k" because no identity-based policy allows the s3:PutObjectTagging action`,
      { action: 's3:PutObjectTagging', key: 'k' },
    ],
    [
      'reading the source of a copy',
      `An error occurred (AccessDenied) when calling the CopyObject operation: ${SENTENCE}`,
      { action: 's3:GetObject', key: '2026/10.csv' },
    ],
    [
      'an action that is printed but does not exist',
      `User: ${SESSION} is not authorized to perform: s3:CopyObject on resource: "arn:aws:s3:::payroll-reports/k" because public ACLs are prevented by the BlockPublicAcls setting in S3 Block Public Access.`,
      { action: 's3:PutObject', key: 'k' },
    ],
    [
      'reading a version',
      `User: ${SESSION} is not authorized to perform: s3:GetObjectVersion on resource: "arn:aws:s3:::payroll-reports/k" because no identity-based policy allows the s3:GetObjectVersion action`,
      { action: 's3:GetObjectVersion' },
    ],
    [
      'an object behind an access point',
      `User: ${SESSION} is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:eu-west-1:111122223333:accesspoint/ap/object/k" because no resource-based policy allows the s3:GetObject action`,
      { operation: 'GetObject', target: { kind: 'accessPoint', name: 'ap' }, key: 'k' },
    ],
    [
      'a multi-region access point',
      `User: ${SESSION} is not authorized to perform: s3:GetObject on resource: "arn:aws:s3::111122223333:accesspoint/x.mrap/object/k" because no resource-based policy allows the s3:GetObject action`,
      { target: { kind: 'notCovered', service: 'multiRegionAccessPoint' }, key: 'k' },
    ],
  ])('of %s', (_what, text, expected) => {
    expect(callOf(text)).toMatchObject(expected);
  });

  test('with what AWS said', () =>
    expect(fromErrorMessage(SENTENCE)).toMatchObject({
      kind: 'parsed',
      denial: {
        source: 'errorMessage',
        reportedReason: { sentence: SENTENCE, layer: 'identityPolicies', kind: 'implicitDeny' },
      },
    }));
});

describe('what the text does not say', () => {
  const KMS = `User: ${SESSION} is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-west-1:111122223333:key/1 because no identity-based policy allows the kms:Decrypt action`;
  test.each<[string, string, readonly string[], object]>([
    [
      'is taken from the words',
      'Access Denied',
      ['payroll-reports', '2026/10.csv', ROLE],
      { operation: 'GetObject', target, key: '2026/10.csv' },
    ],
    [
      'is the principal',
      'download failed: s3://payroll-reports/a b.csv to ./a b.csv An error occurred (AccessDenied) when calling the GetObject operation: Access Denied',
      [ROLE],
      { operation: 'GetObject', target, key: 'a b.csv' },
    ],
    [
      'is the principal of an upload',
      'upload failed: ./x to s3://payroll-reports/k An error occurred (AccessDenied) when calling the PutObject operation: Access Denied',
      [ROLE],
      { operation: 'PutObject', key: 'k' },
    ],
    [
      'is the principal of a request with XML',
      '<Error><Code>AccessDenied</Code><Message>Access Denied</Message><BucketName>payroll-reports</BucketName><Key>k</Key></Error>',
      ['anonymous'],
      { target, key: 'k', principal: { kind: 'anonymous' } },
    ],
    ['is the bucket', KMS, ['payroll-reports', 'k'], { action: 'kms:Decrypt', target, key: 'k', principal }],
    [
      'is the bucket of an S3 URI',
      KMS,
      ['s3://payroll-reports/k'],
      { action: 'kms:Decrypt', target, key: 'k', principal },
    ],
    [
      'is an endpoint',
      SENTENCE,
      ['--vpc-endpoint', 'vpce-1a', '--verbose', '--context=aws:SourceVpc=vpc-1'],
      { ...CALL, vpcEndpoint: 'vpce-1a', context: { 'aws:SourceVpc': ['vpc-1'] } },
    ],
    [
      'is corrected by the words',
      SENTENCE,
      ['payroll-reports', 'other', 'anonymous', '--operation', 'HeadObject'],
      { operation: 'HeadObject', key: 'other', principal: { kind: 'anonymous' } },
    ],
  ])('%s', (_what, text, words, expected) => expect(callOf(text, words)).toMatchObject(expected));

  test.each<[string, string, RegExp]>([
    [
      'who called',
      'download failed: s3://payroll-reports/k to ./k An error occurred (AccessDenied) when calling the GetObject operation: Access Denied',
      /does not say who called.*\| s3:\/\/payroll-reports\/k arn:aws:iam/,
    ],
    ['which bucket', KMS, /does not say which bucket.*assumed-role\/reports\/alice/],
    [
      'neither',
      'An error occurred (AccessDenied) when calling the GetObject operation: Access Denied',
      /neither who called nor what/,
    ],
    ['anything', '', /there is no text/],
    ['anything of S3', 'Segmentation fault', /no error of S3/],
  ])('is asked for: %s', (_what, text, expected) => expect(callOf(text)).toMatch(expected));

  test('is asked for at the words, if they are wrong', () =>
    expect(callOf(SENTENCE, ['--oops'])).toMatch(/no option `--oops`/));
});

describe('an error that no policy explains is told apart', () => {
  test.each<[string, string, string]>([
    [
      'InvalidAccessKeyId',
      'An error occurred (InvalidAccessKeyId) when calling the ListBuckets operation: The AWS Access Key Id you provided does not exist in our records.',
      'access key',
    ],
    [
      'SignatureDoesNotMatch',
      '<Error><Code>SignatureDoesNotMatch</Code><Message>The request signature we calculated does not match</Message></Error>',
      'secret key',
    ],
    [
      'RequestTimeTooSkewed',
      'RequestTimeTooSkewed: The difference between the request time and the current time is too large.',
      'clock',
    ],
    [
      'ExpiredToken',
      'An error occurred (ExpiredToken) when calling the GetObject operation: The provided token has expired.',
      'session',
    ],
    ['ExpiredToken', 'An error occurred (ExpiredTokenException) when calling the AssumeRole operation: x', 'session'],
    [
      'InvalidObjectState',
      "An error occurred (InvalidObjectState) when calling the GetObject operation: The operation is not valid for the object's storage class",
      'archived',
    ],
    ['AccessControlListNotSupported', 'AccessControlListNotSupported: The bucket does not allow ACLs', 'ACL'],
    ['PermanentRedirect', 'An error occurred (PermanentRedirect) when calling the GetObject operation', 'region'],
    ['NoSuchKey', 'NoSuchKey: The specified key does not exist.', 'no such object'],
    [
      'KMS.DisabledException',
      'An error occurred (KMS.DisabledException) when calling the GetObject operation: arn is disabled.',
      'disabled',
    ],
    [
      'AccessDenied',
      '<Error><Code>AccessDenied</Code><Message>Request has expired</Message><Expires>2026-10-01T12:00:00Z</Expires></Error>',
      'presigned URL has expired',
    ],
    ['CORS', '403 Forbidden: CORSResponse: CORS is not enabled for this bucket.', 'CORS'],
    [
      'NoCredentials',
      'Unable to locate credentials. You can configure credentials by running "aws login".',
      'credentials',
    ],
    [
      'RoleNotAssumed',
      `User: ${ROLE} is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::444455556666:role/x because no role trust policy allows the sts:AssumeRole action`,
      'could not assume',
    ],
    [
      'RoleNotAssumed',
      `User: ${ROLE} is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::444455556666:role/x with an explicit deny in a service control policy`,
      'since an explicit Deny in a service control policy (SCP)',
    ],
  ])('%s', (code, text, what) =>
    expect(fromErrorMessage(text)).toMatchObject({
      kind: 'invalid',
      notAPolicyProblem: {
        code,
        what: expect.stringContaining(what),
        docs: expect.stringMatching(/^https:\/\/docs\.aws\.amazon\.com\//),
      },
    }),
  );

  test('an explicit Deny of assuming a role is not answered with an Allow', () =>
    expect(
      fromErrorMessage(
        `User: ${ROLE} is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::444455556666:role/x with an explicit deny in an identity-based policy`,
      ),
    ).toMatchObject({ help: expect.stringContaining('no Allow helps against an explicit Deny') }));

  test('a missing object is not told from the denial of another call in the same log', () => {
    const denied = `User: ${ROLE} is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::payroll-reports" because no identity-based policy allows the s3:ListBucket action`;
    const log = `An error occurred (404) when calling the HeadObject operation: Not Found
An error occurred (AccessDenied) when calling the ListObjectsV2 operation: ${denied}`;
    expect(fromErrorMessage(log)).not.toMatchObject({ denial: { notAPolicyProblem: expect.anything() } });
    expect(JSON.stringify(fromErrorMessage(log))).not.toContain('ObjectNotThere');
    expect(
      JSON.stringify(fromErrorMessage(`(AccessDenied) when calling the GetObject operation: ${denied}`)),
    ).toContain('ObjectNotThere');
  });

  test("but a denial of another service's action is not ours", () =>
    expect(
      callOf(
        `User: ${ROLE} is not authorized to perform: ec2:RunInstances on resource: arn:aws:ec2:eu-west-1:111122223333:instance/*`,
      ),
    ).toMatch(/action of `ec2`/));

  test("and a key's name that sounds like one does not count", () =>
    expect(callOf(SENTENCE.replace('10.csv', 'NoSuchKey.csv'))).toMatchObject({ key: '2026/NoSuchKey.csv' }));
});

test('an upload with a key of the customer that the bucket blocks is known as one', () => {
  const text = `User: ${SESSION} is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::payroll-reports/k" because this bucket has blocked upload requests that specify Server Side Encryption with Customer provided keys (SSE-C). Please specify a different server-side encryption type`;
  expect(fromErrorMessage(text)).toMatchObject({
    denial: { call: { operation: 'PutObject', key: 'k' }, notAPolicyProblem: { name: 'SseCBlocked' } },
  });
});

test('nothing in the text is an option', () =>
  expect(
    callOf(
      `User: ${SESSION} is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::payroll-reports/--snapshot=/etc/passwd" because no identity-based policy allows the s3:GetObject action`,
    ),
  ).toMatchObject({
    key: '--snapshot=/etc/passwd',
  }));

test('any key comes back out of the sentence', () => {
  const key = fc
    .string({ minLength: 1, maxLength: 60, unit: 'grapheme' })
    .filter((text) => !/[\\&<“”"]|^\s|\s$/.test(text));
  fc.assert(
    fc.property(key, (text) => {
      expect(callOf(SENTENCE.replace('2026/10.csv', () => text))).toMatchObject({ key: text });
    }),
  );
});

test('the error is found in a long log, in no time', () => {
  const line =
    '2026-10-01T12:00:00Z INFO upload failed: retrying s3://other-bucket/k to <Key> User: nobody "x" on resource: \n';
  const fillers = [
    'upload failed: ',
    'download failed: s3://b/',
    ' to s3://b',
    '<Key>',
    '<https://',
    '&quot;',
    '\\\\',
    'https://s3',
  ];
  const milliseconds = cpuMilliseconds(() => {
    expect(callOf(`${line.repeat(5_000)}${SENTENCE}\n${line.repeat(5_000)}`)).toMatchObject(CALL);
    for (const filler of fillers) fromErrorMessage(`Access Denied ${filler.repeat(20_000)}`);
  });
  expect(milliseconds).toBeLessThan(3_000);
});

test('no text ends in an exception', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.array(fc.string(), { maxLength: 3 }),
      (text, words) => void fromErrorMessage(text, words),
    ),
  );
  const part = fc.constantFrom(
    'User: ',
    ROLE,
    ' is not authorized to perform: ',
    's3:GetObject',
    'kms:x',
    ' on resource: ',
    '"',
    'arn:aws:s3:::',
    'b-1/k',
    ' because no ',
    'AccessDenied',
    '<Key>',
    '</Key>',
    '\n',
    's3://',
    ' to ',
    ' failed: ',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 14 }), (parts) => void fromErrorMessage(parts.join(''))),
    { numRuns: 1000 },
  );
});
