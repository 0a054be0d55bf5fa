import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createAlertHandler } from '../alerts/alert-handler.ts';
import { createDynamoDbStore } from '../store/dynamodb-store.ts';
import { createSqsQueue } from '../store/sqs-queue.ts';
import { alertConfiguration } from './configuration.ts';
import { jsonLog } from './log.ts';
import { PATIENT } from './sdk-timeouts.ts';

const configuration = alertConfiguration(process.env);

export const handler = createAlertHandler({
  store: createDynamoDbStore(new DynamoDBClient(PATIENT), configuration.table),
  queue: createSqsQueue(new SQSClient(PATIENT), configuration.queueUrl),
  channel: configuration.channel,
  ownRoles: [configuration.diagnosticRole],
  windowSeconds: configuration.windowSeconds,
  log: jsonLog(configuration.logLevel),
  now: () => new Date(),
});
