import { ALL_BLOCKED, type DemoBucket, policy } from './demo-account.ts';

const REGION = 'eu-west-1';

/** The applications' own buckets. */
export const APPS_BUCKETS: Readonly<Record<string, DemoBucket>> = {
  'payroll-reports': { region: REGION, publicAccessBlock: ALL_BLOCKED, keys: ['2026/09.csv', '2026/10.csv'] },
  'build-artifacts': { region: REGION, publicAccessBlock: ALL_BLOCKED, keys: ['app-1841.zip'] },
  'media-assets': { region: REGION, publicAccessBlock: ALL_BLOCKED, keys: ['covers/7.jpg'] },
  'ml-features': { region: 'eu-central-1', publicAccessBlock: ALL_BLOCKED, keys: ['2026/w46.parquet'] },
  'us-clickstream': { region: 'us-east-1', publicAccessBlock: ALL_BLOCKED, keys: ['2026/11/20/00.json.gz'] },
  'backups-databases': { region: REGION, publicAccessBlock: ALL_BLOCKED, keys: ['db/2024-11-20.dump'] },
  'ticket-attachments': { region: REGION, publicAccessBlock: ALL_BLOCKED, keys: ['5521/screen.png'] },
  'finance-archive': {
    region: REGION,
    publicAccessBlock: ALL_BLOCKED,
    keys: ['reports/2026/q3.xlsx', 'Reports/2026/q2.xlsx'],
  },
  'team-notebooks': {
    region: REGION,
    publicAccessBlock: ALL_BLOCKED,
    keys: ['home/ada/forecast.ipynb', 'shared/readme.md'],
  },
  'customer-uploads': {
    region: REGION,
    publicAccessBlock: ALL_BLOCKED,
    policy: policy({
      Sid: 'RequireKmsEncryption',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:PutObject',
      Resource: 'arn:aws:s3:::customer-uploads/*',
      Condition: { StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' } },
    }),
  },
  'audit-logs': {
    region: REGION,
    publicAccessBlock: ALL_BLOCKED,
    keys: ['2026/11/20.log.gz'],
    policy: policy({
      Sid: 'OnlyAuditors',
      Effect: 'Deny',
      NotPrincipal: { AWS: ['arn:aws:iam::111122223333:root', 'arn:aws:iam::111122223333:role/auditor'] },
      Action: 's3:*',
      Resource: ['arn:aws:s3:::audit-logs', 'arn:aws:s3:::audit-logs/*'],
    }),
  },
  'marketing-site': { region: REGION, publicAccessBlock: ALL_BLOCKED, keys: ['index.html'] },
  'patient-records': {
    region: REGION,
    publicAccessBlock: ALL_BLOCKED,
    keys: ['visits/81723.json'],
    policy: policy({
      Sid: 'OnlyFromClinicNetwork',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: ['arn:aws:s3:::patient-records', 'arn:aws:s3:::patient-records/*'],
      Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-0c11a1c4b2d5e6f70' } },
    }),
  },
};
