import { z } from 'zod';
import type { UnreadReason } from '../evidence/reading.ts';
import type { SnapshotError } from '../evidence/snapshot.ts';
import type { GateCall } from './gate.ts';
import { isOptInRegion } from './opt-in-region.ts';
import type { ReadName } from './reads.ts';

/** What an error of AWS means to a reader. */
export type ErrorKind = Exclude<UnreadReason, 'notAssumed' | 'unparsable' | 'notTold'>;

export interface AwsError extends SnapshotError {
  readonly kind: ErrorKind;
}

const Thrown = z.looseObject({
  name: z.string().catch('Error'),
  message: z.string().catch(''),
  code: z.string().optional().catch(undefined),
  $metadata: z.looseObject({ httpStatusCode: z.number().optional() }).optional().catch(undefined),
  $response: z
    .looseObject({
      statusCode: z.number().optional().catch(undefined),
      headers: z.record(z.string(), z.string()).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
  Region: z.string().optional().catch(undefined),
  region: z.string().optional().catch(undefined),
});

// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html and each service's own "Common Errors".
const BY_NAME: readonly (readonly [kind: ErrorKind, names: RegExp])[] = [
  ['notRecorded', /^NotInSnapshot$/],
  ['timeout', /^(TimeoutError|AbortError|RequestTimeout|RequestTimeoutException|OutOfTime)$/],
  [
    'throttled',
    /^(Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|RequestThrottled|LimitExceededException$|PriorRequestNotComplete|BandwidthLimitExceeded|ProvisionedThroughputExceeded|ConcurrentModification)/,
  ],
  ['regionDisabled', /^(RegionDisabled|InvalidRegion)/],
  [
    'credentials',
    /^(ExpiredToken|InvalidClientTokenId|UnrecognizedClient|InvalidAccessKeyId|CredentialsProviderError|TokenProviderError|SignatureDoesNotMatch|InvalidSignature|InvalidToken|RequestExpired|RequestTimeTooSkewed|AuthFailure|MissingAuthenticationToken|IncompleteSignature|NoSuchCredentials|CredentialUnavailable)/,
  ],
  [
    'elsewhere',
    /^(PermanentRedirect|TemporaryRedirect|Redirect|AuthorizationHeaderMalformed|IllegalLocationConstraint)/,
  ],
  [
    'accountClosed',
    /^(AccountProblem|AllAccessDisabled|NotSignedUp|OptInRequired|SubscriptionRequired|InvalidPayer|AccountSuspended)/,
  ],
  ['notFromHere', /^MethodNotAllowed$/],
  ['denied', /^(AccessDenied|UnauthorizedOperation|Unauthorized|AuthorizationError|Forbidden|NotAuthorized)/],
  ['network', /^(NetworkingError|ECONN|ENOTFOUND|EAI_AGAIN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|CERT_|UND_ERR)/],
  ['malformed', /^(SyntaxError|ZodError|DeserializationError|Malformed)$/],
  [
    'server',
    /^(InternalError|InternalFailure|InternalServer|ServiceUnavailable|ServiceException|ServerException|KMSInternal|DependencyTimeout)/,
  ],
  ['missing', /^NoSuch|NotFound(?:Exception|Error)?$|^InvalidInstanceID\b/],
];

// HEAD answers have no body, so the status is all there is; a server may also answer without a code of its own.
const BY_STATUS: readonly (readonly [from: number, to: number, kind: ErrorKind])[] = [
  // An answer that the SDK's parser of XML threw at: it gives no name of its own to that.
  [200, 299, 'malformed'],
  [301, 308, 'elsewhere'],
  [401, 401, 'credentials'],
  [403, 403, 'denied'],
  [404, 404, 'missing'],
  [405, 405, 'notFromHere'],
  [429, 429, 'throttled'],
  [500, 599, 'server'],
];

/**
 * What a region that an account has not enabled says to its credentials: it does not know them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_enable-regions.html
 */
const UNKNOWN_CREDENTIALS =
  /^(InvalidAccessKeyId|InvalidClientTokenId|UnrecognizedClient|InvalidToken|AuthFailure|OptInRequired)/;

/** What a name and a status of an answer mean; a name that AWS made up since is `rejected` with its words kept. */
export function errorKind(name: string, httpStatus: number | undefined, code?: string, region?: string): ErrorKind {
  if (region !== undefined && isOptInRegion(region) && UNKNOWN_CREDENTIALS.test(name)) return 'regionDisabled';
  const named = BY_NAME.find(([, names]) => names.test(name) || (code !== undefined && names.test(code)));
  // A server in distress answers with a page that no parser takes.
  if (named?.[0] === 'malformed' && httpStatus !== undefined && httpStatus >= 500) return 'server';
  if (named !== undefined) return named[0];
  if (httpStatus === undefined) return 'rejected';
  return BY_STATUS.find(([from, to]) => httpStatus >= from && httpStatus <= to)?.[2] ?? 'rejected';
}

/** What was thrown, as a value; `call`: to what, where it was a call of AWS. */
export function awsError(thrown: unknown, call?: Pick<GateCall, 'name' | 'region'>): AwsError {
  const parsed = Thrown.safeParse(thrown instanceof Error ? Object.assign(Object.create(null), pick(thrown)) : thrown);
  if (!parsed.success) return { kind: 'rejected', name: 'Error', message: String(thrown) };
  const { code, $metadata, $response, Region, region: recorded } = parsed.data;
  const httpStatus = $metadata?.httpStatusCode ?? $response?.statusCode;
  const elsewhere = $response?.headers?.['x-amz-bucket-region'] ?? Region ?? recorded;
  const { name, message } = wordsOf(parsed.data, call?.name);
  return {
    kind: errorKind(name, httpStatus, code, call?.region),
    name: code !== undefined && /^(Error|AggregateError|TypeError)$/.test(name) ? code : name,
    message,
    ...(httpStatus === undefined ? {} : { httpStatus }),
    ...(elsewhere === undefined ? {} : { region: elsewhere }),
  };
}

/** Of what no service of AWS said, and only the SDK's parser stumbled over, that it was so. */
function wordsOf({ name, message, $response }: z.infer<typeof Thrown>, call?: ReadName) {
  // What stands between here and AWS answers with pages, in which the SDK finds no name; AWS's services answer with XML or
  // JSON, errors too, and to HEAD without a body.
  const isPage = /\btext\/html\b/.test($response?.headers?.['content-type'] ?? '') && name === 'Unknown';
  if (isPage && call !== 's3:HeadBucket' && call !== 's3:HeadObject') {
    return { name: 'Malformed', message: 'a page of HTML in place of an answer of AWS' };
  }
  // The SDK appends advice to its developers.
  const [said = ''] = message.split(/\s*Deserialization error: to see the raw response/);
  const parser = /^@aws-sdk (XML parse error: .*)/s.exec(said)?.[1];
  return parser === undefined ? { name, message: said } : { name: 'SyntaxError', message: parser };
}

/** An error's own and inherited fields that matter; `$response` is not enumerable. */
function pick(error: Error): Record<string, unknown> {
  const names = ['name', 'message', 'code', '$metadata', '$response', 'Region', 'region'];
  return Object.fromEntries(names.map((name) => [name, Reflect.get(error, name)]));
}
