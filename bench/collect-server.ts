import { createServer } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';
import { RATES, type Rate } from '../src/collect/rate-limit.ts';
import { listen } from '../src/sandbox/listen.ts';
import { readBody } from '../src/sandbox/read-body.ts';
import { answerTo, type WireAnswer } from './collect-answers.ts';

/** Medians in one region, in milliseconds. AWS publishes none: they are taken from what its users measured. */
export const LATENCY: Readonly<Record<WireAnswer['service'], number>> = {
  sts: 40,
  iam: 60,
  s3: 25,
  s3control: 40,
  kms: 20,
  organizations: 80,
  ec2: 80,
};

/** How AWS is to answer from now on; the counts begin anew. */
export interface Setting {
  readonly levels: number;
  /** Without it, it answers at once and as often as it is asked. */
  readonly isAws: boolean;
}

export interface Served {
  readonly calls: Readonly<Record<string, number>>;
  /** The calls that AWS would have refused because there were too many of them. */
  readonly throttled: number;
}

export type ServerMessage = { readonly url: string } | { readonly served: Served };

/** Whether a call may pass at that time; one that may not takes no token, as with AWS. */
type TokenBucket = (now: number) => boolean;

/** The clocks of two threads differ by a little. */
const TOLERANCE_MILLISECONDS = 20;

function tokenBucket({ perSecond, burst }: Rate): TokenBucket {
  let tokens = burst;
  let at = Number.NEGATIVE_INFINITY;
  return (now) => {
    tokens = Math.min(burst, tokens + (Math.max(0, now - at) * perSecond) / 1_000);
    at = now;
    if (tokens + (TOLERANCE_MILLISECONDS * perSecond) / 1_000 < 1) return false;
    tokens -= 1;
    return true;
  };
}

/** The local AWS, in a thread of its own: what it computes is not the program's time. */
export async function serveAws(): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('the server runs in a worker thread');
  const send = (message: ServerMessage) => port.postMessage(message);
  let setting: Setting = { levels: 4, isAws: false };
  let calls: Record<string, number> = {};
  let throttled = 0;
  let buckets = new Map<string, TokenBucket>();

  const isTooMuch = ({ service, operation }: WireAnswer): boolean => {
    const rate = Object.entries(RATES).find(([name]) => name === `${service}:${operation}`)?.[1];
    if (rate === undefined) return false;
    const bucket = buckets.get(operation) ?? tokenBucket(rate);
    buckets.set(operation, bucket);
    return !bucket(performance.now());
  };
  const server = createServer(async (request, response) => {
    const answer = answerTo(request, await readBody(request), setting.levels);
    const name = `${answer.service}:${answer.operation}`;
    calls[name] = (calls[name] ?? 0) + 1;
    const refused = setting.isAws && answer.operation !== 'DescribeOrganization' && isTooMuch(answer);
    if (setting.isAws) await sleep(LATENCY[answer.service]);
    if (refused) {
      throttled += 1;
      response.writeHead(400, { 'content-type': answer.type }).end('{"__type":"TooManyRequestsException"}');
      return;
    }
    const { status = 200, type, headers = {}, body } = answer;
    response.writeHead(status, { 'content-type': type, 'x-amzn-requestid': 'x', ...headers }).end(body);
  });
  server.keepAliveTimeout = 60_000;
  const { host } = await listen(server, 0);
  port.on('message', (next: Setting | 'count') => {
    if (next === 'count') send({ served: { calls, throttled } });
    else {
      setting = next;
      calls = {};
      throttled = 0;
      buckets = new Map();
    }
  });
  send({ url: `http://${host}` });
}
