import { ALL_BLOCKED, type DemoAccount, policy } from './demo-account.ts';

const REGION = 'eu-west-1';

/** The account that owns the data: buckets that others read from their own accounts. */
export const DATA: DemoAccount = {
  id: '444455556666',
  name: 'data',
  roles: {
    quality: {
      inline: {
        ReadSales: policy({
          Sid: 'ReadSales',
          Effect: 'Allow',
          Action: 's3:GetObject',
          Resource: 'arn:aws:s3:::sales-lake/*',
        }),
      },
    },
  },
  buckets: {
    'sales-lake': { region: REGION, publicAccessBlock: ALL_BLOCKED, keys: ['orders/2026/11/part-0001.parquet'] },
    'company-ledger': {
      region: REGION,
      publicAccessBlock: ALL_BLOCKED,
      keys: ['2026/q3/journal.csv'],
      policy: policy({
        Sid: 'BillingExport',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111122223333:role/billing-export' },
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::company-ledger/*',
      }),
    },
    'hr-exports': {
      region: REGION,
      publicAccessBlock: ALL_BLOCKED,
      keys: ['2026-11.csv'],
      policy: policy({
        Sid: 'HrSync',
        Effect: 'Allow',
        Principal: { AWS: 'AROA4XHRSYNCDELETED01' },
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::hr-exports/*',
      }),
    },
    'invoice-inbox': {
      region: REGION,
      publicAccessBlock: ALL_BLOCKED,
      policy: policy({
        Sid: 'InvoicesFromApps',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111122223333:role/invoice-writer' },
        Action: 's3:PutObject',
        Resource: 'arn:aws:s3:::invoice-inbox/*',
        Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
      }),
    },
    'open-datasets': {
      region: REGION,
      isPublic: true,
      publicAccessBlock: { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: false },
      keys: ['weather/2026.parquet'],
      policy: policy(
        {
          Sid: 'EverybodyMayRead',
          Effect: 'Allow',
          Principal: '*',
          Action: 's3:GetObject',
          Resource: 'arn:aws:s3:::open-datasets/*',
        },
        {
          Sid: 'DataScience',
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::111122223333:role/data-science' },
          Action: 's3:GetObject',
          Resource: 'arn:aws:s3:::open-datasets/*',
        },
      ),
    },
    'partner-dropbox': {
      region: REGION,
      publicAccessBlock: ALL_BLOCKED,
      keys: ['inbound/2026-11-19.zip'],
      policy: policy({
        Sid: 'VendorSync',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::222233334444:role/vendor-sync' },
        Action: ['s3:GetObject', 's3:PutObject'],
        Resource: 'arn:aws:s3:::partner-dropbox/inbound/*',
      }),
    },
  },
  publicAccessBlock: { RestrictPublicBuckets: true },
  events: [
    {
      minutesAgo: 41,
      operation: 'PutBucketPolicy',
      by: 'arn:aws:sts::444455556666:assumed-role/DataPlatform/ines',
      on: 'company-ledger',
      parameters: { bucketName: 'company-ledger' },
    },
    {
      minutesAgo: 96,
      operation: 'DeleteBucketPolicy',
      by: 'arn:aws:sts::444455556666:assumed-role/DataPlatform/ines',
      on: 'sales-lake',
      parameters: { bucketName: 'sales-lake' },
    },
    {
      minutesAgo: 230,
      operation: 'PutBucketPolicy',
      by: 'arn:aws:sts::444455556666:assumed-role/DataPlatform/joao',
      on: 'invoice-inbox',
      parameters: { bucketName: 'invoice-inbox' },
    },
    {
      minutesAgo: 25,
      operation: 'PutBucketPolicy',
      by: 'arn:aws:sts::444455556666:assumed-role/DataPlatform/joao',
      on: 'open-datasets',
      parameters: { bucketName: 'open-datasets' },
    },
  ],
};
