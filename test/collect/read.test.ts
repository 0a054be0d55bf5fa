import { performance } from 'node:perf_hooks';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type CollectSession, openCollectSession, openReplaySession } from '../../src/collect/collect-session.ts';
import { CannotAssumeRole } from '../../src/collect/gate.ts';
import { read } from '../../src/collect/read.ts';
import { IN_TIME_MILLISECONDS } from '../in-time.ts';
import { awsSays, fakeGate, type Respond } from './fake-gate.ts';

const NOW = new Date('2026-11-20T10:00:00Z');
const Policy = z.object({ Policy: z.string() });

const sessionOf = (respond: Respond, budgetMilliseconds = 1_000, wait: number | (() => number) = 0): CollectSession =>
  openCollectSession({ gate: fakeGate(respond, wait), now: NOW, budgetMilliseconds });

const readPolicy = (session: CollectSession, region = 'eu-central-1') =>
  read(session, 's3:GetBucketPolicy', {
    account: '444455556666',
    region,
    input: { Bucket: 'ledger' },
    output: Policy,
    absentWhen: ['NoSuchBucketPolicy'],
  });

const throwing = (error: unknown) => (): never => {
  throw error;
};

test('an answer is found', async () => {
  expect(await readPolicy(sessionOf(() => ({ Policy: '{}' })))).toEqual({ kind: 'found', value: { Policy: '{}' } });
});

test('the error that means "there is none" is absent, and nothing else is', async () => {
  expect(await readPolicy(sessionOf(throwing(awsSays('NoSuchBucketPolicy', { status: 404 }))))).toEqual({
    kind: 'absent',
  });
});

const enriched =
  'User: arn:aws:sts::444455556666:assumed-role/S3AccessDiagnostics/s3-403-U1 is not authorized to perform: s3:GetBucketPolicy on resource: "arn:aws:s3:::ledger" with an explicit deny in a resource-based policy';

describe('an error is unreadable and says in words what to do about it', () => {
  test.each<[string, unknown, string]>([
    [
      'AccessDenied names who lacks which permission',
      awsSays('AccessDenied', { status: 403 }),
      'role `S3AccessDiagnostics` of account 444455556666 was denied `s3:GetBucketPolicy`',
    ],
    [
      "AccessDenied keeps AWS's reason",
      awsSays('AccessDenied', { status: 403, message: enriched }),
      'role `S3AccessDiagnostics` of account 444455556666 was denied `s3:GetBucketPolicy`, with an explicit deny in a resource-based policy',
    ],
    [
      'a bodyless 403 is a denial, too',
      awsSays('403', { status: 403 }),
      'role `S3AccessDiagnostics` of account 444455556666 was denied `s3:GetBucketPolicy`',
    ],
    [
      '405 is S3 saying that another account owns the bucket',
      awsSays('MethodNotAllowed', { status: 405 }),
      '`GetBucketPolicy` is answered only in the account that owns the bucket',
    ],
    [
      'expired credentials are named as such',
      awsSays('ExpiredToken', { status: 400, message: 'The provided token has expired.' }),
      'AWS did not accept role `S3AccessDiagnostics` of account 444455556666 in eu-central-1: `ExpiredToken`: The provided token has expired.',
    ],
    [
      'a region that is not enabled does not know the key',
      awsSays('InvalidAccessKeyId', { status: 403, message: 'The AWS Access Key Id you provided does not exist.' }),
      'AWS did not accept role `S3AccessDiagnostics` of account 444455556666 in eu-central-1: `InvalidAccessKeyId`: The AWS Access Key Id you provided does not exist.',
    ],
    [
      'no credentials at all',
      awsSays('CredentialsProviderError', { message: 'Could not load credentials from any providers' }),
      'AWS did not accept role `S3AccessDiagnostics` of account 444455556666 in eu-central-1: `CredentialsProviderError`: Could not load credentials from any providers',
    ],
    [
      'a suspended account',
      awsSays('AllAccessDisabled', { status: 403, message: 'All access to this object has been disabled' }),
      'the account does not answer `GetBucketPolicy`: `AllAccessDisabled`: All access to this object has been disabled',
    ],
    [
      'a connection that is refused',
      awsSays('AggregateError', { code: 'ECONNREFUSED' }),
      'no connection to s3 in eu-central-1: `ECONNREFUSED`',
    ],
    [
      'a connection that is reset',
      awsSays('Error', { code: 'ECONNRESET', message: 'socket hang up' }),
      'no connection to s3 in eu-central-1: `ECONNRESET`: socket hang up',
    ],
    [
      'a server in distress',
      awsSays('InternalError', { status: 500, message: 'We encountered an internal error.' }),
      's3 failed to answer `GetBucketPolicy`: `InternalError`: We encountered an internal error.',
    ],
    [
      'a page of a proxy in place of an answer',
      awsSays('SyntaxError', { status: 502, message: "Unexpected token '<'" }),
      's3 failed to answer `GetBucketPolicy`: HTTP 502',
    ],
    [
      'an answer that no parser takes',
      awsSays('SyntaxError', { status: 200, message: "Unexpected token '<'" }),
      "the answer to `GetBucketPolicy` could not be understood: `SyntaxError`: Unexpected token '<'",
    ],
    [
      'a redirect that does not say where to',
      awsSays('PermanentRedirect', { status: 301 }),
      '`GetBucketPolicy` was asked in eu-central-1, but the bucket is in another region',
    ],
    [
      'an error that is new to us keeps its name',
      awsSays('TeapotException', { status: 418, message: 'short and stout' }),
      'AWS rejected `GetBucketPolicy`: `TeapotException`: short and stout',
    ],
    ['something thrown that is no error', 'nonsense', 'AWS rejected `GetBucketPolicy`: `Error`: nonsense'],
  ])('%s', async (_sentence, error, because) => {
    expect(await readPolicy(sessionOf(throwing(error)))).toEqual({
      kind: 'unreadable',
      needs: 's3:GetBucketPolicy',
      account: '444455556666',
      because,
    });
  });

  test('an answer of another shape is malformed, never absent', async () => {
    expect(await readPolicy(sessionOf(() => ({ Policies: [] })))).toMatchObject({
      kind: 'unreadable',
      because: expect.stringContaining('the answer to `GetBucketPolicy` could not be understood'),
    });
  });

  test('a role that cannot be assumed is what is unreadable, not the policy', async () => {
    const roleArn = 'arn:aws:iam::444455556666:role/S3AccessDiagnostics';
    const refusal = new CannotAssumeRole('444455556666', roleArn, awsSays('AccessDenied', { status: 403 }));
    expect(await readPolicy(sessionOf(throwing(refusal)))).toEqual({
      kind: 'unreadable',
      needs: 'sts:AssumeRole',
      account: '444455556666',
      because: `role \`${roleArn}\` could not be assumed: it does not exist, or does not trust the caller`,
    });
  });
});

/** The first `times` answers are the error; then AWS answers. */
function onlyAfter(times: number, error: Error): Respond {
  let left = times;
  return () => {
    left -= 1;
    if (left >= 0) throw error;
    return { Policy: '{}' };
  };
}

describe('what passes is tried again while there is time', () => {
  test.each<[string, Error, number]>([
    ['throttling', awsSays('ThrottlingException', { status: 400 }), 3],
    ['S3 asking to slow down', awsSays('SlowDown', { status: 503 }), 3],
    ['a 429 without a name of its own', awsSays('UnknownError', { status: 429 }), 2],
    ['a server error', awsSays('InternalError', { status: 500 }), 2],
    ['a connection reset', awsSays('Error', { code: 'ECONNRESET' }), 2],
    ['a request that timed out', awsSays('TimeoutError'), 1],
  ])('%s', async (_sentence, error, times) => {
    const respond = onlyAfter(times, error);
    expect(await readPolicy(sessionOf(respond, 5_000))).toMatchObject({ kind: 'found' });
  });

  test('a denial is not', async () => {
    const gate = fakeGate(throwing(awsSays('AccessDenied', { status: 403 })));
    await readPolicy(openCollectSession({ gate, now: NOW }));
    expect(gate.calls).toHaveLength(1);
  });

  test('throttling that does not end is unreadable when the time is up', async () => {
    const started = performance.now();
    const reading = await readPolicy(sessionOf(throwing(awsSays('Throttling', { status: 400 })), 600));
    expect(reading).toMatchObject({
      kind: 'unreadable',
      because: expect.stringContaining('AWS throttled `GetBucketPolicy`'),
    });
    expect(performance.now() - started).toBeLessThan(IN_TIME_MILLISECONDS);
  });

  test('a bucket in another region is asked for there', async () => {
    const gate = fakeGate(({ region }) => {
      if (region !== 'eu-west-3') throw awsSays('PermanentRedirect', { status: 301, region: 'eu-west-3' });
      return { Policy: '{}' };
    });
    expect(await readPolicy(openCollectSession({ gate, now: NOW }))).toMatchObject({ kind: 'found' });
    expect(gate.calls.map(({ region }) => region)).toEqual(['eu-central-1', 'eu-west-3']);
  });
});

describe('the answer is there in time', () => {
  test('a call that never ends is unreadable at the deadline', async () => {
    const started = performance.now();
    const reading = await readPolicy(sessionOf(() => ({ Policy: '{}' }), 250, 60_000));
    expect(reading).toMatchObject({ kind: 'unreadable', because: '`GetBucketPolicy` had no answer within 0.2 s' });
    expect(performance.now() - started).toBeLessThan(IN_TIME_MILLISECONDS);
  });

  test('nothing is asked after the deadline', async () => {
    const gate = fakeGate(() => ({ Policy: '{}' }));
    const session = openCollectSession({ gate, now: NOW, budgetMilliseconds: 1 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await readPolicy(session)).toMatchObject({ kind: 'unreadable' });
    expect(gate.calls).toEqual([]);
  });
});

test('calls that ask the same are one call', async () => {
  const gate = fakeGate(() => ({ Policy: '{}' }), 5);
  const session = openCollectSession({ gate, now: NOW });
  await Promise.all([readPolicy(session), readPolicy(session), readPolicy(session)]);
  await readPolicy(session);
  expect(gate.calls).toHaveLength(1);
});

describe('a recording', () => {
  test.each<[string, Respond]>([
    ['of an answer', () => ({ Policy: '{}' })],
    ['of there being none', throwing(awsSays('NoSuchBucketPolicy', { status: 404 }))],
    ['of a denial', throwing(awsSays('AccessDenied', { status: 403, message: enriched }))],
    ['of an error known by its status alone', throwing(awsSays('UnknownError', { status: 405 }))],
    ['of a connection refused', throwing(awsSays('AggregateError', { code: 'ECONNREFUSED' }))],
    [
      'of a role that could not be assumed',
      throwing(new CannotAssumeRole('444455556666', 'arn:aws:iam::444455556666:role/x', awsSays('AccessDenied'))),
    ],
  ])('%s gives the same reading again', async (_sentence, respond) => {
    const session = sessionOf(respond);
    const reading = await readPolicy(session);
    const replayed = await readPolicy(openReplaySession(JSON.parse(JSON.stringify(session.snapshot()))));
    expect(replayed).toEqual(reading);
  });

  test('says of a call that it does not hold that it does not hold it', async () => {
    const replay = openReplaySession({ schemaVersion: 1, recordedAt: NOW.toISOString(), calls: [] });
    expect(await readPolicy(replay)).toMatchObject({
      kind: 'unreadable',
      because: '`GetBucketPolicy` is not in the snapshot',
    });
  });

  test('is replayed by its own clock', () => {
    const session = sessionOf(() => ({}));
    expect(openReplaySession(session.snapshot()).now).toEqual(NOW);
  });
});
