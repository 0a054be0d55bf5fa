import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { openLiveGate } from '../collect/live-gate.ts';
import { awsListing } from '../inventory/aws-listing.ts';
import { createDynamoDbBucketIndex } from '../inventory/dynamodb-bucket-index.ts';
import { ACCOUNT_MILLISECONDS, createInventoryHandler } from '../inventory/inventory-handler.ts';
import { INVENTORY_PERMISSIONS } from '../inventory/inventory-permissions.ts';
import { continueByQueue } from '../inventory/inventory-queue.ts';
import { partitionOfRegion } from '../request/arn.ts';
import { createDynamoDbStore } from '../store/dynamodb-store.ts';
import { inventoryConfiguration } from './configuration.ts';
import { jsonLog } from './log.ts';
import { PATIENT } from './sdk-timeouts.ts';

const configuration = inventoryConfiguration(process.env);
const { table, queueUrl, diagnosticRole: roleName, externalId, organizationAccount } = configuration;
const dynamoDb = new DynamoDBClient(PATIENT);
const now = () => new Date();

const gate = openLiveGate({
  roleName,
  ...(externalId === undefined ? {} : { externalId }),
  ...(organizationAccount === undefined ? {} : { organizationAccount }),
  askedBy: 'inventory',
  permissions: INVENTORY_PERMISSIONS,
  oneCallAConnection: true,
});

export const handler = createInventoryHandler({
  ...awsListing({
    gate,
    partition: partitionOfRegion(process.env.AWS_REGION ?? ''),
    roleName,
    organizationAccount,
    budgetMilliseconds: ACCOUNT_MILLISECONDS,
    now,
  }),
  index: createDynamoDbBucketIndex(dynamoDb, table, now),
  goOn: continueByQueue(new SQSClient(PATIENT), queueUrl),
  store: createDynamoDbStore(dynamoDb, table, now),
  atOnce: 32,
  log: jsonLog(configuration.logLevel),
  now,
});
