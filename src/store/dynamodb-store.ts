import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { fromItemAttributes, toItemAttributes } from './attribute-value.ts';
import type { Item, Store } from './store.ts';

/** The table's own attributes, which an item may not use. */
const RESERVED = ['pk', 'sk', 'expiresAt'];
const SORT_KEY = 'ITEM';
/** DynamoDB deletes expired items within days, not at once: whoever reads must look at the time. */
const IS_FREE = 'attribute_not_exists(pk) OR expiresAt <= :now';
const RACES = 5;

/**
 * A store in one DynamoDB table with the keys `pk` and `sk` and the time-to-live attribute `expiresAt`.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html
 */
export function createDynamoDbStore(client: DynamoDBClient, table: string, now: () => Date = () => new Date()): Store {
  const seconds = () => Math.floor(now().getTime() / 1000);
  const keyOf = (key: string) => ({ pk: { S: key }, sk: { S: SORT_KEY } });
  const nowValue = () => ({ ':now': { N: String(seconds()) } });
  const row = (key: string, item: Item, ttlSeconds: number) => {
    for (const name of RESERVED) if (name in item) throw new TypeError(`a store item cannot have an attribute ${name}`);
    return { ...keyOf(key), ...toItemAttributes(item), expiresAt: { N: String(seconds() + Math.ceil(ttlSeconds)) } };
  };

  const live = (attributes: Record<string, AttributeValue> | undefined): Item | undefined => {
    if (attributes === undefined) return undefined;
    const { pk, sk, expiresAt, ...rest } = attributes;
    return Number(expiresAt?.N ?? 0) > seconds() ? fromItemAttributes(rest) : undefined;
  };
  const get = async (key: string): Promise<Item | undefined> => {
    const { Item: attributes } = await client.send(
      new GetItemCommand({ TableName: table, Key: keyOf(key), ConsistentRead: true }),
    );
    return live(attributes);
  };

  const store: Store = {
    async claim(key, item, ttlSeconds) {
      for (let race = 0; race < RACES; race += 1) {
        try {
          await client.send(
            new PutItemCommand({
              TableName: table,
              Item: row(key, item, ttlSeconds),
              ConditionExpression: IS_FREE,
              ExpressionAttributeValues: nowValue(),
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            }),
          );
          return { kind: 'claimed' };
        } catch (error) {
          if (!(error instanceof ConditionalCheckFailedException)) throw error;
          // Not every implementation of DynamoDB returns the old item; then it is read.
          const held = error.Item === undefined ? await get(key) : live(error.Item);
          if (held !== undefined) return { kind: 'held', item: held };
        }
      }
      throw new Error(`the key ${key} could neither be claimed nor read`);
    },
    get,
    async put(key, item, ttlSeconds) {
      await client.send(new PutItemCommand({ TableName: table, Item: row(key, item, ttlSeconds) }));
    },
    async increment(key, attribute, ttlSeconds) {
      for (let race = 0; race < RACES; race += 1) {
        try {
          const { Attributes: attributes } = await client.send(
            new UpdateItemCommand({
              TableName: table,
              Key: keyOf(key),
              UpdateExpression: 'ADD #attribute :one SET expiresAt = if_not_exists(expiresAt, :expiresAt)',
              ConditionExpression: 'attribute_not_exists(pk) OR expiresAt > :now',
              ExpressionAttributeNames: { '#attribute': attribute },
              ExpressionAttributeValues: {
                ...nowValue(),
                ':one': { N: '1' },
                ':expiresAt': { N: String(seconds() + Math.ceil(ttlSeconds)) },
              },
              ReturnValues: 'ALL_NEW',
            }),
          );
          const item = live(attributes);
          if (item !== undefined) return item;
        } catch (error) {
          if (!(error instanceof ConditionalCheckFailedException)) throw error;
          const fresh: Item = { [attribute]: 1 };
          if ((await store.claim(key, fresh, ttlSeconds)).kind === 'claimed') return fresh;
        }
      }
      throw new Error(`the attribute ${attribute} of ${key} could not be counted`);
    },
    async delete(key) {
      await client.send(new DeleteItemCommand({ TableName: table, Key: keyOf(key) }));
    },
  };
  return store;
}
