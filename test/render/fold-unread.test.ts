import { expect, test } from 'vitest';
import type { LayerUnreadable } from '../../src/explain/diagnosis.ts';
import { foldUnread } from '../../src/render/fold-unread.ts';

const ROLE =
  'role `arn:aws:iam::111122223333:role/S3AccessDiagnostics` could not be assumed: it does not exist, or does not trust the caller';
const unread = (
  layer: LayerUnreadable['layer'],
  needs: string,
  because: string,
  more: Partial<LayerUnreadable> = {},
): LayerUnreadable => ({
  kind: 'unreadable',
  reason: needs === 'sts:AssumeRole' ? 'notAssumed' : 'denied',
  layer,
  needs,
  because,
  account: '111122223333',
  ...more,
});

test('a role that could not be assumed is told once, with what to do', () => {
  const told = foldUnread([
    unread('identityPolicies', 'sts:AssumeRole', ROLE),
    unread('permissionsBoundary', 'sts:AssumeRole', ROLE),
    unread('vpcEndpointPolicy', 'sts:AssumeRole', `it is not known which way the call came; say the way (${ROLE})`, {
      question: { what: 'it is not known which way the call came', say: 'say the way' },
    }),
  ]);
  expect(told).toEqual([
    `identity-based policies and permissions boundary: ${ROLE}. Deploy the diagnostic role (\`infra/diagnostic-role.yml\`) in account 111122223333, or say \`--role-name\` if it has another name there, and ask again`,
    'VPC endpoint policy: it is not known which way the call came; say the way (the diagnostic role of account 111122223333 could not be assumed)',
  ]);
  expect(told.join()).not.toContain('sts:AssumeRole');
});

test('a permission that is missing is named, for all layers that need it', () => {
  expect(
    foldUnread([
      unread('identityPolicies', 'iam:GetRole', 'it was denied'),
      unread('permissionsBoundary', 'iam:GetRole', 'it was denied'),
      unread('bucketPolicy', 's3:GetBucketPolicy', 'it was denied'),
    ]),
  ).toEqual([
    'identity-based policies and permissions boundary: needs `iam:GetRole` in account 111122223333: it was denied',
    'bucket policy: needs `s3:GetBucketPolicy` in account 111122223333: it was denied',
  ]);
});
