import { type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDynamoDbBucketIndex } from '../../src/inventory/dynamodb-bucket-index.ts';
import { KEEP_SECONDS } from '../../src/inventory/inventory-index.ts';
import { bucketIndexContract, bucketsNamed } from '../inventory/bucket-index-contract.ts';
import { type MotoServer, startMoto } from './moto-server.ts';
import { createTable, motoDynamoDb } from './moto-table.ts';

let moto: MotoServer;
let client: DynamoDBClient;
beforeAll(async () => {
  moto = await startMoto();
  client = motoDynamoDb(moto.url);
});
afterAll(() => moto.stop());

const ONE = '111122223333';
const openIndex = async () => {
  let clock = Date.now();
  const table = await createTable(client);
  const now = () => new Date(clock);
  return {
    table,
    index: createDynamoDbBucketIndex(client, table, now),
    now: () => now().toISOString(),
    pass: (seconds: number) => {
      clock += seconds * 1000;
    },
  };
};
/** Attributes of all items, by their key. */
const rowsOf = async (table: string) => {
  const { Items = [] } = await client.send(new ScanCommand({ TableName: table }));
  return new Map(Items.map((item) => [item.pk?.S ?? '', item]));
};

describe('the index in DynamoDB', () => {
  // Nothing deletes expired items here, as for up to some days in DynamoDB itself.
  bucketIndexContract(openIndex);

  test('writes the entries of an account in which nothing changed only when half their time is over', async () => {
    const { table, index, pass } = await openIndex();
    const written = async () => (await rowsOf(table)).get('bucket#ledger')?.writtenAt?.N;
    await index.record(ONE, bucketsNamed('ledger'));
    const first = await written();
    pass(KEEP_SECONDS / 2 - 60);
    await index.record(ONE, bucketsNamed('ledger'));
    expect(await written()).toBe(first);
    pass(120);
    await index.record(ONE, bucketsNamed('ledger'));
    expect(Number(await written()) - Number(first)).toBe((KEEP_SECONDS / 2 + 60) * 1000);
  });

  test('every item has the time to live that the table deletes by', async () => {
    const { table, index, now } = await openIndex();
    await index.record(ONE, bucketsNamed('ledger'));
    await index.recordUnread('444455556666', 'unread', 'denied');
    const expiresAt = Math.floor(new Date(now()).getTime() / 1000) + KEEP_SECONDS;
    const rows = [...(await rowsOf(table)).values()];
    expect(rows.map((item) => item.expiresAt)).toEqual(rows.map(() => ({ N: String(expiresAt) })));
    expect(rows).toHaveLength(3);
  });

  test('a table that is not there is an error, not an empty index', async () => {
    const index = createDynamoDbBucketIndex(client, 'missing');
    await expect(index.ownerOf('ledger')).rejects.toThrow(/not found|non-existent/i);
    await expect(index.record(ONE, bucketsNamed('ledger'))).rejects.toThrow(/not found|non-existent/i);
  });
});
