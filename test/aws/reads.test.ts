import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type AwsError, awsError } from '../../src/collect/aws-error.ts';
import { type CollectSession, openCollectSession } from '../../src/collect/collect-session.ts';
import { openClientPool, openLiveGate } from '../../src/collect/live-gate.ts';
import { READ_NAMES } from '../../src/collect/reads.ts';
import { DOCUMENTED, documentedAnswer } from '../wire/documented-answer.ts';
import { tapWire, type WireTap } from '../wire/wire-tap.ts';
import { clientsOf, MANAGEMENT } from './account-clients.ts';
import { BUCKET_READS } from './bucket-reads.ts';
import { CALLER_READS } from './caller-reads.ts';
import { type EveryRead, makeEveryRead } from './every-read.ts';
import { type Lack, MOTO_LACKS, MOTO_LEAVES_OUT } from './lacking-reads.ts';
import { type MotoServer, startMoto } from './moto-server.ts';
import { OTHER_READS } from './other-reads.ts';
import type { ReadCase, ReadPlace } from './read-case.ts';
import { makeWorld, type World } from './world.ts';

const CASES: readonly ReadCase[] = [...BUCKET_READS, ...CALLER_READS, ...OTHER_READS];
const LACKS: readonly (readonly [string, Lack])[] = Object.entries(MOTO_LACKS);

let moto: MotoServer;
let tap: WireTap;
let world: World;
let every: EveryRead;

beforeAll(async () => {
  moto = await startMoto();
  tap = await tapWire(moto.url);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'testing');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'testing');
  world = await makeWorld(moto.url);
  const [owner, caller] = await Promise.all([
    clientsOf(moto.url, world.accounts.data),
    clientsOf(moto.url, world.accounts.apps),
  ]);
  every = await makeEveryRead(owner, caller, world.kmsKey);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await tap?.stop();
  await moto?.stop();
});

/** With clients of its own, so that it assumes the roles anew. */
function openPlace(): ReadPlace {
  const options = { organizationAccount: MANAGEMENT, lookAtObject: true };
  const gate = openLiveGate({ ...options, environment: { AWS_ENDPOINT_URL: tap.url } }, openClientPool());
  const session: CollectSession = openCollectSession({ ...options, gate, now: new Date() });
  return { session, world, every };
}

describe('over the wire', () => {
  test.each(CASES)('is read: %s', async (_sentence, reads, read, reading) => {
    const before = tap.exchanges.length;
    const place = openPlace();
    expect(await read(place)).toEqual(reading(place));
    const answered = tap.exchanges.slice(before).filter(({ status }) => status === 200);
    // What goes over the wire is what AWS would take it for, whatever the program calls it.
    expect(answered.map(({ call }) => call)).toEqual(expect.arrayContaining([...reads]));
  });

  test('nothing is read that was kept from others: of a Lambda function, its variables', async () => {
    const holds = (text: string) => text.includes('a secret that nobody reads');
    expect(tap.exchanges.some(({ answer }) => holds(answer))).toBe(true);
    const { session } = openPlace();
    const place = { session, world, every };
    const ofFunction = CALLER_READS.find(([, reads]) => reads.includes('lambda:GetFunctionConfiguration'));
    await ofFunction?.[2](place);
    expect(JSON.stringify(session.snapshot())).toContain(every.lambdaFunction);
    expect(holds(JSON.stringify(session.snapshot()))).toBe(false);
  });
});

/** What comes of asking: the SDK's output, or the status of its error. */
async function given({ session }: ReadPlace, call: ReturnType<Lack['ask']>): Promise<unknown> {
  try {
    const output = await session.gate.send(call, session.signal);
    const { $metadata: _, ...rest } = Object(output);
    return rest;
  } catch (thrown) {
    const { httpStatus }: AwsError = awsError(thrown);
    return `HTTP ${httpStatus}`;
  }
}

describe('what moto lacks', () => {
  test.each(LACKS)('%s, still', async (_name, lack) => {
    const place = openPlace();
    expect(await given(place, lack.ask(place))).toEqual(lack.given);
  });

  test.each(MOTO_LEAVES_OUT)('%s in an answer, still', async (part, documented, ask) => {
    const place = openPlace();
    const call = ask(place);
    const answer = JSON.stringify(await given(place, call));
    expect(answer).toMatch(/^\{/);
    expect(answer).not.toContain(part);
    expect(documentedAnswer(documented)).toMatchObject({ call: call.name });
  });

  test.each(LACKS)('%s is replayed as AWS documents it', (name, { documented }) => {
    expect(documented.length).toBeGreaterThan(0);
    for (const file of documented) expect(documentedAnswer(file).call).toBe(name);
    expect(DOCUMENTED).toEqual(expect.arrayContaining([...documented]));
  });
});

test('every read that is declared is made over the wire, or is one that moto lacks', () => {
  const made = CASES.flatMap(([, reads]) => reads);
  const lacked = LACKS.map(([name]) => name);
  // The roles are assumed by the gate, for all of them.
  expect([...new Set([...made, ...lacked, 'sts:AssumeRole'])].sort()).toEqual([...READ_NAMES].sort());
  expect(lacked.filter((name) => made.some((one) => one === name))).toEqual([]);
  expect(tap.exchanges).toContainEqual(expect.objectContaining({ call: 'sts:AssumeRole', status: 200 }));
});
