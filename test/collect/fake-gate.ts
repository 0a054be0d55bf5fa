import { setTimeout as sleep } from 'node:timers/promises';
import type { Gate, GateCall } from '../../src/collect/gate.ts';
import type { ReadName } from '../../src/collect/reads.ts';

/** What a fake AWS does with a call: answers, or throws as the SDK does. */
export type Respond = (call: GateCall) => unknown;

export interface FakeGate extends Gate {
  readonly calls: readonly GateCall[];
  /** The most calls that were under way at one time. */
  readonly mostAtOnce: () => number;
}

/** A live gate with answers made up by a test, each after a while. */
export function fakeGate(respond: Respond, milliseconds: number | ((call: GateCall) => number) = 0): FakeGate {
  const calls: GateCall[] = [];
  let underWay = 0;
  let most = 0;
  return {
    kind: 'live',
    calls,
    mostAtOnce: () => most,
    send: async (call) => {
      calls.push(call);
      underWay += 1;
      most = Math.max(most, underWay);
      const wait = typeof milliseconds === 'number' ? milliseconds : milliseconds(call);
      // Like a server that never answers: it keeps no test waiting.
      if (wait > 0) await sleep(wait, undefined, { ref: false });
      try {
        return await respond(call);
      } finally {
        underWay -= 1;
      }
    },
  };
}

/** An error as the SDK throws it. */
export function awsSays(
  name: string,
  { message = '', status, region, code }: { message?: string; status?: number; region?: string; code?: string } = {},
): Error {
  const error = new Error(message);
  error.name = name;
  return Object.assign(error, {
    ...(status === undefined ? {} : { $metadata: { httpStatusCode: status } }),
    ...(region === undefined ? {} : { $response: { headers: { 'x-amz-bucket-region': region } } }),
    ...(code === undefined ? {} : { code }),
  });
}

/** An account, an operation and what tells its input apart, e.g. `111122223333 iam:GetRole reports`. */
export function spokenCall({ account, name, input }: GateCall): string {
  const told = Object.entries(input).flatMap(([key, value]) => (UNTOLD.includes(key) ? [] : [spokenInput(value)]));
  return [account, name, ...told].join(' ');
}

const UNTOLD = ['StartTime', 'EndTime', 'MaxKeys', 'FetchOwner', 'OptionalObjectAttributes', 'MaxBuckets'];
const spokenInput = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

export const isRead = (call: GateCall, ...names: readonly ReadName[]): boolean => names.includes(call.name);

export interface WaveGate extends Gate {
  /** The calls that were under way together, one list a wave: a wave is answered when nobody asks anything more. */
  readonly waves: readonly (readonly string[])[];
}

/** A gate that tells how deep the calls depend on one another, whatever the machine's speed. */
export function waveGate(respond: Respond): WaveGate {
  const waves: string[][] = [];
  let waiting: { readonly call: GateCall; readonly answer: () => void }[] = [];
  const answerAll = () => {
    const wave = waiting;
    waiting = [];
    waves.push(wave.map(({ call }) => spokenCall(call)));
    for (const { answer } of wave) answer();
  };
  return {
    kind: 'live',
    waves,
    send: async (call) => {
      // Whatever follows from answers alone is done before the next immediate.
      if (waiting.length === 0) setImmediate(answerAll);
      await new Promise<void>((resolve) => waiting.push({ call, answer: resolve }));
      return respond(call);
    },
  };
}
