import type { Job } from '../../src/store/queue.ts';

/** A question about a key of a bucket. */
export const aJob = ({ id, key = '2026/10.csv', ...rest }: Partial<Job> & { id: string; key?: string }): Job => ({
  schemaVersion: 1,
  kind: 'diagnose',
  denial: {
    source: 'person',
    call: {
      operation: 'GetObject',
      target: { kind: 'bucket', name: 'payroll-reports', partition: 'aws' },
      key,
      principal: { kind: 'role', arn: 'arn:aws:iam::111122223333:role/reports', account: '111122223333' },
      context: { 'aws:SourceVpce': ['vpce-1a'] },
    },
  },
  replyTo: { channel: 'C0GENERAL', userId: 'U0ADA', teamId: 'T0DEMO' },
  askedAt: '2026-10-01T12:00:00.000Z',
  ...rest,
  id,
});
