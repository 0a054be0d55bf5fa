import { ERRORS_PAGE, type ErrorRow, OTHER_STATUS, type ProblemName, S3_ERRORS } from './s3-errors.ts';

/** An error that no policy explains: what it means and what to do instead. */
export interface NotAPolicyProblem {
  readonly code: string;
  /** Which of the problems of one code it is; the code, where there is but one. */
  readonly name?: ProblemName;
  /** The HTTP status it comes with; null: the request never reached S3. */
  readonly status: number | null;
  readonly what: string;
  readonly help: string;
  readonly docs: string;
}

const PRESIGNED = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html';
const BLOCK = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html';

/** Errors known by their sentence alone. */
const SENTENCES: readonly (readonly [pattern: RegExp, row: ErrorRow])[] = [
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

const CODES: ReadonlyMap<string, ErrorRow> = new Map([
  ...S3_ERRORS.map((row) => [row[0].toLowerCase(), row] as const),
  ...S3_ERRORS.filter(([code]) => code === 'ExpiredToken').map((row) => ['expiredtokenexception', row] as const),
]);

/** Everything that is known of what policies do not explain. */
export const notAPolicyProblems = (): readonly NotAPolicyProblem[] =>
  [...S3_ERRORS, ...SENTENCES.map(([, row]) => row), ...HIDDEN.map(([, row]) => row)].map(problemOf);

function problemOf([code, what, help, docs = ERRORS_PAGE, name]: ErrorRow): NotAPolicyProblem {
  const { [code]: status = 403 } = OTHER_STATUS;
  return { code, ...(name === undefined ? {} : { name }), status, what, help, docs };
}

/** Denials that AWS words as ones of permissions. */
const HIDDEN: readonly (readonly [pattern: RegExp, row: ErrorRow])[] = [
  [
    /blocked upload requests that specify Server Side Encryption with Customer provided keys/i,
    [
      'AccessDenied',
      'the bucket blocks uploads encrypted with customer-provided keys (SSE-C)',
      'use SSE-S3 or SSE-KMS, or unblock SSE-C in the default encryption of the bucket',
      'https://docs.aws.amazon.com/AmazonS3/latest/userguide/blocking-unblocking-s3-c-encryption-gpb.html',
      'SseCBlocked',
    ],
  ],
  [
    /calling the (?:Get|Head)Object operation(?:(?!calling the )[\s\S]){0,600}?not authorized to perform:? s3:ListBucket\b/i,
    [
      'AccessDenied',
      'the object that was asked for is not there: AWS speaks of `s3:ListBucket` for a read of an object only where it does not say 404, since the caller may not list the bucket',
      'look at the key, its case and its slashes; to be told 404 instead, the caller needs `s3:ListBucket` on the bucket',
      'https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html',
      'ObjectNotThere',
    ],
  ],
  [
    /public ACLs are prevented by the BlockPublicAcls setting/i,
    [
      'AccessDenied',
      'the request carries a public ACL, and `BlockPublicAcls` of Block Public Access rejects those',
      'leave the ACL out of the request, and give access to named principals by the bucket policy; Block Public Access stays on',
      BLOCK,
      'PublicAclBlocked',
    ],
  ],
  [
    /public policies are prevented by the BlockPublicPolicy setting/i,
    [
      'AccessDenied',
      'the policy that is put is public, and `BlockPublicPolicy` of Block Public Access rejects those',
      'limit each of its Allows to named principals, or to `aws:PrincipalOrgID`; Block Public Access stays on',
      BLOCK,
      'PublicPolicyBlocked',
    ],
  ],
];

/** A denial that AWS words as one of permissions, and that none explains. */
export function findHiddenProblem(text: string): NotAPolicyProblem | undefined {
  const row = HIDDEN.find(([pattern]) => pattern.test(text))?.[1];
  return row === undefined ? undefined : problemOf(row);
}

/** What a text is about if it is one of S3's errors that policies do not explain; undefined for all else. */
export function findNotAPolicyProblem(text: string): NotAPolicyProblem | undefined {
  const bySentence = SENTENCES.find(([pattern]) => pattern.test(text))?.[1];
  if (bySentence !== undefined) return problemOf(bySentence);
  const word = text.match(/\b(?:KMS\.)?[A-Z][A-Za-z]{7,40}\b/g)?.find((name) => CODES.has(name.toLowerCase()));
  const row = word === undefined ? undefined : CODES.get(word.toLowerCase());
  return row === undefined ? undefined : problemOf(row);
}

/** The same for an error code by itself, as CloudTrail records it: in KMS's own events without the `KMS.` that S3 sets before it. */
export function notAPolicyProblemOfCode(code: string, source = 's3.amazonaws.com'): NotAPolicyProblem | undefined {
  const row = CODES.get(`${source === 'kms.amazonaws.com' ? 'kms.' : ''}${code.toLowerCase()}`);
  return row === undefined ? undefined : problemOf(row);
}
