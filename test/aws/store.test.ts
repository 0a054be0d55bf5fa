import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDynamoDbStore } from '../../src/store/dynamodb-store.ts';
import { storeContract } from '../store/store-contract.ts';
import { type MotoServer, startMoto } from './moto-server.ts';
import { createTable, motoDynamoDb } from './moto-table.ts';

let moto: MotoServer;
let client: DynamoDBClient;
beforeAll(async () => {
  moto = await startMoto();
  client = motoDynamoDb(moto.url);
});
afterAll(() => moto.stop());

describe('the store in DynamoDB', () => {
  // Nothing deletes expired items here, as for up to some days in DynamoDB itself.
  storeContract(async () => {
    let clock = Date.now();
    return {
      store: createDynamoDbStore(client, await createTable(client), () => new Date(clock)),
      pass: (seconds) => {
        clock += seconds * 1000;
      },
      // moto answers in threads and takes no lock: of two updates at once one may be lost. DynamoDB loses none.
      mixesUpdates: true,
    };
  });

  test('many who count at once each send one update that DynamoDB applies whole, and read nothing first', async () => {
    const sent: unknown[] = [];
    const watched = new DynamoDBClient({
      region: 'eu-west-1',
      endpoint: moto.url,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    watched.middlewareStack.add(
      (next, { commandName }) =>
        (args) => {
          sent.push([commandName, 'UpdateExpression' in args.input ? args.input.UpdateExpression : undefined]);
          return next(args);
        },
      { step: 'initialize' },
    );
    const store = createDynamoDbStore(watched, await createTable(client));
    await Promise.all(Array.from({ length: 8 }, () => store.increment('k', 'count', 60)));
    // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithItems.html#WorkingWithItems.AtomicCounters
    const update = 'ADD #attribute :one SET expiresAt = if_not_exists(expiresAt, :expiresAt)';
    expect(sent).toEqual(Array.from({ length: 8 }, () => ['UpdateItemCommand', update]));
  });

  test('writes the time to live in seconds, under the attribute that the table names', async () => {
    const table = await createTable(client);
    const now = 1_770_000_000;
    await createDynamoDbStore(client, table, () => new Date(now * 1000)).put('k', { a: 1 }, 60);
    const { Item: item } = await client.send(
      new GetItemCommand({ TableName: table, Key: { pk: { S: 'k' }, sk: { S: 'ITEM' } } }),
    );
    expect(item?.expiresAt).toEqual({ N: String(now + 60) });
  });

  test('an attribute of the table’s own is refused, so that no key is overwritten', async () => {
    const store = createDynamoDbStore(client, await createTable(client));
    await expect(store.put('k', { pk: 'other' }, 60)).rejects.toThrow('pk');
  });

  test('a table that is not there is an error, not an empty store', async () => {
    await expect(createDynamoDbStore(client, 'missing').get('k')).rejects.toThrow(/not found|non-existent/i);
  });
});
