import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { z } from 'zod';
import { listen } from '../../src/sandbox/listen.ts';
import { readBody } from '../../src/sandbox/read-body.ts';

type Attributes = Record<string, { S?: string; N?: string; [type: string]: unknown }>;

/** DynamoDB, SQS and Secrets Manager on a port of this machine, as far as the bundles speak to them. */
export interface StubAws {
  readonly url: string;
  readonly queueUrl: string;
  readonly table: ReadonlyMap<string, Attributes>;
  /** Bodies of the messages that were sent. */
  readonly messages: readonly string[];
  /** `X-Amz-Target` of each call. */
  readonly calls: readonly string[];
  close(): Promise<void>;
}

const Key = z.object({ pk: z.object({ S: z.string() }) });
const Call = z.looseObject({
  Item: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
  Key: Key.optional(),
  ConditionExpression: z.string().optional(),
  ExpressionAttributeNames: z.record(z.string(), z.string()).optional(),
  MessageBody: z.string().optional(),
});
type Call = z.infer<typeof Call>;

class Refused extends Error {
  readonly body: object;
  constructor(body: object) {
    super('refused');
    this.body = body;
  }
}

/** Starts it, with the secret that Secrets Manager gives. Expired items are not looked for: nothing expires in a test. */
export async function serveStubAws(secret: object): Promise<StubAws> {
  const table = new Map<string, Attributes>();
  const messages: string[] = [];
  const calls: string[] = [];

  const put = ({ Item: item = {}, ConditionExpression: condition }: Call) => {
    const key = Key.parse(item).pk.S;
    const held = table.get(key);
    if (condition !== undefined && held !== undefined)
      throw new Refused({
        __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException',
        message: 'The conditional request failed',
        Item: held,
      });
    table.set(key, item);
    return {};
  };
  const update = ({ Key: key, ExpressionAttributeNames: names = {} }: Call) => {
    const { pk } = Key.parse(key);
    const attribute = names['#attribute'] ?? '';
    const item: Attributes = table.get(pk.S) ?? { pk, expiresAt: { N: String(Math.floor(Date.now() / 1000) + 900) } };
    const next = { ...item, [attribute]: { N: String(Number(item[attribute]?.N ?? 0) + 1) } };
    table.set(pk.S, next);
    return { Attributes: next };
  };
  const answers: Readonly<Record<string, (call: Call) => object>> = {
    'DynamoDB_20120810.PutItem': put,
    'DynamoDB_20120810.UpdateItem': update,
    'DynamoDB_20120810.GetItem': ({ Key: key }) => {
      const item = table.get(Key.parse(key).pk.S);
      return item === undefined ? {} : { Item: item };
    },
    'DynamoDB_20120810.DeleteItem': ({ Key: key }) => {
      table.delete(Key.parse(key).pk.S);
      return {};
    },
    'AmazonSQS.SendMessage': ({ MessageBody: body = '' }) => {
      messages.push(body);
      return { MessageId: `m${messages.length}`, MD5OfMessageBody: createHash('md5').update(body).digest('hex') };
    },
    'secretsmanager.GetSecretValue': () => ({ SecretString: JSON.stringify(secret) }),
  };

  const server = createServer(async (request, response) => {
    const target = String(request.headers['x-amz-target']);
    calls.push(target);
    const body = Call.parse(JSON.parse((await readBody(request)) || '{}'));
    const send = (status: number, answer: object) =>
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(answer));
    const answer = answers[target];
    if (answer === undefined) return send(400, { __type: 'UnknownOperationException', message: target });
    try {
      return send(200, answer(body));
    } catch (error) {
      if (error instanceof Refused) return send(400, error.body);
      throw error;
    }
  });
  const { host, close } = await listen(server, 0);
  return { url: `http://${host}`, queueUrl: `http://${host}/999900001111/jobs`, table, messages, calls, close };
}
