import { performance } from 'node:perf_hooks';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { awsListing } from '../src/inventory/aws-listing.ts';
import { createDynamoDbBucketIndex } from '../src/inventory/dynamodb-bucket-index.ts';
import { ACCOUNT_MILLISECONDS, createInventoryHandler } from '../src/inventory/inventory-handler.ts';
import type { InventoryOutcome } from '../src/inventory/take-inventory.ts';
import { createMemoryStore } from '../src/store/memory-store.ts';
import { ACCOUNTS, BUCKETS_EACH, fakeOrganization, nameOf } from './inventory-organization.ts';
import { serveTable } from './inventory-table.ts';

/** As the function is deployed (serverless.yml, src/lambda/inventory.ts). */
const INVOCATION_MILLISECONDS = 300_000;
const AT_ONCE = 32;

const organization = fakeOrganization();
const table = await serveTable();
const client = new DynamoDBClient({
  region: 'us-east-1',
  endpoint: table.url,
  credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
});
let clock = Date.now();
const now = () => new Date(clock);
const index = createDynamoDbBucketIndex(client, 'bench', now);

const memory = { peak: 0 };
const watch = setInterval(() => {
  memory.peak = Math.max(memory.peak, process.memoryUsage().rss);
}, 50);

interface Taken {
  readonly outcome: InventoryOutcome;
  readonly legs: number;
  readonly seconds: number;
  readonly calls: Readonly<Record<string, number>>;
  readonly writes: number;
}

/** One inventory, however many invocations of so many milliseconds it takes. */
async function take(run: string, invocationMilliseconds: number): Promise<Taken> {
  const messages: string[] = [];
  const handler = createInventoryHandler({
    ...awsListing({
      gate: organization.gate,
      partition: 'aws',
      roleName: 'S3AccessDiagnostics',
      organizationAccount: undefined,
      budgetMilliseconds: ACCOUNT_MILLISECONDS,
      now,
    }),
    index,
    goOn: async (task) => {
      messages.push(JSON.stringify(task));
    },
    store: createMemoryStore(now),
    atOnce: AT_ONCE,
    log: () => {},
    now,
  });
  organization.calls.clear();
  const writesBefore = table.writes();
  const began = performance.now();
  let event: unknown = {};
  for (let legs = 1; ; legs += 1) {
    const end = performance.now() + invocationMilliseconds;
    const invocation = { awsRequestId: run, getRemainingTimeInMillis: () => end - performance.now() };
    const outcome = await handler(event, invocation);
    const body = messages.shift();
    if (outcome.kind !== 'continued' || body === undefined) {
      const seconds = (performance.now() - began) / 1_000;
      const calls = Object.fromEntries(organization.calls);
      return { outcome, legs, seconds, calls, writes: table.writes() - writesBefore };
    }
    event = { Records: [{ eventSource: 'aws:sqs', body }] };
  }
}

function tell(what: string, { outcome, legs, seconds, calls, writes }: Taken): void {
  const { kind, accounts, closed, unread, buckets, accessPoints } = outcome;
  console.log(`${what}: ${kind} in ${seconds.toFixed(1)} s and ${legs} invocation${legs === 1 ? '' : 's'}`);
  console.log(
    `  ${accounts} accounts (${closed} closed, ${unread} not read), ${buckets} buckets, ${accessPoints} access points`,
  );
  console.log(
    `  calls: ${Object.entries(calls)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ')}`,
  );
  console.log(`  items written: ${writes}`);
}

console.log(`${ACCOUNTS} accounts with ${BUCKETS_EACH} buckets each, ${AT_ONCE} at once`);
const first = await take('first', INVOCATION_MILLISECONDS);
tell('first', first);
clock += 6 * 3600 * 1000;
const second = await take('second', INVOCATION_MILLISECONDS);
tell('six hours later, nothing changed', second);
clock += 6 * 3600 * 1000;
const short = await take('short', 8_000);
tell('with invocations of 8 s', short);
clearInterval(watch);

let wrong = 0;
for (const account of organization.readable) {
  const bucket = nameOf(account, BUCKETS_EACH - 1);
  if ((await index.ownerOf(bucket))?.account !== account) wrong += 1;
}
console.log(`buckets whose owner the index does not know: ${wrong} of ${organization.readable.length} asked`);
const peakMegabytes = Math.round(memory.peak / 1e6);
console.log(`peak memory: ${peakMegabytes} MB, with all that the table holds`);
await table.close();

const figures = ({ seconds, calls, writes, legs, outcome }: Taken) => ({
  kind: outcome.kind,
  seconds: Number(seconds.toFixed(1)),
  calls: Object.values(calls).reduce((sum, count) => sum + count, 0),
  writes,
  invocations: legs,
});
console.log(
  JSON.stringify({
    accounts: ACCOUNTS,
    buckets: first.outcome.buckets,
    first: figures(first),
    second: figures(second),
    short: figures(short),
    wrong,
    peakMegabytes,
  }),
);
