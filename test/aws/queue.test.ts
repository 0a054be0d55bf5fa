import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe } from 'vitest';
import type { QueueConsumer } from '../../src/store/memory-queue.ts';
import { createSqsQueue } from '../../src/store/sqs-queue.ts';
import { queueContract } from '../store/queue-contract.ts';
import { type MotoServer, startMoto } from './moto-server.ts';

let moto: MotoServer;
let client: SQSClient;
let queues = 0;
beforeAll(async () => {
  moto = await startMoto();
  client = new SQSClient({
    region: 'eu-west-1',
    endpoint: moto.url,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
});
afterAll(() => moto.stop());

const createQueue = async (name: string, Attributes: Record<string, string> = {}): Promise<string> => {
  const { QueueUrl: url = '' } = await client.send(new CreateQueueCommand({ QueueName: name, Attributes }));
  return url;
};

const receive = async (url: string): Promise<readonly Message[]> => {
  const { Messages: messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: url,
      MaxNumberOfMessages: 1,
      WaitTimeSeconds: 1,
      MessageSystemAttributeNames: ['ApproximateReceiveCount'],
    }),
  );
  return messages;
};

/** What Lambda's event source mapping does with batches of one. */
async function deliver(
  url: string,
  { MessageId: id = '', Body: body = '', ReceiptHandle: handle = '', Attributes }: Message,
  consume: QueueConsumer,
) {
  const { batchItemFailures } = await consume({
    Records: [
      {
        messageId: id,
        receiptHandle: handle,
        body,
        attributes: {
          ApproximateReceiveCount: Attributes?.ApproximateReceiveCount ?? '',
          SentTimestamp: '0',
          SenderId: 'test',
          ApproximateFirstReceiveTimestamp: '0',
        },
        messageAttributes: {},
        md5OfBody: '',
        eventSource: 'aws:sqs',
        eventSourceARN: 'arn:aws:sqs:eu-west-1:123456789012:jobs',
        awsRegion: 'eu-west-1',
      },
    ],
  });
  if (batchItemFailures.length > 0) return;
  await client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: handle }));
}

describe('the queue in SQS', () => {
  queueContract(async () => {
    queues += 1;
    const deadUrl = await createQueue(`dead-${queues}`);
    const { Attributes: { QueueArn: deadLetterTargetArn = '' } = {} } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl: deadUrl, AttributeNames: ['QueueArn'] }),
    );
    const url = await createQueue(`jobs-${queues}`, {
      VisibilityTimeout: '1',
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 3 }),
    });
    let isOpen = true;
    let polling: Promise<void> = Promise.resolve();
    return {
      queue: createSqsQueue(client, url),
      consume: (consumer) => {
        polling = (async () => {
          while (isOpen) for (const message of await receive(url)) await deliver(url, message, consumer);
        })();
      },
      deadLetters: async () => (await receive(deadUrl)).map(({ Body: body = '' }) => body),
      close: async () => {
        isOpen = false;
        await polling;
      },
    };
  });
});
