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
])('%s', (_sentence, name, target, trail, by) => expect(generatedBy(place(name, target), trail)).toBe(by));
