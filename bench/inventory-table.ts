import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { listen } from '../src/sandbox/listen.ts';
import { readBody } from '../src/sandbox/read-body.ts';

/** What a new table that is paid by the request takes in a second: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html */
const WRITES_PER_SECOND = 4_000;
const LATENCY_MILLISECONDS = { BatchWriteItem: 12, PutItem: 6, GetItem: 4, UpdateItem: 6 };

const Attributes = z.record(z.string(), z.record(z.string(), z.unknown()));
type Attributes = z.infer<typeof Attributes>;
const Key = z.object({ pk: z.object({ S: z.string() }) });
const Put = z.object({ PutRequest: z.object({ Item: Attributes }) });
const Call = z.looseObject({
  Item: Attributes.optional(),
  Key: Attributes.optional(),
  RequestItems: z.record(z.string(), z.array(Put)).optional(),
});
type Call = z.infer<typeof Call>;

export interface BenchTable {
  readonly url: string;
  /** Items put so far. */
  readonly writes: () => number;
  close(): Promise<void>;
}

/** DynamoDB on a port of this machine, as far as the index speaks to it. It takes no more than a new table does. */
export async function serveTable(): Promise<BenchTable> {
  const items = new Map<string, Attributes>();
  let writes = 0;
  let allowance = WRITES_PER_SECOND;
  let filledAt = performance.now();
  const mayWrite = (): boolean => {
    const at = performance.now();
    allowance = Math.min(WRITES_PER_SECOND, allowance + ((at - filledAt) / 1_000) * WRITES_PER_SECOND);
    filledAt = at;
    if (allowance < 1) return false;
    allowance -= 1;
    writes += 1;
    return true;
  };
  const put = (item: Attributes): void => {
    items.set(Key.parse(item).pk.S, item);
  };

  const answers: Readonly<Record<keyof typeof LATENCY_MILLISECONDS, (call: Call) => object>> = {
    BatchWriteItem: ({ RequestItems = {} }) => {
      const [[table, requests] = ['', []]] = Object.entries(RequestItems);
      const left = requests.filter(({ PutRequest }) => {
        if (!mayWrite()) return true;
        put(PutRequest.Item);
        return false;
      });
      return left.length === 0 ? {} : { UnprocessedItems: { [table]: left } };
    },
    PutItem: ({ Item = {} }) => {
      writes += 1;
      put(Item);
      return {};
    },
    GetItem: ({ Key: key = {} }) => {
      const item = items.get(Key.parse(key).pk.S);
      return item === undefined ? {} : { Item: item };
    },
    UpdateItem: () => {
      writes += 1;
      return {};
    },
  };
  const isAnswered = (name: string): name is keyof typeof answers => name in answers;

  const server = createServer(async (request, response) => {
    const name = String(request.headers['x-amz-target']).replace(/^.*\./, '');
    const call = Call.parse(JSON.parse(await readBody(request)));
    if (!isAnswered(name)) throw new Error(`the table does not know ${name}`);
    await sleep(LATENCY_MILLISECONDS[name]);
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(answers[name](call)));
  });
  const { host, close } = await listen(server, 0);
  return { url: `http://${host}`, writes: () => writes, close };
}
