import { z } from 'zod';
import type { SnapshotError } from '../evidence/snapshot.ts';

/** What an error of AWS means to a reader. */
export type ErrorKind =
  | 'denied'
  | 'throttled'
  | 'credentials'
  | 'elsewhere'
  | 'notFromHere'
  | 'accountClosed'
  | 'network'
  | 'timeout'
  | 'server'
  | 'malformed'
  | 'notRecorded'
  | 'rejected';

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
  ['malformed', /^(SyntaxError|ZodError|DeserializationError)$/],
  [
    'server',
    /^(InternalError|InternalFailure|InternalServer|ServiceUnavailable|ServiceException|ServerException|KMSInternal|DependencyTimeout)/,
  ],
];

// HEAD answers have no body, so the status is all there is; a server may also answer without a code of its own.
const BY_STATUS: readonly (readonly [from: number, to: number, kind: ErrorKind])[] = [
  // An answer that the SDK's parser of XML threw at: it gives no name of its own to that.
  [200, 299, 'malformed'],
  [301, 308, 'elsewhere'],
  [401, 401, 'credentials'],
  [403, 403, 'denied'],
  [405, 405, 'notFromHere'],
  [429, 429, 'throttled'],
  [500, 599, 'server'],
];

/** What a name and a status of an answer mean; a name that AWS made up since is `rejected` with its words kept. */
export function errorKind(name: string, httpStatus: number | undefined, code?: string): ErrorKind {
  const named = BY_NAME.find(([, names]) => names.test(name) || (code !== undefined && names.test(code)));
  // A server in distress answers with a page that no parser takes.
  if (named?.[0] === 'malformed' && httpStatus !== undefined && httpStatus >= 500) return 'server';
  if (named !== undefined) return named[0];
  if (httpStatus === undefined) return 'rejected';
  return BY_STATUS.find(([from, to]) => httpStatus >= from && httpStatus <= to)?.[2] ?? 'rejected';
}

/** What was thrown, as a value. */
export function awsError(thrown: unknown): AwsError {
  const parsed = Thrown.safeParse(thrown instanceof Error ? Object.assign(Object.create(null), pick(thrown)) : thrown);
  if (!parsed.success) return { kind: 'rejected', name: 'Error', message: String(thrown) };
  const { name, message, code, $metadata, $response, Region, region } = parsed.data;
  const httpStatus = $metadata?.httpStatusCode ?? $response?.statusCode;
  const elsewhere = $response?.headers?.['x-amz-bucket-region'] ?? Region ?? region;
  return {
    kind: errorKind(name, httpStatus, code),
    name: code !== undefined && /^(Error|AggregateError|TypeError)$/.test(name) ? code : name,
    // The SDK appends advice to its developers.
    message: message.replace(/\s*Deserialization error: to see the raw response[\s\S]*$/, ''),
    ...(httpStatus === undefined ? {} : { httpStatus }),
    ...(elsewhere === undefined ? {} : { region: elsewhere }),
  };
}

/** An error's own and inherited fields that matter; `$response` is not enumerable. */
function pick(error: Error): Record<string, unknown> {
  const names = ['name', 'message', 'code', '$metadata', '$response', 'Region', 'region'];
  return Object.fromEntries(names.map((name) => [name, Reflect.get(error, name)]));
}
