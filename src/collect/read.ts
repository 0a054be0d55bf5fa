import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import { absent, found, type Reading, type Unreadable, unreadable } from '../evidence/reading.ts';
import { callKey, decodeOutput, encodeOutput } from '../evidence/snapshot.ts';
import { type AwsError, awsError, type ErrorKind, errorKind } from './aws-error.ts';
import { because, cannotAssume } from './because.ts';
import { type CachedCall, KEPT_SECONDS } from './collect-cache.ts';
import type { Answer, CollectSession } from './collect-session.ts';
import { CannotAssumeRole, type GateCall, SELF } from './gate.ts';
import { noneBy, permissionOf } from './permissions.ts';
import type { ReadName } from './reads.ts';
import { serviceAndOperation } from './snapshot-gate.ts';

export interface ReadRequest<N extends ReadName, T> extends Omit<GateCall<N>, 'name'> {
  /** What an answer must look like; one that does not is unreadable. */
  readonly output: z.ZodType<T>;
}

/**
 * One AWS call as one Reading: the only way to AWS, and the only catch of its errors. Throttling and failures of the
 * network are tried again while there is time; the answer comes at the session's deadline at the latest.
 */
export async function read<N extends ReadName, T>(
  session: CollectSession,
  name: N,
  request: ReadRequest<N, T>,
): Promise<Reading<T>> {
  const call = { name, account: request.account, region: request.region, input: request.input };
  const answer = await ask(session, call, (output) => request.output.safeParse(output).success);
  if (answer.kind === 'output') {
    const parsed = request.output.safeParse(answer.output);
    if (parsed.success) return found(parsed.data);
    return failed(session, name, request, { kind: 'malformed', name: 'Malformed', message: departure(parsed.error) });
  }
  if (answer.kind === 'cannotAssume') {
    const { refusal, error } = answer;
    const reason = error.kind === 'denied' ? 'notAssumed' : error.kind;
    return unreadable('sts:AssumeRole', cannotAssume(refusal.roleArn, error), refusal.account, reason);
  }
  if (noneBy(name).includes(answer.error.name)) return absent;
  return failed(session, name, request, answer.error);
}

/** Where an answer departs from what AWS documents. */
function departure({ issues }: z.ZodError): string {
  const [issue] = issues;
  const path = issue?.path.join('.') ?? '';
  const says = issue?.message ?? '';
  return path === '' ? `it ${says}` : `\`${path}\`: ${says.charAt(0).toLowerCase()}${says.slice(1)}`;
}

/** AWS's error to a call, where the error itself tells something; undefined where AWS answered or was not reached. */
export async function readError<N extends ReadName>(
  session: CollectSession,
  call: GateCall<N>,
): Promise<AwsError | undefined> {
  const answer = await ask(session, call, () => false);
  return answer.kind === 'error' ? answer.error : undefined;
}

function failed<N extends ReadName, T>(
  session: CollectSession,
  name: N,
  { account, region }: ReadRequest<N, T>,
  error: AwsError,
): Unreadable {
  const needs = permissionOf(name);
  const { budgetMilliseconds } = session;
  const words = because({ name, needs, reader: session.reader(account), region, error, budgetMilliseconds });
  return unreadable(needs, words, account === SELF ? undefined : account, error.kind);
}

/** The answer to a call, once for all who ask the same. What is understood is worth keeping for others. */
function ask<N extends ReadName>(
  session: CollectSession,
  call: GateCall<N>,
  isUnderstood: (output: unknown) => boolean,
): Promise<Answer> {
  const named = {
    account: call.account,
    ...serviceAndOperation(call.name),
    input: Object.fromEntries(Object.entries(call.input)),
  };
  const key = `${call.region} ${callKey(named)}`;
  const held = session.answers.get(key);
  if (held !== undefined) return held;
  const started = performance.now();
  const answer = keptOrAsked(session, call, { ...named, region: call.region }, isUnderstood).then((given) => {
    const ms = Math.round(performance.now() - started);
    const aged = 'readAt' in given && given.readAt !== undefined ? { readAt: given.readAt } : {};
    if (given.kind === 'output') {
      session.record({ ...named, region: call.region, output: encodeOutput(given.output), ...aged, ms });
    } else if (given.kind === 'cannotAssume') {
      const { account, roleArn } = given.refusal;
      const { kind: _, ...error } = given.error;
      session.record({ account, service: 'sts', operation: 'AssumeRole', input: { RoleArn: roleArn }, error, ms });
    } else {
      const { kind: _, ...error } = given.error;
      session.record({ ...named, region: call.region, error, ...aged, ms });
    }
    return given;
  });
  session.answers.set(key, answer);
  return answer;
}

/** The answer that was kept, where there is one; else AWS's, which is kept for others. */
async function keptOrAsked<N extends ReadName>(
  session: CollectSession,
  call: GateCall<N>,
  named: CachedCall,
  isUnderstood: (output: unknown) => boolean,
): Promise<Answer> {
  const { cache, fresh, aged, now } = session;
  const keptSeconds = KEPT_SECONDS[call.name];
  if (cache === undefined || keptSeconds === undefined) return answerTo(session, call);
  const kept = fresh ? undefined : await cache.get(named, keptSeconds);
  if (kept !== undefined) {
    const { readAt, error } = kept;
    const output = decodeOutput(kept.output);
    aged.push({ name: call.name, input: named.input, output, readAt });
    if (error === undefined) return { kind: 'output', output, readAt };
    return { kind: 'error', error: { ...error, kind: errorKind(error.name, error.httpStatus) }, readAt };
  }
  const answer = await answerTo(session, call);
  const readAt = now.toISOString();
  if (answer.kind === 'output' && isUnderstood(answer.output)) {
    cache.put(named, { output: encodeOutput(answer.output), readAt }, keptSeconds);
  }
  // That there is none is an answer, too.
  if (answer.kind === 'error' && noneBy(call.name).includes(answer.error.name)) {
    const { name, message, httpStatus } = answer.error;
    const error = { name, message, ...(httpStatus === undefined ? {} : { httpStatus }) };
    cache.put(named, { output: null, error, readAt }, keptSeconds);
  }
  return answer;
}

/** How often each kind of error is worth another try, beside the first. */
const TRY_AGAIN: Readonly<Partial<Record<ErrorKind, number>>> = { throttled: 12, server: 2, network: 2, timeout: 1 };
const FIRST_PAUSE_MILLISECONDS = 100;
const LONGEST_PAUSE_MILLISECONDS = 3_000;

async function answerTo<N extends ReadName>(session: CollectSession, call: GateCall<N>): Promise<Answer> {
  let region = call.region;
  let refused: Answer | undefined;
  for (let tries = 0; ; tries += 1) {
    const answer = await answerOnce(session, { ...call, region });
    // What AWS said before the time was up tells more than that it was.
    if (refused !== undefined && answer.kind === 'error' && answer.error === OUT_OF_TIME) return refused;
    refused = answer;
    if (answer.kind === 'output' || session.gate.kind === 'replay') return answer;
    const { error } = answer;
    // HeadBucket is asked for the region alone, and has answered.
    const follow = error.kind === 'elsewhere' && call.name !== 's3:HeadBucket' && tries === 0;
    if (follow && error.region !== undefined && error.region !== region) {
      region = error.region;
      continue;
    }
    if (tries >= (TRY_AGAIN[error.kind] ?? 0) || !(await pause(session, tries))) return answer;
  }
}

/** False, at once, where the pause would end after the deadline. */
async function pause(session: CollectSession, tries: number): Promise<boolean> {
  const longest = Math.min(LONGEST_PAUSE_MILLISECONDS, FIRST_PAUSE_MILLISECONDS * 2 ** tries);
  const milliseconds = longest * (0.5 + Math.random() / 2);
  if (performance.now() + milliseconds >= session.deadline) return false;
  await sleep(milliseconds);
  return true;
}

const OUT_OF_TIME: AwsError = { kind: 'timeout', name: 'OutOfTime', message: 'the time was up' };

async function answerOnce<N extends ReadName>(session: CollectSession, call: GateCall<N>): Promise<Answer> {
  if (session.signal.aborted) return { kind: 'error', error: OUT_OF_TIME };
  let giveUp = () => {};
  const timeIsUp = new Promise<Answer>((resolve) => {
    giveUp = () => resolve({ kind: 'error', error: OUT_OF_TIME });
    session.signal.addEventListener('abort', giveUp, { once: true });
  });
  try {
    const asked = session.gate
      .send(call, session.signal)
      .then((output): Answer => ({ kind: 'output', output: output ?? {} }));
    return await Promise.race([asked, timeIsUp]);
  } catch (thrown) {
    if (!(thrown instanceof CannotAssumeRole)) return { kind: 'error', error: awsError(thrown, call) };
    return { kind: 'cannotAssume', refusal: thrown, error: awsError(thrown.cause) };
  } finally {
    session.signal.removeEventListener('abort', giveUp);
  }
}
