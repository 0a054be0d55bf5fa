import { APPS_BUCKETS } from './apps-buckets.ts';
import { APPS_EVENTS } from './apps-events.ts';
import { APPS_ROLES } from './apps-roles.ts';
import { DEFAULT_ENDPOINT_POLICY, type DemoAccount, policy } from './demo-account.ts';

/** The account in which the applications run: most of the callers. */
export const APPS: DemoAccount = {
  id: '111122223333',
  name: 'apps',
  roles: APPS_ROLES,
  users: {
    jane: { path: '/finance/', groups: ['analysts'] },
    'ci-uploader': {
      inline: {
        Artifacts: policy({
          Sid: 'PublishArtifacts',
          Effect: 'Allow',
          Action: ['s3:GetObject', 's3:PutObject'],
          Resource: 'arn:aws:s3:::build-artifacts/*',
        }),
      },
      managed: ['LeakedKeyQuarantine'],
    },
  },
  groups: {
    // S3 keys are case-sensitive: `Reports/` is not `reports/`.
    analysts: {
      inline: {
        FinanceArchive: policy({
          Sid: 'ReadReports',
          Effect: 'Allow',
          Action: 's3:GetObject',
          Resource: 'arn:aws:s3:::finance-archive/Reports/*',
        }),
      },
    },
  },
  managedPolicies: {
    DeveloperBoundary: policy({
      Sid: 'ReadOnlyStorage',
      Effect: 'Allow',
      Action: ['s3:Get*', 's3:List*', 'logs:*', 'cloudwatch:*'],
      Resource: '*',
    }),
    LeakedKeyQuarantine: policy({
      Sid: 'KeyWasFoundInARepository',
      Effect: 'Deny',
      Action: ['s3:*', 'iam:*', 'sts:*', 'ec2:RunInstances'],
      Resource: '*',
    }),
  },
  buckets: APPS_BUCKETS,
  vpcEndpoints: {
    'vpce-0c11a1c4b2d5e6f70': {
      region: 'eu-west-1',
      vpcId: 'vpc-0c11c11c11c11c11c',
      policy: DEFAULT_ENDPOINT_POLICY,
    },
    'vpce-0b22d8e1f9a3c4b5d': {
      region: 'eu-west-1',
      vpcId: 'vpc-0b22b22b22b22b22b',
      policy: DEFAULT_ENDPOINT_POLICY,
    },
    'vpce-0d33f4e5a6b7c8d9e': {
      region: 'eu-central-1',
      vpcId: 'vpc-0d33d33d33d33d33d',
      policy: policy({
        Sid: 'TrainingDataOnly',
        Effect: 'Allow',
        Principal: '*',
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::training-*/*',
      }),
    },
  },
  functions: { 'billing-export': { region: 'eu-west-1', role: 'billing-export' } },
  instances: { 'i-0a1b2c3d4e5f67890': { region: 'eu-west-1', role: 'data-science' } },
  events: APPS_EVENTS,
};
