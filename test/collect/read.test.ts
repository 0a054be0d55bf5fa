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
