import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Queue } from './queue.ts';

/** What Lambda calls with the messages of a queue. */
export type QueueConsumer = (event: SQSEvent) => Promise<SQSBatchResponse>;

export interface MemoryQueue extends Queue {
  /** From now on (and for what waits already) messages go to this consumer, one at a time each. */
  consume(consumer: QueueConsumer): void;
  /** Resolves when no message is waiting, delayed or being worked on. */
  idle(): Promise<void>;
  /** The bodies of messages that were given up. */
  readonly deadLetters: readonly string[];
}

export interface MemoryQueueOptions {
  /** Receives before a message goes to the dead letters, as SQS's `maxReceiveCount`. */
  readonly maxReceives?: number;
  /** How long a message that was not finished stays hidden, as SQS's visibility timeout. */
  readonly visibilityMilliseconds?: number;
}

/** A queue that delivers asynchronously and at least once, in the shape in which Lambda delivers from SQS. */
export function createMemoryQueue({
  maxReceives = 3,
  visibilityMilliseconds = 1000,
}: MemoryQueueOptions = {}): MemoryQueue {
  const deadLetters: string[] = [];
  const hiddenMilliseconds = new Map<string, number>();
  const beforeConsumer: (() => void)[] = [];
  const waitingForIdle: (() => void)[] = [];
  let consumer: QueueConsumer | undefined;
  let open = 0;
  let sent = 0;

  const finished = () => {
    open -= 1;
    if (open === 0) for (const resolve of waitingForIdle.splice(0)) resolve();
  };

  const deliver = async (body: string, messageId: string, receives: number): Promise<void> => {
    if (consumer === undefined) {
      beforeConsumer.push(() => void deliver(body, messageId, receives));
      return;
    }
    const failed = await consumer(eventOf(body, messageId, receives)).then(
      ({ batchItemFailures }) => batchItemFailures.some(({ itemIdentifier }) => itemIdentifier === messageId),
      () => true,
    );
    const milliseconds = hiddenMilliseconds.get(messageId) ?? visibilityMilliseconds;
    hiddenMilliseconds.delete(messageId);
    if (!failed) return finished();
    if (receives < maxReceives) {
      setTimeout(() => void deliver(body, messageId, receives + 1), milliseconds);
      return;
    }
    deadLetters.push(body);
    finished();
  };

  return {
    deadLetters,
    async send(job, { delaySeconds = 0 } = {}) {
      const body = JSON.stringify(job);
      open += 1;
      sent += 1;
      const messageId = `message-${sent}`;
      setTimeout(() => void deliver(body, messageId, 1), delaySeconds * 1000);
    },
    // A message's receipt is its id.
    async redeliver(receiptHandle, afterSeconds) {
      hiddenMilliseconds.set(receiptHandle, afterSeconds * 1000);
    },
    consume(next) {
      consumer = next;
      for (const start of beforeConsumer.splice(0)) start();
    },
    idle: () => (open === 0 ? Promise.resolve() : new Promise((resolve) => waitingForIdle.push(resolve))),
  };
}

const eventOf = (body: string, messageId: string, receives: number): SQSEvent => ({
  Records: [
    {
      messageId,
      receiptHandle: messageId,
      body,
      attributes: {
        ApproximateReceiveCount: String(receives),
        SentTimestamp: '0',
        SenderId: 'memory',
        ApproximateFirstReceiveTimestamp: '0',
      },
      messageAttributes: {},
      md5OfBody: '',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:us-east-1:111122223333:jobs',
      awsRegion: 'us-east-1',
    },
  ],
});
