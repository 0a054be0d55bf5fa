import { createServer, type Server } from 'node:http';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { batchWrite } from '../../src/inventory/batch-write.ts';
import { listen } from '../../src/sandbox/listen.ts';
import { readBody } from '../../src/sandbox/read-body.ts';

const Batch = z.object({
  RequestItems: z.object({
    t: z.array(z.object({ PutRequest: z.object({ Item: z.object({ pk: z.object({ S: z.string() }) }) }) })),
  }),
});
type Put = z.infer<typeof Batch>['RequestItems']['t'][number];
interface Reply {
  readonly status: number;
  readonly body: object;
}

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A table that answers a batch as told, and what it was sent. */
async function tableThat(reply: (puts: readonly Put[], count: number) => Reply) {
  const batches: string[][] = [];
  server = createServer(async (request, response) => {
    const puts = Batch.parse(JSON.parse(await readBody(request))).RequestItems.t;
    batches.push(puts.map(({ PutRequest }) => PutRequest.Item.pk.S));
    const { status, body } = reply(puts, batches.length);
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
  });
  const { host } = await listen(server, 0);
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new DynamoDBClient({ region: 'eu-west-1', endpoint: `http://${host}`, credentials, maxAttempts: 1 });
  return { client, batches };
}

const items = (count: number) => Array.from({ length: count }, (_, at) => ({ pk: { S: String(at) } }));
const taken: Reply = { status: 200, body: {} };
const refused = (name: string): Reply => ({
  status: 400,
  body: { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'no' },
});

describe('writing many items', () => {
  test('sends no more at a time than DynamoDB takes', async () => {
    const { client, batches } = await tableThat(() => taken);
    await batchWrite(client, 't', items(60));
    expect(batches.map((batch) => batch.length)).toEqual([25, 25, 10]);
    expect(new Set(batches.flat()).size).toBe(60);
  });

  test('sends nothing for nothing', async () => {
    const { client, batches } = await tableThat(() => taken);
    await batchWrite(client, 't', []);
    expect(batches).toEqual([]);
  });

  test('sends again what was not taken, and only that', async () => {
    const { client, batches } = await tableThat((puts) => ({
      status: 200,
      body: puts.length > 10 ? { UnprocessedItems: { t: puts.slice(10) } } : {},
    }));
    await batchWrite(client, 't', items(25));
    expect(batches.map((batch) => batch[0])).toEqual(['0', '10', '20']);
  });

  test('sends all again when the table throttles', async () => {
    const throttles = refused('ProvisionedThroughputExceededException');
    const { client, batches } = await tableThat((_puts, count) => (count < 3 ? throttles : taken));
    await batchWrite(client, 't', items(3));
    expect(batches).toEqual([
      ['0', '1', '2'],
      ['0', '1', '2'],
      ['0', '1', '2'],
    ]);
  });

  test('tells of what is no throttling at once', async () => {
    const { client, batches } = await tableThat(() => refused('ResourceNotFoundException'));
    await expect(batchWrite(client, 't', items(3))).rejects.toThrow('no');
    expect(batches).toHaveLength(1);
  });
});
