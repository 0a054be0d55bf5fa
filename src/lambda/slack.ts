import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createSlackHandler } from '../slack/slack-handler.ts';
import { secretsManagerSecrets } from '../slack/slack-secrets-manager.ts';
import { createDynamoDbStore } from '../store/dynamodb-store.ts';
import { createSqsQueue } from '../store/sqs-queue.ts';
import { slackConfiguration } from './configuration.ts';
import { jsonLog } from './log.ts';
import { IN_A_HURRY } from './sdk-timeouts.ts';

const configuration = slackConfiguration(process.env);
const secrets = secretsManagerSecrets(new SecretsManagerClient(IN_A_HURRY), configuration.secretArn);
// Read while the function starts; a failure is met again, and answered, with the first request.
secrets.current().catch(() => undefined);

export const handler = createSlackHandler({
  secrets,
  store: createDynamoDbStore(new DynamoDBClient(IN_A_HURRY), configuration.table),
  queue: createSqsQueue(new SQSClient(IN_A_HURRY), configuration.queueUrl),
  mayAsk: configuration.mayAsk,
  questionsPerMinute: configuration.questionsPerMinute,
  command: configuration.command,
  log: jsonLog(configuration.logLevel),
  now: () => new Date(),
});
