import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseContinuation } from '../../src/inventory/continuation.ts';
import { createDynamoDbBucketIndex } from '../../src/inventory/dynamodb-bucket-index.ts';
import { INVENTORY_READS } from '../../src/inventory/inventory-permissions.ts';
import { continueByQueue } from '../../src/inventory/inventory-queue.ts';
import { type BundleProcess, startBundle } from '../lambda/bundle-process.ts';
import { sessionsBegun, undeclaredCalls } from '../wire/undeclared-calls.ts';
import { tapWire, type WireTap } from '../wire/wire-tap.ts';
import { MANAGEMENT } from './account-clients.ts';
import { type MotoServer, startMoto } from './moto-server.ts';
import { createTable } from './moto-table.ts';
import { makeWorld, type World } from './world.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const TABLE = 's3-403';

let folder: string;
let moto: MotoServer;
let tap: WireTap;
let world: World;
let bundle: BundleProcess;
let dynamoDb: DynamoDBClient;
let sqs: SQSClient;
let queueUrl: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 's3-403-inventory-'));
  [moto] = await Promise.all([
    startMoto(),
    promisify(execFile)(process.execPath, ['build.mjs', 'inventory', '--out', folder], { cwd: ROOT }),
  ]);
  world = await makeWorld(moto.url);
  tap = await tapWire(moto.url);
  const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' };
  dynamoDb = new DynamoDBClient({ endpoint: moto.url, region: 'us-east-1', credentials });
  sqs = new SQSClient({ endpoint: moto.url, region: 'us-east-1', credentials });
  await createTable(dynamoDb, TABLE);
  queueUrl = (await sqs.send(new CreateQueueCommand({ QueueName: 'inventory' }))).QueueUrl ?? '';
  bundle = await startBundle(join(folder, 'inventory', 'index.mjs'), {
    AWS_ENDPOINT_URL: tap.url,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_REGION: 'us-east-1',
    NODE_NO_WARNINGS: '1',
    S3_403_TABLE: TABLE,
    S3_403_QUEUE_URL: queueUrl,
    S3_403_ORGANIZATION_ACCOUNT: MANAGEMENT,
  });
});

afterAll(async () => {
  await bundle?.close();
  await tap?.stop();
  await moto?.stop();
  await rm(folder, { recursive: true, force: true });
});

test('the function finds every bucket of the organization, over the wire', async () => {
  const outcome = await bundle.call({ source: 'aws.events' });
  expect(outcome, bundle.log.join('\n')).toMatchObject({ kind: 'completed', unread: 0, buckets: 5 });
  // moto says of no bucket in which region it is, so that no region is asked for access points.
  const index = createDynamoDbBucketIndex(dynamoDb, TABLE);
  const { apps, data, sandbox } = world.accounts;
  for (const [bucket, account] of [
    ['payroll-reports', apps],
    ['sealed-records', apps],
    ['company-ledger', data],
    ['vault', data],
    ['scratch', sandbox],
  ] as const) {
    expect(await index.ownerOf(bucket)).toMatchObject({ account });
  }
  expect(await index.lastInventory()).toMatchObject({ accounts: outcome.accounts, unread: 0 });
  const permitted = { reads: [...INVENTORY_READS, 'sts:AssumeRole'] as const, household: /^(dynamodb|sqs):/ };
  expect(undeclaredCalls(tap.exchanges, permitted)).toEqual([]);
  expect(sessionsBegun(tap.exchanges)).toBeGreaterThan(2);
});

test('the rest of an inventory goes through the queue as it is, however much waits', async () => {
  const pending = Array.from({ length: 5_020 }, (_, at) => ({ id: String(111100000000 + at), state: 'SUSPENDED' }));
  const someUnread = pending.slice(0, 20).map(({ id }) => id);
  const task = {
    schemaVersion: 1 as const,
    run: 'run-1',
    leg: 3,
    startedAt: '2026-11-20T10:00:00.000Z',
    scope: 'organization' as const,
    pending,
    list: { kind: 'next' as const, token: 'x'.repeat(2_000) },
    tally: { accounts: 100_000, closed: 3, unread: 20, someUnread, buckets: 10_000_000, accessPoints: 7 },
  };
  await continueByQueue(sqs, queueUrl)(task);
  const { Messages: [message] = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: queueUrl }));
  expect(message?.Body?.length).toBeLessThan(256 * 1024);
  expect(parseContinuation(message?.Body ?? '')).toEqual({ kind: 'task', task });
});
