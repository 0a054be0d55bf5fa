import { describe, expect, test } from 'vitest';
import { type RequestTemplate, requestsOf } from '../../src/request/requests-of.ts';
import type { CallTarget, S3Call } from '../../src/request/s3-call.ts';

const BUCKET: CallTarget = { kind: 'bucket', name: 'reports', partition: 'aws' };
const call = (operation: string, more: Partial<S3Call> = {}): S3Call => ({
  operation,
  target: BUCKET,
  key: 'a b.csv',
  principal: { kind: 'anonymous' },
  context: {},
  ...more,
});

/** As a row reads: the action, and on what. */
const spoken = (request: RequestTemplate): string =>
  request.kind === 's3'
    ? `${request.action} ${request.resource}`
    : `${request.action} ${request.keyOf} ${request.object}`;
const O = 'arn:aws:s3:::reports/a b.csv';
const S = 'arn:aws:s3:::source/x/y';
const copy = { 's3:x-amz-copy-source': ['source/x/y'] };

describe('a call makes these requests:', () => {
  test.each<[string, S3Call, readonly string[]]>([
    ['GetObject', call('GetObject'), [`s3:GetObject ${O}`, `kms:Decrypt storedObject ${O}`]],
    [
      'GetObject of a version',
      call('GetObject', { versionId: 'v1' }),
      [`s3:GetObjectVersion ${O}`, `kms:Decrypt storedObject ${O}`],
    ],
    [
      'CopyObject that takes the tags along',
      call('CopyObject', { context: { ...copy, 'x-amz-tagging-directive': ['COPY'] } }),
      [
        `s3:GetObject ${S}`,
        `s3:GetObjectTagging ${S}`,
        `kms:Decrypt copySource ${S}`,
        `s3:PutObject ${O}`,
        `kms:GenerateDataKey newObject ${O}`,
      ],
    ],
    [
      'CopyObject that puts other tags in their place',
      call('CopyObject', { context: { ...copy, 'x-amz-tagging-directive': ['REPLACE'], 'x-amz-tagging': ['a=b'] } }),
      [
        `s3:GetObject ${S}`,
        `kms:Decrypt copySource ${S}`,
        `s3:PutObject ${O}`,
        `s3:PutObjectTagging ${O}`,
        `kms:GenerateDataKey newObject ${O}`,
      ],
    ],
    [
      'DeleteObject that does not bypass the retention',
      call('DeleteObject', { context: { 'x-amz-bypass-governance-retention': ['false'] } }),
      [`s3:DeleteObject ${O}`],
    ],
    [
      'HeadObject that asks for the checksum',
      call('HeadObject', { context: { 'x-amz-checksum-mode': ['ENABLED'] } }),
      [`s3:GetObject ${O}`, `kms:Decrypt storedObject ${O}`, `kms:GenerateDataKey storedObject ${O}`],
    ],
    [
      'GetObjectAttributes of a version',
      call('GetObjectAttributes', { versionId: 'v1' }),
      [`s3:GetObjectVersion ${O}`, `s3:GetObjectVersionAttributes ${O}`, `kms:Decrypt storedObject ${O}`],
    ],
    ['PutObject', call('PutObject'), [`s3:PutObject ${O}`, `kms:GenerateDataKey newObject ${O}`]],
    [
      'PutObject with an ACL header',
      call('PutObject', { context: { 's3:x-amz-acl': ['bucket-owner-full-control'] } }),
      [`s3:PutObject ${O}`, `s3:PutObjectAcl ${O}`, `kms:GenerateDataKey newObject ${O}`],
    ],
    [
      'PutObject with a grant header and tags',
      call('PutObject', { context: { 's3:x-amz-grant-read': ['id=1'], 's3:RequestObjectTag/team': ['blue'] } }),
      [`s3:PutObject ${O}`, `s3:PutObjectAcl ${O}`, `s3:PutObjectTagging ${O}`, `kms:GenerateDataKey newObject ${O}`],
    ],
    [
      'PutObject under Object Lock, if it is unchanged',
      call('PutObject', {
        context: { 's3:object-lock-mode': ['GOVERNANCE'], 's3:object-lock-legal-hold': ['ON'], 's3:if-match': ['"e"'] },
      }),
      [
        `s3:PutObject ${O}`,
        `s3:PutObjectRetention ${O}`,
        `s3:PutObjectLegalHold ${O}`,
        `s3:GetObject ${O}`,
        `kms:GenerateDataKey newObject ${O}`,
      ],
    ],
    [
      'CreateMultipartUpload',
      call('CreateMultipartUpload'),
      [`s3:PutObject ${O}`, `kms:GenerateDataKey newObject ${O}`, `kms:Decrypt newObject ${O}`],
    ],
    [
      'UploadPart',
      call('UploadPart'),
      [`s3:PutObject ${O}`, `kms:GenerateDataKey newObject ${O}`, `kms:Decrypt newObject ${O}`],
    ],
    ['CompleteMultipartUpload', call('CompleteMultipartUpload'), [`s3:PutObject ${O}`, `kms:Decrypt newObject ${O}`]],
    ['ListParts', call('ListParts'), [`s3:ListMultipartUploadParts ${O}`, `kms:Decrypt newObject ${O}`]],
    ['AbortMultipartUpload', call('AbortMultipartUpload'), [`s3:AbortMultipartUpload ${O}`]],
    [
      'CopyObject, both sides',
      call('CopyObject', { context: copy }),
      [`s3:GetObject ${S}`, `kms:Decrypt copySource ${S}`, `s3:PutObject ${O}`, `kms:GenerateDataKey newObject ${O}`],
    ],
    [
      'CopyObject of a version, percent-encoded',
      call('CopyObject', { context: { 's3:x-amz-copy-source': ['/source/x%2Fy?versionId=v9'] } }),
      [
        `s3:GetObjectVersion ${S}`,
        `kms:Decrypt copySource ${S}`,
        `s3:PutObject ${O}`,
        `kms:GenerateDataKey newObject ${O}`,
      ],
    ],
    [
      'UploadPartCopy from behind an access point',
      call('UploadPartCopy', {
        context: { 's3:x-amz-copy-source': ['arn:aws:s3:eu-west-1:111122223333:accesspoint/ap/object/k'] },
      }),
      [
        's3:GetObject arn:aws:s3:eu-west-1:111122223333:accesspoint/ap/object/k',
        'kms:Decrypt copySource arn:aws:s3:eu-west-1:111122223333:accesspoint/ap/object/k',
        `s3:PutObject ${O}`,
        `kms:GenerateDataKey newObject ${O}`,
        `kms:Decrypt newObject ${O}`,
      ],
    ],
    ['DeleteObject', call('DeleteObject'), [`s3:DeleteObject ${O}`]],
    [
      'DeleteObject of a version, past governance',
      call('DeleteObject', { versionId: 'v1', context: { 'x-amz-bypass-governance-retention': ['true'] } }),
      [`s3:DeleteObjectVersion ${O}`, `s3:BypassGovernanceRetention ${O}`],
    ],
    ['GetObjectAcl of a version', call('GetObjectAcl', { versionId: 'v1' }), [`s3:GetObjectVersionAcl ${O}`]],
    ['PutObjectTagging', call('PutObjectTagging'), [`s3:PutObjectTagging ${O}`]],
    [
      'GetObjectRetention of a version',
      call('GetObjectRetention', { versionId: 'v1' }),
      [`s3:GetObjectRetention ${O}`],
    ],
    ['SelectObjectContent', call('SelectObjectContent'), [`s3:GetObject ${O}`, `kms:Decrypt storedObject ${O}`]],
    ['ListObjectsV2', call('ListObjectsV2'), ['s3:ListBucket arn:aws:s3:::reports']],
    ['HeadBucket', call('HeadBucket'), ['s3:ListBucket arn:aws:s3:::reports']],
    ['ListObjectVersions', call('ListObjectVersions'), ['s3:ListBucketVersions arn:aws:s3:::reports']],
    ['ListMultipartUploads', call('ListMultipartUploads'), ['s3:ListBucketMultipartUploads arn:aws:s3:::reports']],
    ['ListBuckets', call('ListBuckets'), ['s3:ListAllMyBuckets *']],
    ['GetBucketEncryption', call('GetBucketEncryption'), ['s3:GetEncryptionConfiguration arn:aws:s3:::reports']],
    ['GetPublicAccessBlock', call('GetPublicAccessBlock'), ['s3:GetBucketPublicAccessBlock arn:aws:s3:::reports']],
    [
      'CreateBucket with Object Lock',
      call('CreateBucket', { context: { 'x-amz-bucket-object-lock-enabled': ['true'] } }),
      [
        's3:CreateBucket arn:aws:s3:::reports',
        's3:PutBucketObjectLockConfiguration arn:aws:s3:::reports',
        's3:PutBucketVersioning arn:aws:s3:::reports',
      ],
    ],
    [
      'GetObject through an access point',
      call('GetObject', {
        target: { kind: 'accessPoint', name: 'ap', account: '111122223333', region: 'cn-north-1', partition: 'aws-cn' },
      }),
      [
        's3:GetObject arn:aws-cn:s3:cn-north-1:111122223333:accesspoint/ap/object/a b.csv',
        'kms:Decrypt storedObject arn:aws-cn:s3:cn-north-1:111122223333:accesspoint/ap/object/a b.csv',
      ],
    ],
    ['an action on the object', call('GetObject', { action: 's3:GetObjectTagging' }), [`s3:GetObjectTagging ${O}`]],
    [
      'an action on the bucket',
      call('GetObject', { action: 's3:GetBucketPolicy' }),
      ['s3:GetBucketPolicy arn:aws:s3:::reports'],
    ],
    ['an action on the account', call('GetObject', { action: 's3:ListAllMyBuckets' }), ['s3:ListAllMyBuckets *']],
    ['an action of KMS', call('GetObject', { action: 'kms:Decrypt' }), [`kms:Decrypt storedObject ${O}`]],
    [
      'what is not covered makes none',
      call('GetObject', { target: { kind: 'notCovered', service: 'directoryBucket', text: 'b--x-s3' } }),
      [],
    ],
  ])('%s', (_what, asked, expected) => expect(requestsOf(asked).map(spoken)).toEqual(expected));
});

test('the version of a request is the one its action is about', () => {
  const source = call('CopyObject', {
    versionId: 'mine',
    context: { 's3:x-amz-copy-source': ['source/k?versionId=theirs'] },
  });
  const [read] = requestsOf(source);
  expect(read).toMatchObject({ action: 's3:GetObjectVersion', of: 'copySource', versionId: 'theirs' });
});
