import type { DemoEvent } from './demo-account.ts';

/** What was changed in the account on the day of the recording, and the evening before. */
export const APPS_EVENTS: readonly DemoEvent[] = [
  {
    minutesAgo: 38,
    operation: 'PutRolePolicy',
    by: 'arn:aws:sts::111122223333:assumed-role/PlatformAdmin/mira',
    on: 'reports',
    parameters: { roleName: 'reports', policyName: 'ReadPayrollReports' },
  },
  {
    minutesAgo: 8,
    operation: 'PutRolePolicy',
    by: 'arn:aws:sts::111122223333:assumed-role/PlatformAdmin/mira',
    on: 'web',
    parameters: { roleName: 'web', policyName: 'Assets' },
  },
  {
    minutesAgo: 198,
    operation: 'DeleteRole',
    by: 'arn:aws:sts::111122223333:assumed-role/Terraform/ci-4711',
    on: 'hr-sync',
    parameters: { roleName: 'hr-sync' },
  },
  {
    minutesAgo: 195,
    operation: 'CreateRole',
    by: 'arn:aws:sts::111122223333:assumed-role/Terraform/ci-4711',
    on: 'hr-sync',
    parameters: { roleName: 'hr-sync' },
  },
  {
    minutesAgo: 1025,
    operation: 'DeleteRole',
    by: 'arn:aws:sts::111122223333:assumed-role/Terraform/ci-4698',
    on: 'nightly-batch',
    parameters: { roleName: 'nightly-batch' },
  },
  {
    minutesAgo: 67,
    operation: 'PutRolePolicy',
    by: 'arn:aws:sts::111122223333:assumed-role/SecurityOnCall/tomas',
    on: 'support-oncall',
    parameters: { roleName: 'support-oncall', policyName: 'AWSRevokeOlderSessions' },
  },
  {
    minutesAgo: 412,
    operation: 'AttachUserPolicy',
    by: 'arn:aws:sts::111122223333:assumed-role/SecurityOnCall/tomas',
    on: 'ci-uploader',
    parameters: {
      userName: 'ci-uploader',
      policyArn: 'arn:aws:iam::111122223333:policy/LeakedKeyQuarantine',
    },
  },
  {
    minutesAgo: 154,
    operation: 'PutBucketPolicy',
    by: 'arn:aws:sts::111122223333:assumed-role/SecurityOnCall/tomas',
    on: 'audit-logs',
    parameters: { bucketName: 'audit-logs' },
  },
  {
    minutesAgo: 521,
    operation: 'PutRolePermissionsBoundary',
    by: 'arn:aws:sts::111122223333:assumed-role/PlatformAdmin/mira',
    on: 'ci-deploy',
    parameters: {
      roleName: 'ci-deploy',
      permissionsBoundary: 'arn:aws:iam::111122223333:policy/DeveloperBoundary',
    },
  },
];
