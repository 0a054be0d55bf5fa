import type { DemoAccount } from './demo-account.ts';

/** The organization's management account: its policies are read here, and bind it not. */
export const MANAGEMENT: DemoAccount = {
  id: '999900001111',
  name: 'management',
  events: [
    {
      minutesAgo: 312,
      operation: 'UpdatePolicy',
      by: 'arn:aws:sts::999900001111:assumed-role/CloudGovernance/noor',
      on: 'p-s4ndb0x2',
      parameters: { policyId: 'p-s4ndb0x2' },
    },
  ],
};
