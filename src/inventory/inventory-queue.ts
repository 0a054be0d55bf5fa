import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Continuation } from './continuation.ts';

/** Sends the rest of an inventory to the function's own queue. */
export function continueByQueue(client: SQSClient, queueUrl: string): (task: Continuation) => Promise<void> {
  return async (task) => {
    await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(task) }));
  };
}
