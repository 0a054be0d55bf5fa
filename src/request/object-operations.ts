import { ACL_HEADERS, kms, type Need, onObject, onSource, type S3Operation } from './s3-operation.ts';

const READS_KEY = kms('Decrypt', 'storedObject', 'S3 decrypts the object with its KMS key');
const WRITES_KEY = kms('GenerateDataKey', 'newObject', 'S3 encrypts the new object with a KMS key');
const PARTS_KEY = kms('Decrypt', 'newObject', 'S3 decrypts the parts of a multipart upload to put them together');

const READ_OBJECT = onObject('GetObject', 'reads the object', { versionAction: 's3:GetObjectVersion' });
const READ_SOURCE = onSource('GetObject', 'reads the source of the copy', { versionAction: 's3:GetObjectVersion' });

/** What a write needs beyond `s3:PutObject`, according to the headers it carries. */
const WRITE_EXTRAS: readonly Need[] = [
  onObject('PutObjectAcl', 'the call carries an ACL header', { whenCarried: ACL_HEADERS }),
  onObject('PutObjectTagging', 'the call carries tags', {
    whenCarried: ['x-amz-tagging', 's3:RequestObjectTag/*', 's3:RequestObjectTagKeys'],
  }),
  onObject('PutObjectRetention', 'the call carries Object Lock retention headers', {
    whenCarried: [
      'x-amz-object-lock-mode',
      'x-amz-object-lock-retain-until-date',
      's3:object-lock-mode',
      's3:object-lock-retain-until-date',
      's3:object-lock-remaining-retention-days',
    ],
  }),
  onObject('PutObjectLegalHold', 'the call carries a legal hold header', {
    whenCarried: ['x-amz-object-lock-legal-hold', 's3:object-lock-legal-hold'],
  }),
];
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
const IF_MATCH_READS = onObject('GetObject', 'a call with `If-Match` also needs to read the object', {
  whenCarried: ['if-match', 's3:if-match'],
});
const BYPASS = onObject('BypassGovernanceRetention', 'the call asks to bypass governance retention', {
  whenCarried: ['x-amz-bypass-governance-retention=TRUE'],
});
const DELETE = onObject('DeleteObject', 'deletes the object', { versionAction: 's3:DeleteObjectVersion' });

const object = (name: string, ...needs: readonly Need[]): S3Operation => ({ name, addresses: 'object', needs });
/** Needs the action of its own name; one with a version in its name where the call names a version. */
const sameName = (name: string, versionAction?: string): S3Operation =>
  object(
    name,
    onObject(name, `${name} needs it`, versionAction === undefined ? {} : { versionAction: `s3:${versionAction}` }),
  );

export const OBJECT_OPERATIONS: readonly S3Operation[] = [
  object('GetObject', READ_OBJECT, READS_KEY),
  object(
    'HeadObject',
    READ_OBJECT,
    READS_KEY,
    kms('GenerateDataKey', 'storedObject', 'the call asks for the checksum of an object under a KMS key', [
      'x-amz-checksum-mode',
    ]),
  ),
  object(
    'GetObjectAttributes',
    READ_OBJECT,
    onObject('GetObjectAttributes', 'reads the attributes', { versionAction: 's3:GetObjectVersionAttributes' }),
    READS_KEY,
  ),
  sameName('GetObjectAcl', 'GetObjectVersionAcl'),
  sameName('GetObjectTagging', 'GetObjectVersionTagging'),
  sameName('GetObjectRetention'),
  sameName('GetObjectLegalHold'),
  sameName('GetObjectTorrent', 'GetObjectVersionTorrent'),
  sameName('GetObjectAnnotation', 'GetObjectVersionAnnotation'),
  sameName('ListObjectAnnotations', 'ListObjectVersionAnnotations'),
  sameName('PutObjectAnnotation', 'PutObjectVersionAnnotation'),
  sameName('DeleteObjectAnnotation', 'DeleteObjectVersionAnnotation'),
  object('PutObject', onObject('PutObject', 'writes the object'), ...WRITE_EXTRAS, IF_MATCH_READS, WRITES_KEY),
  object('PostObject', onObject('PutObject', 'writes the object'), ...WRITE_EXTRAS, WRITES_KEY),
  object(
    'CreateMultipartUpload',
    onObject('PutObject', 'begins a multipart upload'),
    ...WRITE_EXTRAS,
    WRITES_KEY,
    PARTS_KEY,
  ),
  object('UploadPart', onObject('PutObject', 'writes a part'), WRITES_KEY, PARTS_KEY),
  object('CompleteMultipartUpload', onObject('PutObject', 'writes the object'), IF_MATCH_READS, PARTS_KEY),
  object(
    'ListParts',
    onObject('ListMultipartUploadParts', 'lists the parts'),
    kms('Decrypt', 'newObject', 'the parts are encrypted with a KMS key'),
  ),
  sameName('AbortMultipartUpload'),
  object(
    'CopyObject',
    READ_SOURCE,
    onSource('GetObjectTagging', 'the copy takes the tags of its source along', {
      versionAction: 's3:GetObjectVersionTagging',
      // With REPLACE the source's tags are not read.
      whenCarried: ['x-amz-tagging-directive=COPY'],
    }),
    kms('Decrypt', 'copySource', 'S3 decrypts the source with its KMS key'),
    onObject('PutObject', 'writes the copy'),
    ...WRITE_EXTRAS,
    IF_MATCH_READS,
    WRITES_KEY,
  ),
  object(
    'UploadPartCopy',
    READ_SOURCE,
    kms('Decrypt', 'copySource', 'S3 decrypts the source with its KMS key'),
    onObject('PutObject', 'writes the part'),
    WRITES_KEY,
    PARTS_KEY,
  ),
  object(
    'DeleteObject',
    DELETE,
    BYPASS,
    onObject('GetObject', 'a call with `If-Match` also needs to read the object', {
      whenCarried: ['if-match', 's3:if-match'],
    }),
  ),
  object('DeleteObjects', DELETE, BYPASS),
  sameName('PutObjectAcl', 'PutObjectVersionAcl'),
  sameName('PutObjectTagging', 'PutObjectVersionTagging'),
  sameName('DeleteObjectTagging', 'DeleteObjectVersionTagging'),
  object('PutObjectRetention', onObject('PutObjectRetention', 'PutObjectRetention needs it'), BYPASS),
  sameName('PutObjectLegalHold'),
  sameName('RestoreObject'),
  object('SelectObjectContent', onObject('GetObject', 'reads the object'), READS_KEY),
  object(
    'UpdateObjectEncryption',
    onObject('UpdateObjectEncryption', 'changes the encryption'),
    onObject('PutObject', 'writes the object anew'),
    READS_KEY,
    kms('ReEncryptFrom', 'storedObject', 'KMS re-encrypts the data key from the old key'),
    kms('ReEncryptTo', 'newObject', 'KMS re-encrypts the data key to the new key'),
    kms('Encrypt', 'newObject', 'S3 encrypts with the new key'),
    WRITES_KEY,
  ),
];
