import { APPS } from './apps-account.ts';
import { type DemoAccount, policy } from './demo-account.ts';

/** The applications' account after somebody took the advice given for the first example. */
export const REPAIRED_APPS: DemoAccount = {
  ...APPS,
  roles: {
    ...APPS.roles,
    reports: {
      inline: {
        ReadPayrollReports: policy({
          Sid: 'ReadPayrollReports',
          Effect: 'Allow',
          Action: 's3:GetObject',
          Resource: ['arn:aws:s3:::payroll-reports', 'arn:aws:s3:::payroll-reports/2026/10.csv'],
        }),
      },
    },
  },
  events: [
    ...(APPS.events ?? []),
    {
      minutesAgo: 0,
      operation: 'PutRolePolicy',
      by: 'arn:aws:sts::111122223333:assumed-role/PlatformAdmin/mira',
      on: 'reports',
      parameters: { roleName: 'reports', policyName: 'ReadPayrollReports' },
    },
  ],
};
