import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { isMainThread, Worker } from 'node:worker_threads';
import { type CollectCache, openCollectCache } from '../src/collect/collect-cache.ts';
import { openCollectSession } from '../src/collect/collect-session.ts';
import { type ClientPool, openClientPool, openLiveGate } from '../src/collect/live-gate.ts';
import type { Turn } from '../src/collect/rate-limit.ts';
import { diagnose } from '../src/diagnose.ts';
import type { Denial } from '../src/request/s3-call.ts';
import { BUCKET, CALLER, MANAGEMENT, OWNER, ROLE } from './collect-answers.ts';
import { criticalPath } from './collect-path.ts';
import { type Served, type ServerMessage, type Setting, serveAws } from './collect-server.ts';

/** The wall time may be so much more than the critical path, beside what the SDK itself costs. */
const TOLERANCE = 1.25;
const ROUNDS = 7;
const MOST_DISTURBED = 7;

const DENIAL: Denial = {
  source: 'person',
  call: {
    operation: 'GetObject',
    target: { kind: 'bucket', name: BUCKET, partition: 'aws' },
    key: '2026/10.csv',
    principal: { kind: 'role', arn: ROLE, account: CALLER },
    bucketAccount: OWNER,
    context: {},
  },
};

interface Aws {
  readonly url: string;
  readonly set: (setting: Setting) => void;
  readonly served: () => Promise<Served>;
  readonly stop: () => Promise<unknown>;
}

async function startAws(): Promise<Aws> {
  const worker = new Worker(new URL(import.meta.url));
  const next = async (): Promise<ServerMessage> => {
    const [message] = await once(worker, 'message');
    return message;
  };
  const first = await next();
  if (!('url' in first)) throw new Error('the server did not say where it is');
  return {
    url: first.url,
    set: (setting) => worker.postMessage(setting),
    served: async () => {
      const answer = next();
      worker.postMessage('count');
      const message = await answer;
      if (!('served' in message)) throw new Error('the server did not count');
      return message.served;
    },
    stop: () => worker.terminate(),
  };
}

/** What outlives a diagnosis. */
interface Kept {
  readonly pool: ClientPool;
  readonly cache: CollectCache;
}
const nothingKept = (): Kept => ({ pool: openClientPool(), cache: openCollectCache() });

/** Where AWS refuses nobody, nobody need wait for a turn: the cost of the SDK has no waiting in it. */
class NoTurns extends Map<string, Turn> {
  override get(): Turn {
    return async () => {};
  }
}
const withoutTurns = ({ pool, cache }: Kept): Kept => ({ pool: { ...pool, turns: new NoTurns() }, cache });

async function diagnosed(aws: Aws, { pool, cache }: Kept): Promise<number> {
  const environment = { AWS_ENDPOINT_URL: aws.url };
  const started = performance.now();
  const gate = openLiveGate({ organizationAccount: MANAGEMENT, environment }, pool);
  const session = openCollectSession({ gate, now: new Date(), organizationAccount: MANAGEMENT, cache });
  // Event history is asked beside the policies, twice a second at most: how long it takes is CloudTrail's own matter.
  const { decision, unreadable } = await diagnose(DENIAL, session, false);
  const milliseconds = performance.now() - started;
  if (decision !== 'allow' || unreadable.length > 0) {
    throw new Error(`a diagnosis went wrong: ${decision} ${unreadable.map(({ because }) => because).join('; ')}`);
  }
  return milliseconds;
}

const median = (numbers: readonly number[]): number => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? 0;

interface Measured {
  readonly organization: string;
  readonly calls: number;
  readonly depth: number;
  readonly path: number;
  readonly sdk: number;
  readonly wall: number;
  readonly limit: number;
  readonly wallOverLimit: number;
}

/** With AWS's latencies and with none by turns, so that what else the machine does falls on both. */
async function measure(aws: Aws, levels: number, temperature: 'cold' | 'warm'): Promise<Measured> {
  const rounds: { readonly wall: number; readonly sdk: number }[] = [];
  let calls = 0;
  let disturbed = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const run = async (isAws: boolean): Promise<number> => {
      const fresh = nothingKept();
      const kept = isAws ? fresh : withoutTurns(fresh);
      if (temperature === 'warm') {
        aws.set({ levels, isAws: false });
        await diagnosed(aws, withoutTurns(kept));
      }
      aws.set({ levels, isAws });
      const milliseconds = await diagnosed(aws, kept);
      const served = await aws.served();
      // On a busy machine calls that left in their turns arrive together: that round measured the machine, and is run again.
      if (served.throttled > 0) {
        disturbed += 1;
        if (disturbed > MOST_DISTURBED) throw new Error(`AWS would have throttled ${served.throttled} calls`);
        return run(isAws);
      }
      calls = Object.values(served.calls).reduce((sum, count) => sum + count, 0);
      return milliseconds;
    };
    rounds.push({ sdk: await run(false), wall: await run(true) });
  }
  const { milliseconds: path, depth } = criticalPath(levels, temperature);
  const [sdk, wall] = [median(rounds.map((round) => round.sdk)), median(rounds.map((round) => round.wall))];
  const limit = TOLERANCE * path + sdk;
  return {
    organization: `${temperature}, ${levels} levels`,
    calls,
    depth,
    path,
    sdk,
    wall,
    limit,
    wallOverLimit: wall / limit,
  };
}

const COLUMNS = ['calls', 'depth', 'path', 'sdk', 'wall', 'limit'] as const;

function table(rows: readonly Measured[]): string {
  const head = ['organization'.padEnd(16), ...COLUMNS.map((name) => name.padStart(7)), 'wall/limit'.padStart(11)].join(
    '',
  );
  const lines = rows.map(
    (row) =>
      row.organization.padEnd(16) +
      COLUMNS.map((name) => row[name].toFixed(0).padStart(7)).join('') +
      row.wallOverLimit.toFixed(2).padStart(11),
  );
  return [head, ...lines].join('\n');
}

async function main(): Promise<void> {
  process.env.AWS_ACCESS_KEY_ID = 'bench';
  process.env.AWS_SECRET_ACCESS_KEY = 'bench';
  const aws = await startAws();
  // Modules are loaded and compiled once in a process, before anybody asks.
  for (let times = 0; times < 3; times += 1) {
    aws.set({ levels: 4, isAws: false });
    await diagnosed(aws, withoutTurns(nothingKept()));
  }
  const measured: Measured[] = [];
  for (const levels of [4, 7]) {
    for (const temperature of ['cold', 'warm'] as const) measured.push(await measure(aws, levels, temperature));
  }
  await aws.stop();
  console.log(`Milliseconds, medians of ${ROUNDS}. path: the critical path with the calls a second that AWS takes.`);
  console.log(`sdk: the same without AWS's time. limit: ${TOLERANCE} x path + sdk.`);
  console.log(table(measured));
  const wallOverLimit = Object.fromEntries(
    measured.map((row) => [row.organization.replace(/\W+/g, '-'), Number(row.wallOverLimit.toFixed(3))]),
  );
  console.log(JSON.stringify({ wallOverLimit }));
  process.exitCode = measured.every((row) => row.wallOverLimit <= 1) ? 0 : 1;
}

await (isMainThread ? main() : serveAws());
