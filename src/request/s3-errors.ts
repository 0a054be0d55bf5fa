/** Problems for which AWS has no code of their own, only a sentence. */
export const PROBLEM_NAMES = [
  'RequestHasExpired',
  'NoGrantForPrefix',
  'SseCBlocked',
  'ObjectNotThere',
  'PublicAclBlocked',
  'PublicPolicyBlocked',
] as const;
export type ProblemName = (typeof PROBLEM_NAMES)[number];

export const ERRORS_PAGE = 'https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html';
const KMS_ERRORS = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html';

export type ErrorRow = readonly [code: string, what: string, help: string, docs?: string, name?: ProblemName];

/** Error codes of S3 that come with a 403, or are taken for one, and are not about permissions. */
export const S3_ERRORS: readonly ErrorRow[] = [
  [
    'InvalidAccessKeyId',
    'the access key does not exist, was deleted, or belongs to another partition or to an account whose region is not enabled',
    'check which credentials the program uses (`aws sts get-caller-identity`), and that temporary ones come with their session token',
  ],
  [
    'SignatureDoesNotMatch',
    'the signature does not fit the request: the secret key is wrong, or the request was changed on its way',
    'check the secret key for cut-off or extra characters, and proxies that change headers or the host',
  ],
  [
    'RequestTimeTooSkewed',
    "the clock of the machine is more than 15 minutes off S3's",
    'set the clock, for example with NTP, and try again',
  ],
  [
    'ExpiredToken',
    'the session of the temporary credentials has ended',
    'get new credentials: log in again, assume the role again, or restart what keeps the old ones',
  ],
  [
    'InvalidToken',
    'the session token is malformed, or the region is not enabled for the account that issued it',
    'get new credentials; for an opt-in region use the token of a regional STS endpoint',
  ],
  ['InvalidClientTokenId', 'the access key is not known to AWS', 'check which credentials the program uses'],
  [
    'InvalidSessionException',
    'the session of a directory bucket is not valid any more',
    'create a new session (`CreateSession`); current SDKs do so by themselves',
  ],
  [
    'MissingAuthenticationToken',
    'the request was not signed',
    'give the program credentials; for a public object ask with `anonymous` as the principal',
  ],
  ['MissingSecurityHeader', 'the request lacks a header that its signature needs', 'send the request with an AWS SDK'],
  [
    'InvalidSecurity',
    'the security credentials of the request are not valid',
    'check the credentials and their account',
  ],
  [
    'AccountProblem',
    'something is wrong with the account itself, so S3 refuses everything',
    'the account has to write to AWS Support',
  ],
  [
    'AllAccessDisabled',
    'all access to the bucket or object is disabled by AWS',
    'the account has to write to AWS Support: no policy changes this',
  ],
  ['NotSignedUp', 'the account is not signed up for S3', "finish the account's sign-up"],
  ['InvalidPayer', 'all access to the object is disabled: whoever pays for it has not paid', 'write to AWS Support'],
  [
    'InvalidObjectState',
    'the object is archived (S3 Glacier or an archive tier) and must be restored before it can be read',
    'restore it (`aws s3api restore-object`) and read it when the restore is done; permissions are not the trouble',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/restoring-objects.html',
  ],
  [
    'AccessControlListNotSupported',
    'the bucket has ACLs disabled (BucketOwnerEnforced), and the request carries an ACL',
    'leave the ACL out: the bucket owner owns every object, and policies give access',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html',
  ],
  [
    'PermanentRedirect',
    'the bucket is in another region, or is addressed at the wrong endpoint',
    "send the request to the bucket's region (`aws s3api head-bucket --bucket NAME` shows it)",
  ],
  ['TemporaryRedirect', "the bucket's DNS is being updated", 'follow the redirect, or use the regional endpoint'],
  [
    'AuthorizationHeaderMalformed',
    'the request is signed for another region than the one it was sent to',
    "sign for the bucket's region",
  ],
  [
    'IllegalLocationConstraintException',
    'the bucket is in another region than the endpoint that was asked',
    "use the endpoint of the bucket's region",
  ],
  ['InvalidRegion', 'the account has not enabled the region', 'enable the region in the account, or use another one'],
  ['NoSuchBucket', 'there is no such bucket', 'check the name and the partition'],
  [
    'NoSuchKey',
    'there is no such object, and the caller may know that: permissions are not the trouble',
    'check the key, its case and its slashes',
  ],
  ['NoSuchVersion', 'there is no such version of the object', 'check the version id'],
  [
    'NoSuchUpload',
    'there is no such upload in parts: it was completed or given up, or never begun',
    'begin the upload again; a lifecycle rule may end those that are not completed',
  ],
  [
    'MethodNotAllowed',
    "S3 takes this call only from the bucket owner's account, whatever permissions others have, or not on this resource (a delete marker, for example)",
    "for a bucket policy, make the call with credentials of the bucket's account; where a version of an object is read, it is a delete marker: read an older version",
  ],
  [
    'KMS.DisabledException',
    'the KMS key of the object is disabled',
    'enable the key (`aws kms enable-key`)',
    KMS_ERRORS,
  ],
  [
    'KMS.KMSInvalidStateException',
    'the KMS key of the object cannot be used in its state, for example because it is about to be deleted',
    'look at its state (`aws kms describe-key`); a deletion can be cancelled while it is pending',
    KMS_ERRORS,
  ],
  [
    'KMS.NotFoundException',
    'the KMS key does not exist in that region and account',
    "name a key in the bucket's region; an alias stands for a key of the requester's account",
    KMS_ERRORS,
  ],
  ['KMS.InvalidKeyUsageException', 'the KMS key is not a symmetric encryption key', 'use a symmetric key', KMS_ERRORS],
  [
    'UnauthorizedAccessError',
    'the account or domain is not registered for access in the China regions (ICP)',
    'register with ICP, or use the exception list of AWS China',
  ],
  ['UnauthorizedAccess', 'the account may not use the China regions yet (ICP)', 'register with ICP'],
  [
    'UnexpectedIPError',
    'the request came from an address that the China regions do not expect',
    'check the way it takes',
  ],
];

/** What does not come with a 403, though people meet it as one. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export const OTHER_STATUS: Readonly<Record<string, number | null>> = {
  ExpiredToken: 400,
  InvalidToken: 400,
  InvalidSessionException: 400,
  MissingSecurityHeader: 400,
  AccessControlListNotSupported: 400,
  PermanentRedirect: 301,
  TemporaryRedirect: 307,
  AuthorizationHeaderMalformed: 400,
  IllegalLocationConstraintException: 400,
  NoSuchBucket: 404,
  NoSuchKey: 404,
  NoSuchVersion: 404,
  NoSuchUpload: 404,
  MethodNotAllowed: 405,
  'KMS.DisabledException': 400,
  'KMS.KMSInvalidStateException': 400,
  'KMS.NotFoundException': 400,
  'KMS.InvalidKeyUsageException': 400,
  NoCredentials: null,
};
