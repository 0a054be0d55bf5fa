import { expect, test } from 'vitest';
import { S3_ACTIONS } from '../../src/request/s3-actions.ts';
import type { S3Call } from '../../src/request/s3-call.ts';
import { S3_OPERATIONS } from '../../src/request/s3-operations.ts';
import { operationOfCall, usualOperation } from '../../src/request/usual-operation.ts';

test.each([
  ['s3:GetObject', 'GetObject'],
  ['s3:GetObjectVersion', 'GetObject'],
  ['s3:ListBucket', 'ListObjectsV2'],
  ['s3:ListAllMyBuckets', 'ListBuckets'],
  ['s3:GetEncryptionConfiguration', 'GetBucketEncryption'],
  ['s3:PutObjectVersionTagging', 'PutObjectTagging'],
  ['s3:BypassGovernanceRetention', 'DeleteObject'],
  ['kms:Decrypt', 'GetObject'],
  ['kms:GenerateDataKey', 'PutObject'],
])('%s belongs to %s', (action, operation) => expect(usualOperation(action)?.name).toBe(operation));

test('an action that no operation needs has none', () => {
  const needed = new Set(
    S3_OPERATIONS.flatMap(({ name, needs }) => [
      `s3:${name}`,
      ...needs.flatMap((need) => [need.action, ...('versionAction' in need ? [need.versionAction] : [])]),
    ]),
  );
  for (const action of S3_ACTIONS) {
    const found = usualOperation(action);
    if (found === undefined) expect(needed.has(action), action).toBe(false);
  }
});

const CALL: S3Call = {
  operation: 'GetObject',
  target: { kind: 'bucket', name: 'payroll-reports', partition: 'aws' },
  principal: { kind: 'anonymous' },
  context: {},
};
test.each<[string, Partial<S3Call>, string]>([
  ['a call by its operation', { operation: 'HeadObject' }, 'HeadObject'],
  ['a call by an action', { operation: 'GetObject', action: 's3:ListBucket' }, 'ListObjectsV2'],
  ["a scenario's action", { operation: 'ListBucket', action: 's3:ListBucket' }, 'ListObjectsV2'],
  ["an event's use of a key", { operation: 'PutObject', action: 'kms:Decrypt' }, 'PutObject'],
  ['an action of no known operation', { operation: 'Nothing', action: 's3:Nothing' }, 's3:Nothing'],
])('the operation of %s', (_what, call, operation) => expect(operationOfCall({ ...CALL, ...call })).toBe(operation));
