import { createHash } from 'node:crypto';
import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import type { LastInventory } from '../collect/bucket-index.ts';
import { fromItemAttributes, toItemAttributes } from '../store/attribute-value.ts';
import type { Item } from '../store/store.ts';
import type { AccountBuckets } from './account-buckets.ts';
import { batchWrite } from './batch-write.ts';
import { type InventoryIndex, KEEP_SECONDS } from './inventory-index.ts';

const BucketRow = z.object({ account: z.string(), region: z.string().optional(), writtenAt: z.number() });
const AliasRow = z.object({ account: z.string(), region: z.string(), name: z.string(), writtenAt: z.number() });
const AccountRow = z.object({
  state: z.enum(['read', 'unread', 'closed']),
  because: z.string().optional(),
  /** Milliseconds: when its buckets were last listed, and when its entries were last written. */
  seenAt: z.number().optional(),
  writtenAt: z.number().optional(),
  digest: z.string().optional(),
});
type AccountRow = z.infer<typeof AccountRow>;
const InventoryRow = z.object({
  completedAt: z.string(),
  accounts: z.number(),
  closed: z.number(),
  unread: z.number(),
  someUnread: z.array(z.string()),
});

const SORT_KEY = { S: 'ITEM' };
const bucketKey = (name: string) => `bucket#${name}`;
const aliasKey = (alias: string) => `access-point-alias#${alias}`;
const accountKey = (account: string) => `inventory-account#${account}`;
const LAST_KEY = 'inventory#last';

/** Entries of an account in which nothing changed are written again when half their time is over, and not before. */
const REWRITE_MILLISECONDS = (KEEP_SECONDS * 1000) / 2;

/**
 * The index in the table of the store, under keys of its own. An account's own item says when its buckets were last listed:
 * an entry that is older than the account's last writing was not among them any more.
 */
export function createDynamoDbBucketIndex(
  client: DynamoDBClient,
  table: string,
  now: () => Date = () => new Date(),
): InventoryIndex {
  const milliseconds = () => now().getTime();
  const expiresAt = () => Math.floor(milliseconds() / 1000) + KEEP_SECONDS;
  const row = (key: string, item: Item): Record<string, AttributeValue> => ({
    pk: { S: key },
    sk: SORT_KEY,
    ...toItemAttributes({ ...item, expiresAt: expiresAt() }),
  });
  const put = async (key: string, item: Item): Promise<void> => {
    await client.send(new PutItemCommand({ TableName: table, Item: row(key, item) }));
  };
  const get = async <T>(key: string, schema: z.ZodType<T>): Promise<T | undefined> => {
    const { Item: attributes } = await client.send(
      new GetItemCommand({ TableName: table, Key: { pk: { S: key }, sk: SORT_KEY } }),
    );
    // DynamoDB deletes expired items within days, not at once.
    if (attributes === undefined || Number(attributes.expiresAt?.N ?? 0) * 1000 <= milliseconds()) return undefined;
    const parsed = schema.safeParse(fromItemAttributes(attributes));
    return parsed.success ? parsed.data : undefined;
  };
  /** When the entry was last known to be right; undefined if its account has no such thing any more. */
  const seenAt = async (entry: {
    readonly account: string;
    readonly writtenAt: number;
  }): Promise<string | undefined> => {
    const account = await get(accountKey(entry.account), AccountRow);
    const written = account?.writtenAt ?? entry.writtenAt;
    if (written > entry.writtenAt) return undefined;
    const seen = written === entry.writtenAt ? (account?.seenAt ?? entry.writtenAt) : entry.writtenAt;
    return new Date(seen).toISOString();
  };

  return {
    async ownerOf(name) {
      const entry = await get(bucketKey(name), BucketRow);
      const seen = entry === undefined ? undefined : await seenAt(entry);
      if (entry === undefined || seen === undefined) return undefined;
      const { account, region } = entry;
      return { account, seenAt: seen, ...(region === undefined ? {} : { region }) };
    },
    async accessPointOf(alias) {
      const entry = await get(aliasKey(alias), AliasRow);
      const seen = entry === undefined ? undefined : await seenAt(entry);
      if (entry === undefined || seen === undefined) return undefined;
      const { account, region, name } = entry;
      return { account, region, name, seenAt: seen };
    },
    lastInventory: (): Promise<LastInventory | undefined> => get(LAST_KEY, InventoryRow),
    async record(account, seen) {
      const at = milliseconds();
      const digest = digestOf(seen);
      const held = await get(accountKey(account), AccountRow);
      const unchanged = held?.digest === digest && at - (held.writtenAt ?? 0) < REWRITE_MILLISECONDS;
      const writtenAt = unchanged ? held.writtenAt : at;
      if (!unchanged) await batchWrite(client, table, entriesOf(account, seen, at, row));
      const next: AccountRow = { state: 'read', seenAt: at, writtenAt, digest };
      await put(accountKey(account), next);
    },
    async recordUnread(account, state, because) {
      await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: { pk: { S: accountKey(account) }, sk: SORT_KEY },
          UpdateExpression: 'SET #state = :state, because = :because, expiresAt = :expiresAt',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: {
            ':state': { S: state },
            ':because': { S: because },
            ':expiresAt': { N: String(expiresAt()) },
          },
        }),
      );
    },
    recordInventory: (inventory) => put(LAST_KEY, inventory),
    async accountOf(account) {
      const held = await get(accountKey(account), AccountRow);
      if (held === undefined) return undefined;
      const { state, because, seenAt: seen } = held;
      return {
        state,
        ...(because === undefined ? {} : { because }),
        ...(seen === undefined ? {} : { seenAt: new Date(seen).toISOString() }),
      };
    },
  };
}

function entriesOf(
  account: string,
  { buckets, accessPoints }: AccountBuckets,
  writtenAt: number,
  row: (key: string, item: Item) => Record<string, AttributeValue>,
): readonly Record<string, AttributeValue>[] {
  // A batch may not name a key twice.
  const rows = new Map<string, Item>();
  for (const { name, region } of buckets) rows.set(bucketKey(name), { account, region, writtenAt });
  for (const { alias, name, region } of accessPoints) rows.set(aliasKey(alias), { account, name, region, writtenAt });
  return [...rows].map(([key, item]) => row(key, item));
}

/** Equal for two listings of the same things. */
function digestOf({ buckets, accessPoints }: AccountBuckets): string {
  const lines = [
    ...buckets.map(({ name, region = '' }) => `${name} ${region}`),
    ...accessPoints.map(({ alias, name, region }) => `${alias} ${name} ${region}`),
  ];
  return createHash('sha256').update(lines.sort().join('\n')).digest('base64');
}
