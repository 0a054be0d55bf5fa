import { performance } from 'node:perf_hooks';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openCollectSession, openReplaySession } from '../../src/collect/collect-session.ts';
import { CannotAssumeRole, SELF } from '../../src/collect/gate.ts';
import type { Inputs } from '../../src/collect/inputs.ts';
import { noneBy, permissionOf } from '../../src/collect/permissions.ts';
import { policyDocument } from '../../src/collect/policy-text.ts';
import { read } from '../../src/collect/read.ts';
import { READ_NAMES, type ReadName } from '../../src/collect/reads.ts';
import { UNREAD_REASONS, type UnreadReason } from '../../src/evidence/reading.ts';
import { IN_TIME_MILLISECONDS } from '../in-time.ts';
import { awsSays, fakeGate, type Respond } from './fake-gate.ts';

const NOW = new Date('2026-11-20T10:00:00Z');
const OWNER = '444455556666';
const ROLE = 'role `S3AccessDiagnostics` of account 444455556666';
const FOUND = { Policy: '{}' };

const throwing =
  (error: unknown): Respond =>
  () => {
    throw error;
  };

/** An answer that a proxy gave with a page of its own: only its header tells. */
function page(status: number): Error {
  const error = awsSays('Unknown', { message: 'UnknownError', status });
  const headers = { 'content-type': 'text/html; charset=utf-8' };
  return Object.assign(error, { $response: { statusCode: status, headers } });
}
const said = (name: string, status: number, message: string) => awsSays(name, { status, message });
// As the SDK throws it: the parser's words, and advice to its developers.
const unparsed = (status: number) =>
  said(
    'Error',
    status,
    '@aws-sdk XML parse error: mismatched tags <meta> and </head>.\n  Deserialization error: to see the raw response, inspect the hidden field {error}.$response',
  );
const roleArn = `arn:aws:iam::${OWNER}:role/S3AccessDiagnostics`;
const notAssumed = (error: Error) => new CannotAssumeRole(OWNER, roleArn, error);

const enriched =
  'User: arn:aws:sts::444455556666:assumed-role/S3AccessDiagnostics/s3-403-U1 is not authorized to perform: s3:GetBucketPolicy on resource: "arn:aws:s3:::ledger" with an explicit deny in a resource-based policy';
const NO_KEY = 'The AWS Access Key Id you provided does not exist in our records.';

interface Row {
  readonly happens: string;
  readonly respond: Respond;
  readonly reason: UnreadReason;
  /** What a person is told, for GetBucketPolicy in eu-central-1 if no other region is said. */
  readonly because: string;
  readonly region?: string;
  /** Where it is not the permission of the read. */
  readonly needs?: string;
}
const row = (happens: string, error: unknown, reason: UnreadReason, because: string, more: Partial<Row> = {}): Row => ({
  happens,
  respond: throwing(error),
  reason,
  because,
  ...more,
});

// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html and the "Common errors" of each service
const ROWS: readonly Row[] = [
  row('access is denied', said('AccessDenied', 403, ''), 'denied', `${ROLE} was denied \`s3:GetBucketPolicy\``),
  row(
    'access is denied, and AWS says why',
    said('AccessDenied', 403, enriched),
    'denied',
    `${ROLE} was denied \`s3:GetBucketPolicy\`, with an explicit deny in a resource-based policy`,
  ),
  row(
    'access is denied without a body, as to HEAD',
    awsSays('403', { status: 403 }),
    'denied',
    `${ROLE} was denied \`s3:GetBucketPolicy\``,
  ),
  row(
    'access is denied by EC2',
    said('UnauthorizedOperation', 403, 'You are not authorized to perform this operation.'),
    'denied',
    `${ROLE} was denied \`s3:GetBucketPolicy\``,
  ),
  row(
    'the role is refused',
    notAssumed(said('AccessDenied', 403, '')),
    'notAssumed',
    `role \`${roleArn}\` could not be assumed: it does not exist, or does not trust the caller`,
    { needs: 'sts:AssumeRole' },
  ),
  row(
    'STS is not activated in the region',
    notAssumed(said('RegionDisabledException', 403, 'STS is not activated in this region for account:444455556666.')),
    'regionDisabled',
    `role \`${roleArn}\` could not be assumed: \`RegionDisabledException\`: STS is not activated in this region for account:444455556666.`,
    { needs: 'sts:AssumeRole' },
  ),
  row(
    'STS throttles',
    notAssumed(said('Throttling', 400, 'Rate exceeded')),
    'throttled',
    `role \`${roleArn}\` could not be assumed: \`Throttling\`: Rate exceeded`,
    { needs: 'sts:AssumeRole' },
  ),
  row(
    'what is asked for by name is gone',
    said('NoSuchBucket', 404, 'The specified bucket does not exist'),
    'missing',
    'there is nothing (any more) that `GetBucketPolicy` asks for: `NoSuchBucket`: The specified bucket does not exist',
  ),
  row(
    'the role is gone between two calls',
    said('NoSuchEntity', 404, 'The role with name reports cannot be found.'),
    'missing',
    'there is nothing (any more) that `GetBucketPolicy` asks for: `NoSuchEntity`: The role with name reports cannot be found.',
  ),
  row(
    'another account owns the bucket',
    said('MethodNotAllowed', 405, 'The specified method is not allowed against this resource.'),
    'notFromHere',
    '`GetBucketPolicy` is answered only in the account that owns the bucket',
  ),
  row(
    'a region that was not enabled does not know the key',
    said('InvalidAccessKeyId', 403, NO_KEY),
    'regionDisabled',
    `me-central-1, which each account enables for itself, does not take ${ROLE}: \`InvalidAccessKeyId\`: ${NO_KEY}`,
    { region: 'me-central-1' },
  ),
  row(
    'nor does its EC2',
    said('AuthFailure', 401, 'AWS was not able to validate the provided access credentials'),
    'regionDisabled',
    `il-central-1, which each account enables for itself, does not take ${ROLE}: \`AuthFailure\`: AWS was not able to validate the provided access credentials`,
    { region: 'il-central-1' },
  ),
  row(
    'nor its KMS',
    said('UnrecognizedClientException', 400, 'The security token included in the request is invalid.'),
    'regionDisabled',
    `ap-southeast-7, which each account enables for itself, does not take ${ROLE}: \`UnrecognizedClientException\`: The security token included in the request is invalid.`,
    { region: 'ap-southeast-7' },
  ),
  row(
    'a token of the global endpoint is of no use there',
    said('InvalidToken', 400, 'The provided token is malformed or otherwise not valid.'),
    'regionDisabled',
    `eu-south-2, which each account enables for itself, does not take ${ROLE}: \`InvalidToken\`: The provided token is malformed or otherwise not valid.`,
    { region: 'eu-south-2' },
  ),
  row(
    'a region of all accounts does not know the key',
    said('InvalidAccessKeyId', 403, NO_KEY),
    'credentials',
    `AWS did not accept ${ROLE} in eu-central-1: \`InvalidAccessKeyId\`: ${NO_KEY}`,
  ),
  row(
    'the credentials have expired',
    said('ExpiredToken', 400, 'The provided token has expired.'),
    'credentials',
    `AWS did not accept ${ROLE} in eu-central-1: \`ExpiredToken\`: The provided token has expired.`,
  ),
  row(
    'the credentials have expired, and the region is one to enable',
    said('ExpiredTokenException', 400, 'The security token included in the request is expired'),
    'credentials',
    `AWS did not accept ${ROLE} in me-south-1: \`ExpiredTokenException\`: The security token included in the request is expired`,
    { region: 'me-south-1' },
  ),
  row(
    'there are no credentials',
    awsSays('CredentialsProviderError', { message: 'Could not load credentials from any providers' }),
    'credentials',
    `AWS did not accept ${ROLE} in eu-central-1: \`CredentialsProviderError\`: Could not load credentials from any providers`,
  ),
  row(
    'the account is suspended',
    said('AllAccessDisabled', 403, 'All access to this object has been disabled'),
    'accountClosed',
    'the account does not answer `GetBucketPolicy`: `AllAccessDisabled`: All access to this object has been disabled',
  ),
  row(
    'there is a problem with the account',
    said('AccountProblem', 403, 'There is a problem with your AWS account.'),
    'accountClosed',
    'the account does not answer `GetBucketPolicy`: `AccountProblem`: There is a problem with your AWS account.',
  ),
  row(
    'the account never signed up',
    said('NotSignedUp', 403, 'Your account is not signed up for the Amazon S3 service.'),
    'accountClosed',
    'the account does not answer `GetBucketPolicy`: `NotSignedUp`: Your account is not signed up for the Amazon S3 service.',
  ),
  row(
    'S3 redirects, and does not say where to',
    said('PermanentRedirect', 301, ''),
    'elsewhere',
    '`GetBucketPolicy` was asked in eu-central-1, but the bucket is in another region',
  ),
  row(
    'S3 redirects for the while',
    said('TemporaryRedirect', 307, ''),
    'elsewhere',
    '`GetBucketPolicy` was asked in eu-central-1, but the bucket is in another region',
  ),
  row(
    'S3 redirects twice',
    awsSays('PermanentRedirect', { status: 301, region: 'eu-west-3' }),
    'elsewhere',
    '`GetBucketPolicy` was asked in eu-central-1, but the bucket is in eu-west-3',
  ),
  row(
    'the signature is of another region',
    awsSays('AuthorizationHeaderMalformed', { status: 400, region: 'eu-west-3' }),
    'elsewhere',
    '`GetBucketPolicy` was asked in eu-central-1, but the bucket is in eu-west-3',
  ),
  ...(
    [
      ['Throttling', 400],
      ['ThrottlingException', 400],
      ['ThrottledException', 400],
      ['TooManyRequestsException', 429],
      ['RequestLimitExceeded', 503],
      ['SlowDown', 503],
      ['UnknownError', 429],
    ] as const
  ).map(([name, status]) =>
    row(
      `AWS throttles (${name}, ${status})`,
      said(name, status, 'Rate exceeded'),
      'throttled',
      'AWS throttled `GetBucketPolicy` until the time was up; ask again in a minute',
    ),
  ),
  {
    happens: 'AWS does not answer',
    respond: () => new Promise(() => {}),
    reason: 'timeout',
    because: '`GetBucketPolicy` had no answer within 0.3 s',
  },
  row(
    'the request times out',
    awsSays('TimeoutError', { message: 'socket timed out' }),
    'timeout',
    '`GetBucketPolicy` had no answer within 0.3 s',
  ),
  row(
    'AWS fails',
    said('InternalError', 500, 'We encountered an internal error. Please try again.'),
    'server',
    's3 failed to answer `GetBucketPolicy`: `InternalError`: We encountered an internal error. Please try again.',
  ),
  row(
    'AWS is not there',
    said('ServiceUnavailable', 503, 'Service is unable to handle request.'),
    'server',
    's3 failed to answer `GetBucketPolicy`: `ServiceUnavailable`: Service is unable to handle request.',
  ),
  row('AWS fails with a page', page(502), 'server', 's3 failed to answer `GetBucketPolicy`: HTTP 502'),
  row(
    'AWS fails with a page that no parser takes',
    unparsed(503),
    'server',
    's3 failed to answer `GetBucketPolicy`: HTTP 503',
  ),
  row(
    'the connection is reset',
    awsSays('Error', { code: 'ECONNRESET', message: 'socket hang up' }),
    'network',
    'no connection to s3 in eu-central-1: `ECONNRESET`: socket hang up',
  ),
  row(
    'the connection is refused',
    awsSays('AggregateError', { code: 'ECONNREFUSED' }),
    'network',
    'no connection to s3 in eu-central-1: `ECONNREFUSED`',
  ),
  row(
    'the name of the host is not known',
    awsSays('Error', { code: 'ENOTFOUND', message: 'getaddrinfo ENOTFOUND s3.eu-central-1.amazonaws.com' }),
    'network',
    'no connection to s3 in eu-central-1: `ENOTFOUND`: getaddrinfo ENOTFOUND s3.eu-central-1.amazonaws.com',
  ),
  row(
    'the answer is no XML',
    unparsed(200),
    'malformed',
    'the answer to `GetBucketPolicy` could not be understood: `SyntaxError`: XML parse error: mismatched tags <meta> and </head>.',
  ),
  row(
    'the answer is no JSON',
    awsSays('SyntaxError', { status: 200, message: `Unexpected token '<', "<html>" is not valid JSON` }),
    'malformed',
    'the answer to `GetBucketPolicy` could not be understood: `SyntaxError`: Unexpected token \'<\', "<html>" is not valid JSON',
  ),
  row(
    'a proxy denies with a page of its own',
    page(403),
    'malformed',
    'the answer to `GetBucketPolicy` could not be understood: a page of HTML in place of an answer of AWS',
  ),
  {
    happens: 'the answer is empty',
    respond: () => ({}),
    reason: 'malformed',
    because:
      'the answer to `GetBucketPolicy` could not be understood: `Policy`: invalid input: expected string, received undefined',
  },
  {
    happens: 'there is no answer in the answer',
    respond: () => undefined,
    reason: 'malformed',
    because:
      'the answer to `GetBucketPolicy` could not be understood: `Policy`: invalid input: expected string, received undefined',
  },
  {
    happens: 'the answer is of another shape',
    respond: () => ({ Policy: 7 }),
    reason: 'malformed',
    because:
      'the answer to `GetBucketPolicy` could not be understood: `Policy`: invalid input: expected string, received number',
  },
  row(
    'AWS has an error that is new',
    said('TeapotException', 418, 'short and stout'),
    'rejected',
    'AWS rejected `GetBucketPolicy`: `TeapotException`: short and stout',
  ),
  row(
    'something is thrown that is no error',
    'nonsense',
    'rejected',
    'AWS rejected `GetBucketPolicy`: `Error`: nonsense',
  ),
];

const Policy = z.object({ Policy: z.string() });
const readPolicy = (
  session: Parameters<typeof read>[0],
  region = 'eu-central-1',
  name: ReadName = 's3:GetBucketPolicy',
) => {
  const input: Inputs['s3:GetBucketPolicy'] = { Bucket: 'ledger' };
  return read(session, name, { account: OWNER, region, input, output: Policy });
};
// Short only where it is waited for: on a busy machine four hundred milliseconds may pass before the first call.
const budgetOf = (reason?: UnreadReason) => (reason === 'timeout' ? 400 : 2_000);
const sessionOf = (respond: Respond, reason?: UnreadReason) =>
  openCollectSession({ gate: fakeGate(respond), now: NOW, budgetMilliseconds: budgetOf(reason) });

describe.each(ROWS)('where $happens', ({ happens, respond, reason, because, region, needs = 's3:GetBucketPolicy' }) => {
  const expected = { kind: 'unreadable', reason, needs, account: OWNER, because };

  test('a person is told so', async () => {
    const started = performance.now();
    const session = sessionOf(respond, reason);
    expect(await readPolicy(session, region)).toEqual(expected);
    expect(performance.now() - started).toBeLessThan(IN_TIME_MILLISECONDS);
    // Of no answer there is nothing to record but that; the rest comes back from the file.
    const replayed = openReplaySession(JSON.parse(JSON.stringify(session.snapshot())), {
      budgetMilliseconds: budgetOf(reason),
    });
    expect(await readPolicy(replayed, region)).toEqual(expected);
  });

  test('it is so for every read, and never means that there is none', async () => {
    const readings = READ_NAMES.map(async (name) => {
      const reading = await readPolicy(sessionOf(respond, reason), region, name);
      return { name, reading };
    });
    for (const { name, reading } of await Promise.all(readings)) {
      // What means "none" of one read is an error of another.
      if (reason === 'missing' && noneBy(name).some((none) => because.includes(`\`${none}\``))) {
        expect(reading, name).toEqual({ kind: 'absent' });
        continue;
      }
      // HEAD has no body, whatever its header says: its status is all there is.
      if (happens.includes('with a page of its own') && /:Head/.test(name)) {
        expect(reading, name).toMatchObject({ kind: 'unreadable', reason: 'denied' });
        continue;
      }
      const lacks = needs === 's3:GetBucketPolicy' ? permissionOf(name) : needs;
      expect(reading, name).toMatchObject({ kind: 'unreadable', reason, needs: lacks, account: OWNER });
    }
  });
});

test('every reason that a read can have is in the table', () => {
  const reasons = new Set(ROWS.map(({ reason }) => reason));
  const others: readonly UnreadReason[] = ['unparsable', 'notRecorded', 'notTold'];
  expect(UNREAD_REASONS.filter((reason) => !reasons.has(reason))).toEqual(others);
});

test('what the snapshot does not hold is said to be missing there', async () => {
  const replay = openReplaySession({ schemaVersion: 1, recordedAt: NOW.toISOString(), calls: [] });
  expect(await readPolicy(replay)).toEqual({
    kind: 'unreadable',
    reason: 'notRecorded',
    needs: 's3:GetBucketPolicy',
    account: OWNER,
    because: '`GetBucketPolicy` is not in the snapshot',
  });
});

test('what AWS said before the time was up is told, not that it was', async () => {
  let asked = 0;
  const respond: Respond = () => {
    asked += 1;
    if (asked === 1) throw said('SlowDown', 503, 'Please reduce your request rate.');
    return new Promise(() => {});
  };
  expect(await readPolicy(sessionOf(respond, 'timeout'))).toMatchObject({ kind: 'unreadable', reason: 'throttled' });
  expect(asked).toBe(2);
});

test('who reads with the credentials at hand is told without an account', async () => {
  const denied = sessionOf(throwing(said('AccessDenied', 403, '')));
  const reading = await read(denied, 's3:GetBucketPolicy', {
    account: SELF,
    region: 'eu-central-1',
    input: { Bucket: 'ledger' },
    output: Policy,
  });
  expect(reading).toEqual({
    kind: 'unreadable',
    reason: 'denied',
    needs: 's3:GetBucketPolicy',
    because: 'the credentials at hand were denied `s3:GetBucketPolicy`',
  });
});

describe('only its own error means "there is none"', () => {
  const nones = READ_NAMES.flatMap((name) => noneBy(name).map((none) => [none, name] as const));
  test.each(nones)('%s of %s', async (none, name) => {
    const session = sessionOf(throwing(said(none, 404, '')));
    expect(await readPolicy(session, undefined, name)).toEqual({ kind: 'absent' });
    const answered = sessionOf(() => FOUND);
    expect(await readPolicy(answered, undefined, name)).toEqual({ kind: 'found', value: FOUND });
  });

  test('a name that only begins like it does not', async () => {
    const session = sessionOf(throwing(said('NoSuchBucketPolicyYet', 404, '')));
    expect(await readPolicy(session)).toMatchObject({ kind: 'unreadable', reason: 'missing' });
  });
});

describe('a policy that is there, and is none that can be evaluated', () => {
  const place = { needs: 's3:GetBucketPolicy', account: OWNER, of: 'bucket policy of `ledger`' };
  const none = 'the bucket policy of `ledger` was read, but it is no policy that can be evaluated: ';
  test.each<[string, Parameters<typeof policyDocument>[0], string]>([
    ['is no JSON', 'Version: 2012-10-17', '`line 1, column 1`: the text is not JSON from here on'],
    ['is cut off', '{"Version":"2012-10-17","Statement":[', '`line 1, column 38`: the text is not JSON from here on'],
    ['is empty', '', '`line 1, column 1`: the text is not JSON from here on'],
    ['is JSON and no object', '[]', 'an array stands where a policy is wanted'],
    ['is JSON and no policy', '{"Hello":"world"}', '`Hello`: a policy has no element `Hello`'],
    [
      'has an effect that there is not',
      '{"Statement":{"Effect":"Maybe","Action":"*","Resource":"*"}}',
      '`Statement.Effect`: `Maybe` is no Effect',
    ],
    ['is badly URL-encoded', '%7B%22Version%22%3A%E0%A4%A', '`line 1, column 1`: the text is not JSON from here on'],
    ['is an object and no policy', { Hello: 'world' }, '`Hello`: a policy has no element `Hello`'],
  ])('%s', (_sentence, text, because) => {
    expect(policyDocument(text, place)).toEqual({
      kind: 'unreadable',
      reason: 'unparsable',
      needs: 's3:GetBucketPolicy',
      account: OWNER,
      because: `${none}${because}`,
    });
  });
});
