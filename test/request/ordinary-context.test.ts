import { describe, expect, test } from 'vitest';
import { type ContextValue, contextValue } from '../../src/request/condition-context.ts';
import { type OrdinaryFacts, ordinaryContext } from '../../src/request/ordinary-context.ts';
import { requestsOf } from '../../src/request/requests-of.ts';
import type { S3Call } from '../../src/request/s3-call.ts';

const call = (more: Partial<S3Call> = {}): S3Call => ({
  operation: 'GetObject',
  target: { kind: 'bucket', name: 'reports', partition: 'aws' },
  key: 'k',
  principal: { kind: 'role', arn: 'arn:aws:iam::111122223333:role/r', account: '111122223333' },
  context: {},
  ...more,
});

/** The value of a key in the request of that action. */
function valueIn(asked: S3Call, action: string, key: string, facts: OrdinaryFacts = {}): ContextValue {
  const request = requestsOf(asked).find((template) => template.action === action);
  if (request === undefined) throw new Error(`the call makes no request for ${action}`);
  return contextValue(ordinaryContext(asked, request, facts).context, key);
}
const known = (...values: readonly string[]): ContextValue => ({ kind: 'known', values });
const absent: ContextValue = { kind: 'absent' };
const unknown: ContextValue = { kind: 'unknown' };
const copy = call({
  operation: 'CopyObject',
  context: { 's3:x-amz-copy-source': ['src-bucket/k?versionId=v1'], 's3:x-amz-acl': ['private'] },
});
const FACTS: OrdinaryFacts = { at: '2026-10-01T12:00:00Z', region: 'cn-north-1' };

describe('an ordinary request', () => {
  test.each<[string, S3Call, string, string, ContextValue]>([
    ['came over TLS', call(), 's3:GetObject', 'aws:SecureTransport', known('true')],
    ['used a current TLS', call(), 's3:GetObject', 's3:TlsVersion', known('1.3')],
    ['was not made by a service', call(), 's3:GetObject', 'aws:ViaAWSService', known('false')],
    ['was signed in its header', call(), 's3:GetObject', 's3:authType', known('REST-HEADER')],
    ['has no age of a signature', call(), 's3:GetObject', 's3:signatureAge', absent],
    [
      'was signed by nobody, if it is anonymous',
      call({ principal: { kind: 'anonymous' } }),
      's3:GetObject',
      's3:authType',
      unknown,
    ],
    ['came from who knows where', call(), 's3:GetObject', 'aws:SourceIp', unknown],
    ['came through who knows what', call(), 's3:GetObject', 'aws:SourceVpce', unknown],
    ['has no referer', call(), 's3:GetObject', 'aws:Referer', absent],
    [
      'may have a referer, if it is anonymous',
      call({ principal: { kind: 'anonymous' } }),
      's3:GetObject',
      'aws:Referer',
      unknown,
    ],
    ['was not made for a resource of a service', call(), 's3:GetObject', 'aws:SourceAccount', absent],
    [
      'may be made for one, if a service calls',
      call({ principal: { kind: 'service', service: 'x.amazonaws.com' } }),
      's3:GetObject',
      'aws:SourceArn',
      unknown,
    ],
    ['carries no ACL', call({ operation: 'PutObject' }), 's3:PutObject', 's3:x-amz-acl', absent],
    ['carries no grant', call({ operation: 'PutObject' }), 's3:PutObject', 's3:x-amz-grant-read', absent],
    [
      'carries no encryption header',
      call({ operation: 'PutObject' }),
      's3:PutObject',
      's3:x-amz-server-side-encryption',
      absent,
    ],
    ['carries no tag', call({ operation: 'PutObject' }), 's3:PutObject', 's3:RequestObjectTag/team', absent],
    [
      'creates an object',
      call({ operation: 'PutObject' }),
      's3:PutObject',
      's3:ObjectCreationOperation',
      known('true'),
    ],
    [
      'creates none yet, for a part',
      call({ operation: 'UploadPart' }),
      's3:PutObject',
      's3:ObjectCreationOperation',
      known('false'),
    ],
    ['lists without a prefix', call({ operation: 'ListObjectsV2' }), 's3:ListBucket', 's3:prefix', absent],
    ['has no version', call(), 's3:GetObject', 's3:VersionId', absent],
    ['has the version that was named', call({ versionId: 'v1' }), 's3:GetObjectVersion', 's3:versionid', known('v1')],
    ['has no access point', call(), 's3:GetObject', 's3:DataAccessPointArn', absent],
    ['may be for an object with any tag', call(), 's3:GetObject', 's3:ExistingObjectTag/team', unknown],
    ['was made then', call(), 's3:GetObject', 'aws:CurrentTime', known('2026-10-01T12:00:00Z')],
    ['was made then, in seconds', call(), 's3:GetObject', 'aws:EpochTime', known('1790856000')],
    ["was sent to the bucket's region", call(), 's3:GetObject', 'aws:RequestedRegion', known('cn-north-1')],
  ])('%s', (_what, asked, action, key, expected) => expect(valueIn(asked, action, key, FACTS)).toEqual(expected));

  test('is told of in words, a sentence for each thing taken for granted', () => {
    const asked = call();
    const [request] = requestsOf(asked);
    if (request === undefined) throw new Error('no request');
    const { assumed } = ordinaryContext(asked, request);
    expect(assumed.map(({ key }) => key)).toEqual([
      'aws:SecureTransport',
      's3:TlsVersion',
      'aws:ViaAWSService',
      's3:authType',
      's3:signatureversion',
    ]);
    for (const { says } of assumed) expect(says).toMatch(/^(the request|it|no) /);
  });
});

describe('what was given wins:', () => {
  test.each<[string, S3Call, string, string, ContextValue]>([
    [
      'a request without TLS',
      call({ context: { 'AWS:SecureTransport': ['false'] } }),
      's3:GetObject',
      'aws:SecureTransport',
      known('false'),
    ],
    [
      'a presigned URL',
      call({ context: { 's3:authType': ['REST-QUERY-STRING'] } }),
      's3:GetObject',
      's3:authType',
      known('REST-QUERY-STRING'),
    ],
    [
      'a presigned URL, of some age',
      call({ context: { 's3:authType': ['REST-QUERY-STRING'] } }),
      's3:GetObject',
      's3:signatureAge',
      unknown,
    ],
    [
      'a header',
      call({ operation: 'PutObject', context: { 's3:x-amz-acl': ['private'] } }),
      's3:PutObject',
      's3:x-amz-acl',
      known('private'),
    ],
    [
      'a tag',
      call({ operation: 'PutObject', context: { 's3:RequestObjectTag/team': ['blue'] } }),
      's3:PutObjectTagging',
      's3:requestobjecttag/TEAM',
      known('blue'),
    ],
    [
      'the name of a tag',
      call({ operation: 'PutObject', context: { 's3:RequestObjectTag/team': ['blue'] } }),
      's3:PutObject',
      's3:RequestObjectTagKeys',
      known('team'),
    ],
    [
      'a time',
      call({ context: { 'aws:CurrentTime': ['2020-01-01T00:00:00Z'] } }),
      's3:GetObject',
      'aws:CurrentTime',
      known('2020-01-01T00:00:00Z'),
    ],
    ['an endpoint', call({ vpcEndpoint: 'vpce-1a' }), 's3:GetObject', 'aws:SourceVpce', known('vpce-1a')],
    ['an endpoint, so no public address', call({ vpcEndpoint: 'vpce-1a' }), 's3:GetObject', 'aws:SourceIp', absent],
    [
      'an endpoint, given as a key',
      call({ context: { 'aws:SourceVpce': ['vpce-1a'] } }),
      's3:GetObject',
      'aws:SourceIp',
      absent,
    ],
    [
      'a public address, so no endpoint',
      call({ context: { 'aws:SourceIp': ['203.0.113.7'] } }),
      's3:GetObject',
      'aws:SourceVpce',
      absent,
    ],
  ])('%s', (_what, asked, action, key, expected) => expect(valueIn(asked, action, key, FACTS)).toEqual(expected));

  test('and is not said to be assumed', () => {
    const asked = call({ context: { 'aws:SecureTransport': ['true'] } });
    const [request] = requestsOf(asked);
    if (request === undefined) throw new Error('no request');
    expect(ordinaryContext(asked, request).assumed.map(({ key }) => key)).not.toContain('aws:SecureTransport');
  });

  test("the endpoint's VPC is known where it was read", () =>
    expect(valueIn(call({ vpcEndpoint: 'vpce-1a' }), 's3:GetObject', 'aws:SourceVpc', { vpc: 'vpc-1' })).toEqual(
      known('vpc-1'),
    ));
});

describe('each request of a copy has its own context:', () => {
  test.each<[string, string, string, ContextValue]>([
    ['the write has the source', 's3:PutObject', 's3:x-amz-copy-source', known('src-bucket/k?versionId=v1')],
    ['the read has not', 's3:GetObjectVersion', 's3:x-amz-copy-source', absent],
    ['the write has the ACL', 's3:PutObject', 's3:x-amz-acl', known('private')],
    ['the read has not the ACL', 's3:GetObjectVersion', 's3:x-amz-acl', absent],
    ["the read has the source's version", 's3:GetObjectVersion', 's3:VersionId', known('v1')],
    ['the write has no version', 's3:PutObject', 's3:VersionId', absent],
    ['the write creates an object', 's3:PutObject', 's3:ObjectCreationOperation', known('true')],
    ['the read creates none', 's3:GetObjectVersion', 's3:ObjectCreationOperation', unknown],
  ])('%s', (_what, action, key, expected) => expect(valueIn(copy, action, key)).toEqual(expected));
});

describe('what S3 asks of KMS', () => {
  const from = call({
    vpcEndpoint: 'vpce-1a',
    context: { 'aws:SourceIp': ['203.0.113.7'], 's3:x-amz-acl': ['private'], 'aws:SourceIdentity': ['alice'] },
  });
  test.each<[string, string, OrdinaryFacts, ContextValue]>([
    ['is asked by S3', 'aws:ViaAWSService', {}, known('true')],
    ['is asked over TLS', 'aws:SecureTransport', {}, known('true')],
    [
      'is asked through S3 of the region',
      'kms:ViaService',
      { region: 'cn-north-1' },
      known('s3.cn-north-1.amazonaws.com.cn'),
    ],
    ['is asked for the caller', 'kms:CallerAccount', {}, known('111122223333')],
    ['does not tell the endpoint', 'aws:SourceVpce', {}, absent],
    ['does not tell the address', 'aws:SourceIp', {}, absent],
    ['does not tell the headers', 's3:x-amz-acl', {}, unknown],
    ['tells the session', 'aws:SourceIdentity', {}, known('alice')],
    [
      'names the object',
      'kms:EncryptionContext:aws:s3:arn',
      { bucketKeyEnabled: false },
      known('arn:aws:s3:::reports/k'),
    ],
    [
      'names the bucket, with a Bucket Key',
      'kms:EncryptionContext:aws:s3:arn',
      { bucketKeyEnabled: true },
      known('arn:aws:s3:::reports'),
    ],
    ['may name either, if nobody read which', 'kms:EncryptionContext:aws:s3:arn', {}, unknown],
  ])('%s', (_what, key, facts, expected) => expect(valueIn(from, 'kms:Decrypt', key, facts)).toEqual(expected));
});

test('a request through an access point says so', () => {
  const through = call({
    target: { kind: 'accessPoint', name: 'ap', account: '444455556666', region: 'eu-west-1', partition: 'aws' },
  });
  expect(valueIn(through, 's3:GetObject', 's3:DataAccessPointArn')).toEqual(
    known('arn:aws:s3:eu-west-1:444455556666:accesspoint/ap'),
  );
  expect(valueIn(through, 's3:GetObject', 's3:DataAccessPointAccount')).toEqual(known('444455556666'));
});
