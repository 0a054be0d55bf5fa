/** An error that no policy explains: what it means and what to do instead. */
export interface NotAPolicyProblem {
  readonly code: string;
  /** Which of the problems of one code it is; the code, where there is but one. */
  readonly name?: ProblemName;
  readonly what: string;
  readonly help: string;
  readonly docs: string;
}

/** Problems for which AWS has no code of their own, only a sentence. */
export type ProblemName = 'RequestHasExpired' | 'NoGrantForPrefix' | 'SseCBlocked';

const ERRORS = 'https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html';
const PRESIGNED = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html';
const KMS_ERRORS = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html';

type Row = readonly [code: string, what: string, help: string, docs?: string, name?: ProblemName];

/** Error codes of S3 that come with a 403, or are taken for one, and are not about permissions. */
const ROWS: readonly Row[] = [
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

/** Errors known by their sentence alone. */
const SENTENCES: readonly (readonly [pattern: RegExp, row: Row])[] = [
  [
    /\bRequest has expired\b/i,
    [
      'AccessDenied',
      'the presigned URL has expired',
      'sign a new URL; one signed with temporary credentials ends with them at the latest',
      PRESIGNED,
      'RequestHasExpired',
    ],
  ],
  [
    /CORSResponse|CORS Response|This CORS request is not allowed|CORS is not enabled for this bucket/i,
    [
      'CORS',
      "the browser asked for leave to send the request from another site, and the bucket's CORS configuration does not give it",
      "add the site's origin and the method to the bucket's CORS configuration; policies have no part in it",
      'https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors-troubleshooting.html',
    ],
  ],
  [
    /Unable to locate credentials|Could not load credentials from any providers|NoCredentialProviders/i,
    [
      'NoCredentials',
      'the program found no credentials, so the request was never sent',
      'configure credentials: a profile, a role or environment variables',
      'https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html',
    ],
  ],
  [
    /You do not have \S+ permissions to the requested S3 Prefix/i,
    [
      'AccessDenied',
      'no grant of S3 Access Grants covers the prefix for this identity',
      'look at the grants of the instance (`aws s3control list-access-grants`); Access Grants are not covered here',
      'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-grants.html',
      'NoGrantForPrefix',
    ],
  ],
];

const CODES: ReadonlyMap<string, Row> = new Map([
  ...ROWS.map((row) => [row[0].toLowerCase(), row] as const),
  ...ROWS.filter(([code]) => code === 'ExpiredToken').map((row) => ['expiredtokenexception', row] as const),
]);

/** Everything that is known of what policies do not explain. */
export const notAPolicyProblems = (): readonly NotAPolicyProblem[] =>
  [...ROWS, ...SENTENCES.map(([, row]) => row), SSE_C_BLOCKED].map(problemOf);

const problemOf = ([code, what, help, docs = ERRORS, name]: Row): NotAPolicyProblem =>
  name === undefined ? { code, what, help, docs } : { code, name, what, help, docs };

const SSE_C_BLOCKED: Row = [
  'AccessDenied',
  'the bucket blocks uploads encrypted with customer-provided keys (SSE-C)',
  'use SSE-S3 or SSE-KMS, or unblock SSE-C in the default encryption of the bucket',
  'https://docs.aws.amazon.com/AmazonS3/latest/userguide/blocking-unblocking-s3-c-encryption-gpb.html',
  'SseCBlocked',
];

/** A denial that AWS words as one of permissions, and that none explains. */
export function findHiddenProblem(text: string): NotAPolicyProblem | undefined {
  return /blocked upload requests that specify Server Side Encryption with Customer provided keys/i.test(text)
    ? problemOf(SSE_C_BLOCKED)
    : undefined;
}

/** What a text is about if it is one of S3's errors that policies do not explain; undefined for all else. */
export function findNotAPolicyProblem(text: string): NotAPolicyProblem | undefined {
  const bySentence = SENTENCES.find(([pattern]) => pattern.test(text))?.[1];
  if (bySentence !== undefined) return problemOf(bySentence);
  const word = text.match(/\b(?:KMS\.)?[A-Z][A-Za-z]{7,40}\b/g)?.find((name) => CODES.has(name.toLowerCase()));
  const row = word === undefined ? undefined : CODES.get(word.toLowerCase());
  return row === undefined ? undefined : problemOf(row);
}

/** The same for an error code by itself, as CloudTrail records it. */
export function notAPolicyProblemOfCode(code: string): NotAPolicyProblem | undefined {
  const row = CODES.get(code.toLowerCase());
  return row === undefined ? undefined : problemOf(row);
}
