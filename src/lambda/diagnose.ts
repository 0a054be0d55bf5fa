import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createDynamoDbBucketIndex } from '../inventory/dynamodb-bucket-index.ts';
import { createDiagnoseHandler } from '../slack/diagnose-handler.ts';
import { secretsManagerSecrets } from '../slack/slack-secrets-manager.ts';
import { createDynamoDbStore } from '../store/dynamodb-store.ts';
import { createSqsQueue } from '../store/sqs-queue.ts';
import { diagnoseConfiguration } from './configuration.ts';
import { diagnoseAws } from './diagnose-aws.ts';
import { jsonLog } from './log.ts';
import { IN_A_HURRY, PATIENT } from './sdk-timeouts.ts';

const configuration = diagnoseConfiguration(process.env);
const secrets = secretsManagerSecrets(new SecretsManagerClient(PATIENT), configuration.secretArn);
// Read while the function starts; a failure is met again with the first job.
secrets.current().catch(() => undefined);

const store = createDynamoDbStore(new DynamoDBClient(PATIENT), configuration.table);
// A short cut: who waits long for it goes the long way.
const bucketIndex = createDynamoDbBucketIndex(new DynamoDBClient(IN_A_HURRY), configuration.table);

export const handler = createDiagnoseHandler({
  diagnose: diagnoseAws(configuration, store, bucketIndex),
  secrets,
  store,
  queue: createSqsQueue(new SQSClient(PATIENT), configuration.queueUrl),
  maxReceives: configuration.maxReceives,
  log: jsonLog(configuration.logLevel),
  now: () => new Date(),
});
