import { partitionOfRegion } from '../request/arn.ts';

/** Enabled in every account of the partition `aws`. A region that came after March 20, 2019 each account enables for itself. */
const DEFAULT_REGIONS: ReadonlySet<string> = new Set([
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
]);

/** Whether a region takes no credentials of an account that has not enabled it: https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html */
export const isOptInRegion = (region: string): boolean =>
  partitionOfRegion(region) === 'aws' && !DEFAULT_REGIONS.has(region);
