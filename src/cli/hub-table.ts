import type { BucketIndex } from '../collect/bucket-index.ts';
import type { CacheTable } from '../collect/collect-cache.ts';

/** What the terminal takes from the hub's table, where it may read it. */
export interface HubTable {
  readonly cache: CacheTable;
  /** Which account owns a bucket, as the last inventory saw it. */
  readonly bucketIndex: BucketIndex;
}

/** The table of that name. Its client is loaded when it is first needed; a table that cannot be read makes the calls reject. */
export function openHubTable(name: string): HubTable {
  let opened: Promise<HubTable> | undefined;
  const table = (): Promise<HubTable> => {
    opened ??= open(name);
    return opened;
  };
  return {
    cache: {
      get: async (key) => (await table()).cache.get(key),
      put: async (key, item, ttlSeconds) => (await table()).cache.put(key, item, ttlSeconds),
    },
    bucketIndex: {
      ownerOf: async (bucket) => (await table()).bucketIndex.ownerOf(bucket),
      accessPointOf: async (alias) => (await table()).bucketIndex.accessPointOf(alias),
      lastInventory: async () => (await table()).bucketIndex.lastInventory(),
    },
  };
}

async function open(name: string): Promise<HubTable> {
  const [{ DynamoDBClient }, { createDynamoDbStore }, { createDynamoDbBucketIndex }] = await Promise.all([
    import('@aws-sdk/client-dynamodb'),
    import('../store/dynamodb-store.ts'),
    import('../inventory/dynamodb-bucket-index.ts'),
  ]);
  const client = new DynamoDBClient({ maxAttempts: 1 });
  return { cache: createDynamoDbStore(client, name), bucketIndex: createDynamoDbBucketIndex(client, name) };
}
