import { expect, test } from 'vitest';
import type { Trail } from '../../src/evidence/trail.ts';
import { generatedBy } from '../../src/explain/generated-by.ts';

const NO_TRAIL: Trail = { deniedEvents: [], changes: [], looked: [] };
const ROLE = 'arn:aws:iam::111122223333:role/';

const place = (name: string, target: string) =>
  ({ layer: 'identityPolicies', name, target, level: null, account: '111122223333', text: '{}' }) as const;

const changedBy = (who: string, on: string): Trail => ({
  ...NO_TRAIL,
  changes: [
    { at: '2026-11-22T02:00:00Z', eventId: '1', operation: 'PutBucketPolicy', who, on, account: '111122223333' },
  ],
});

test.each<[string, string, string, Trail, string | null]>([
  [
    'a role of a stack',
    'work',
    `${ROLE}orders-api-TaskRole-1A2B3C4D5E6F7`,
    NO_TRAIL,
    'the CloudFormation stack `orders-api`, by its name: change it in the template',
  ],
  [
    'a policy of Terraform',
    'terraform-20261122020000000000000001',
    `${ROLE}work`,
    NO_TRAIL,
    'Terraform, by its name: change it in the configuration',
  ],
  [
    'a bucket that Terraform changed last',
    'bucket policy',
    'arn:aws:s3:::ledger',
    changedBy('arn:aws:sts::111122223333:assumed-role/Terraform/ci-1', 'ledger'),
    'Terraform, by which it was changed last (2026-11-22T02:00:00Z): change it there',
  ],
  [
    'a bucket that a person changed last',
    'bucket policy',
    'arn:aws:s3:::ledger',
    changedBy('arn:aws:iam::111122223333:user/ana', 'ledger'),
    null,
  ],
  [
    'another bucket that Terraform changed',
    'bucket policy',
    'arn:aws:s3:::ledger',
    changedBy('Terraform', 'edger'),
    null,
  ],
  ['a role with a plain name', 'work', `${ROLE}reports`, NO_TRAIL, null],
  [
    'a guardrail of Control Tower',
    'aws-guardrails-AbCdEf',
    'arn:aws:organizations::999900001111:policy/o-a1/service_control_policy/p-12345678',
    NO_TRAIL,
    'AWS Control Tower, by its name: change it there, since a change by hand is drift',
  ],
  [
    'a role that a permission set made',
    'work',
    `${ROLE}aws-reserved/sso.amazonaws.com/AWSReservedSSO_ReadReports_0123456789abcdef`,
    NO_TRAIL,
    'IAM Identity Center, permission set `ReadReports`: change it in the permission set',
  ],
])('%s', (_sentence, name, target, trail, by) =>
  expect(generatedBy(place(name, target), { trail, tags: new Map() })).toBe(by),
);

test.each<[string, Readonly<Record<string, string>>, string | null]>([
  [
    "CloudFormation's own tag names the stack",
    { 'aws:cloudformation:stack-name': 'orders-api' },
    'the CloudFormation stack `orders-api`, by its tag: change it in the template',
  ],
  ['who manages it is said by a tag', { ManagedBy: 'terraform' }, 'Terraform, by its tag `ManagedBy`: change it there'],
  [
    'the tool is a tag of its own',
    { terraform: 'true' },
    'Terraform, by its tag `terraform`: change it in the configuration',
  ],
  ['a tag says that the tool is not used', { terraform: 'false' }, null],
  ['a team that works on Terraform is no tool', { team: 'terraform' }, null],
  ['whoever manages it is a person', { 'managed-by': 'ana' }, null],
])('%s', (_sentence, tags, by) => {
  const asked = { trail: NO_TRAIL, tags: new Map(Object.entries(tags)) };
  expect(generatedBy(place('bucket policy', 'arn:aws:s3:::ledger'), asked)).toBe(by);
});
