import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AttributeValue,
  BatchWriteItemCommand,
  type DynamoDBClient,
  ProvisionedThroughputExceededException,
  RequestLimitExceeded,
  ThrottlingException,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const MOST_IN_A_BATCH = 25;
const TRIES = 12;
const FIRST_PAUSE_MILLISECONDS = 50;
const LONGEST_PAUSE_MILLISECONDS = 4_000;

const THROTTLES = [ProvisionedThroughputExceededException, RequestLimitExceeded, ThrottlingException];
const isThrottled = (error: unknown): boolean => THROTTLES.some((throttle) => error instanceof throttle);

/**
 * Puts items whose keys all differ, a batch after the other. What the table did not take is put again, later each time, with
 * jitter. Throws what DynamoDB throws, and an Error if it does not take everything in the end.
 */
export async function batchWrite(
  client: DynamoDBClient,
  table: string,
  items: readonly Record<string, AttributeValue>[],
): Promise<void> {
  for (let start = 0; start < items.length; start += MOST_IN_A_BATCH) {
    const batch = items.slice(start, start + MOST_IN_A_BATCH).map((Item): WriteRequest => ({ PutRequest: { Item } }));
    await writeOne(client, table, batch);
  }
}

async function writeOne(client: DynamoDBClient, table: string, batch: readonly WriteRequest[]): Promise<void> {
  let left = [...batch];
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (tries > 0) {
      const longest = Math.min(LONGEST_PAUSE_MILLISECONDS, FIRST_PAUSE_MILLISECONDS * 2 ** (tries - 1));
      await sleep(longest * (0.5 + Math.random() / 2));
    }
    try {
      const { UnprocessedItems } = await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: left } }));
      left = UnprocessedItems?.[table] ?? [];
    } catch (error) {
      if (!isThrottled(error)) throw error;
    }
    if (left.length === 0) return;
  }
  throw new Error(`the table ${table} did not take ${left.length} items in ${TRIES} tries`);
}
