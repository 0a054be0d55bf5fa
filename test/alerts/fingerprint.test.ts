import { expect, test } from 'vitest';
import { fingerprint } from '../../src/alerts/fingerprint.ts';
import type { S3Call } from '../../src/request/s3-call.ts';

const CALL: S3Call = {
  operation: 'GetObject',
  target: { kind: 'bucket', name: 'payroll-reports', partition: 'aws' },
  key: '2026/10.csv',
  principal: { kind: 'role', arn: 'arn:aws:iam::111122223333:role/reports', account: '111122223333' },
  context: {},
};
const role = (name: string, sessionArn?: string): S3Call['principal'] => ({
  kind: 'role',
  arn: `arn:aws:iam::111122223333:role/${name}`,
  account: '111122223333',
  ...(sessionArn === undefined ? {} : { sessionArn }),
});

test.each<[string, Partial<S3Call>, boolean]>([
  ['another key', { key: 'other' }, true],
  [
    'another session of the role',
    { principal: role('reports', 'arn:aws:sts::111122223333:assumed-role/reports/x') },
    true,
  ],
  ['another context', { context: { 'aws:SourceIp': ['10.0.0.1'] }, vpcEndpoint: 'vpce-1' }, true],
  ['another bucket', { target: { kind: 'bucket', name: 'other-bucket', partition: 'aws' } }, false],
  ['an access point', { target: { kind: 'accessPointAlias', alias: 'payroll-reports', partition: 'aws' } }, false],
  ['another role', { principal: role('etl') }, false],
  ['a bare role name', { principal: { kind: 'roleName', name: 'reports' } }, false],
  ['nobody', { principal: { kind: 'anonymous' } }, false],
  ['another operation', { operation: 'PutObject' }, false],
])('a denial with %s is folded into the first: %s', (_what, change, isSame) => {
  expect(fingerprint({ ...CALL, ...change }) === fingerprint(CALL)).toBe(isSame);
});
