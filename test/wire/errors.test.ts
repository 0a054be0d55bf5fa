import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { openCollectSession } from '../../src/collect/collect-session.ts';
import { SELF } from '../../src/collect/gate.ts';
import { openClientPool, openLiveGate } from '../../src/collect/live-gate.ts';
import { noneBy } from '../../src/collect/permissions.ts';
import { read } from '../../src/collect/read.ts';
import { READ_NAMES, type ReadName, type Service } from '../../src/collect/reads.ts';
import type { Reading } from '../../src/evidence/reading.ts';
import { ERRORS } from './errors.ts';
import { INPUTS } from './inputs.ts';
import { tapWire, type WireAnswer, type WireTap } from './wire-tap.ts';

let server: WireTap;
/** What is answered, one after another; the last one again and again. */
let answers: readonly WireAnswer[] = [];
let given = 0;
let before = 0;
const pool = openClientPool();

beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAATHAND');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  server = await tapWire(undefined, () => {
    given += 1;
    return answers[Math.min(given, answers.length) - 1];
  });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.stop();
});
beforeEach(() => {
  given = 0;
  before = server.exchanges.length;
});
const asked = () => server.exchanges.slice(before).map(({ call }) => call);

const isService = (name: string): name is Service => name in ERRORS;
const SERVICES = Object.keys(ERRORS).filter(isService);
const serviceOf = (name: ReadName) => {
  const service = SERVICES.find((one) => name.startsWith(`${one}:`));
  if (service === undefined) throw new Error(`${name} is of no service`);
  return ERRORS[service];
};

/** What comes of a read that the service ends with an error, or with one after another. */
async function readingOf<N extends ReadName>(
  name: N,
  ...errors: readonly (readonly [code: string, status: number])[]
): Promise<Reading<unknown>> {
  const { answer } = serviceOf(name);
  answers = errors.map(([code, status]) => {
    const told = answer(code, status);
    // An answer to HEAD has no body: the status is all there is.
    return name.startsWith('s3:Head') ? { ...told, body: '' } : told;
  });
  return readAnswered(name);
}

async function readAnswered<N extends ReadName>(name: N): Promise<Reading<unknown>> {
  const gate = openLiveGate({ noAssume: true, environment: { AWS_ENDPOINT_URL: server.url } }, pool);
  const session = openCollectSession({ gate, now: new Date(), noAssume: true });
  return read(session, name, { account: SELF, region: 'eu-central-1', input: INPUTS[name], output: z.unknown() });
}

describe('over the wire', () => {
  test.each(READ_NAMES)('%s is denied in the words of its service', async (name) => {
    expect(await readingOf(name, serviceOf(name).denied)).toMatchObject({ kind: 'unreadable', reason: 'denied' });
    expect(asked()).toEqual([name]);
  });

  test.each(SERVICES)('%s throttles in words of its own, and is asked again', async (service) => {
    const name = READ_NAMES.find((one) => one.startsWith(`${service}:`) && !one.startsWith('s3:Head'));
    if (name === undefined) throw new Error(`${service} has no read`);
    const { throttled, denied } = ERRORS[service];
    expect(await readingOf(name, throttled, denied)).toMatchObject({ kind: 'unreadable', reason: 'denied' });
    expect(asked()).toEqual([name, name]);
  });

  // https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html, and the header of API_HeadBucket.html
  test('a bucket of another region is asked for there, in that region', async () => {
    const name = 's3:GetBucketPolicy';
    const redirect = serviceOf(name).answer('PermanentRedirect', 301);
    answers = [
      { ...redirect, headers: { ...redirect.headers, 'x-amz-bucket-region': 'eu-west-3' } },
      { status: 200, headers: { 'content-type': 'application/json' }, body: '{"Statement":[]}' },
    ];
    expect(await readAnswered(name)).toEqual({
      kind: 'found',
      value: expect.objectContaining({ Policy: '{"Statement":[]}' }),
    });
    expect(server.exchanges.slice(before).map(({ region }) => region)).toEqual(['eu-central-1', 'eu-west-3']);
  });

  const NONE = READ_NAMES.flatMap((name) => codesOfNone(name).map((code) => [name, code] as const));
  test.each(NONE)('%s finds none where AWS says %s', async (name, code) => {
    expect(await readingOf(name, [code, 404])).toEqual({ kind: 'absent' });
  });

  test.each(READ_NAMES)('%s is not taken for none where AWS says something else', async (name) => {
    expect(await readingOf(name, ['SomethingThatAWSMadeUpSince', 400])).toMatchObject({ kind: 'unreadable' });
  });
});

/** As the service sends them: IAM leaves out the ending that the SDK gives its errors. */
function codesOfNone(name: ReadName): readonly string[] {
  const codes = noneBy(name).map((code) => (name.startsWith('iam:') ? code.replace(/Exception$/, '') : code));
  return [...new Set(codes)];
}
