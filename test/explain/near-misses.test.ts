import { expect, test } from 'vitest';
import { actionFits } from '../../src/explain/action-fits.ts';
import { editDistance } from '../../src/explain/edit-distance.ts';
import { nearestEntry, type PrincipalMiss } from '../../src/explain/principal-near-miss.ts';
import { relativeOf } from '../../src/explain/related-actions.ts';
import { nearestResource, type ResourceMiss } from '../../src/explain/resource-near-miss.ts';
import type { Principal } from '../../src/request/principal.ts';

const ROLE: Principal = {
  kind: 'role',
  arn: 'arn:aws:iam::111122223333:role/batch/reports',
  account: '111122223333',
  sessionArn: 'arn:aws:sts::111122223333:assumed-role/reports/now',
};

test.each<[string, string, PrincipalMiss]>([
  ['a name without its path', 'arn:aws:iam::111122223333:role/reports', 'pathLeftOut'],
  ['a name with other capitals', 'arn:aws:iam::111122223333:role/batch/Reports', 'otherCase'],
  ['a name with two letters swapped', 'arn:aws:iam::111122223333:role/batch/reprots', 'misspelt'],
  ['the same name in another account', 'arn:aws:iam::444455556666:role/batch/reports', 'otherAccount'],
  ['the same name in another partition', 'arn:aws-cn:iam::111122223333:role/batch/reports', 'otherPartition'],
  ['another session', 'arn:aws:sts::111122223333:assumed-role/reports/then', 'otherSession'],
  ['a user of that name', 'arn:aws:iam::111122223333:user/reports', 'otherKind'],
  ['a group', 'arn:aws:iam::111122223333:group/analysts', 'group'],
  ['a pattern', 'arn:aws:iam::111122223333:role/*', 'wildcard'],
  ['a pattern for others', 'arn:aws:iam::444455556666:role/*', 'stranger'],
  ['the id of a deleted role', 'AROAEXAMPLEROLE123456', 'deletedAndRecreated'],
  ['somebody else', 'arn:aws:iam::111122223333:role/billing', 'stranger'],
  ['another account', '444455556666', 'stranger'],
])('a Principal that names %s', (_sentence, value, miss) =>
  expect(nearestEntry([{ kind: 'aws', value }], ROLE)).toEqual({ miss, value }),
);

test('of several entries the closest is told', () => {
  const entries = ['444455556666', 'AROAEXAMPLEROLE123456', 'arn:aws:iam::111122223333:role/reports'];
  const nearest = nearestEntry(
    entries.map((value) => ({ kind: 'aws', value })),
    ROLE,
  );
  expect(nearest?.miss).toBe('pathLeftOut');
});

test.each<[string, string, ResourceMiss | undefined]>([
  ['other capitals', 'arn:aws:s3:::ledger/Q3/*', 'otherCase'],
  ['a letter too few', 'arn:aws:s3:::leger/q3/*', 'misspelt'],
  ['another year, which is no misspelling', 'arn:aws:s3:::ledger/q2/*', 'otherPrefix'],
  ['another prefix', 'arn:aws:s3:::ledger/archive/*', 'otherPrefix'],
  ['another bucket', 'arn:aws:s3:::build-artifacts/*', 'otherBucket'],
  ['the bucket alone, which is another cause', 'arn:aws:s3:::ledger', undefined],
])('a Resource with %s', (_sentence, pattern, miss) =>
  expect(nearestResource([pattern], 'arn:aws:s3:::ledger/q3/10.csv')?.miss).toBe(miss),
);

test.each<[string, string, string | undefined]>([
  ['s3:GetObjectVersion', 's3:GetObject', 's3:GetObject'],
  ['s3:PutObjectTagging', 's3:PutObject', 's3:PutObject'],
  ['s3:ListBucket', 's3:ListObjectsV2', 's3:ListObjectsV2'],
  ['s3:GetObject', 's3:GetObejct', 's3:GetObejct'],
  ['kms:GenerateDataKey', 'kms:Encrypt', 'kms:Encrypt'],
  ['s3:DeleteObject', 's3:GetObject', undefined],
])('for %s an Allow of %s is taken for it: %s', (action, allowed, relative) =>
  expect(relativeOf(action, [allowed])?.relative).toBe(relative),
);

test.each<[string, string, number]>([
  ['reports', 'reports', 0],
  ['reprots', 'reports', 1],
  ['report', 'reports', 1],
  ['rapport', 'reports', 3],
  ['a', 'abcdefgh', 3],
])('%s is %s but for %i edits (3 stands for more than 2)', (one, other, edits) =>
  expect(editDistance(one, other, 2)).toBe(edits),
);

test.each<[string, string, boolean]>([
  ['s3:GetObject', 'arn:aws:s3:::b/k', true],
  ['s3:GetObject', 'arn:aws:s3:::b', false],
  ['s3:ListBucket', 'arn:aws:s3:::b', true],
  ['s3:ListBucket', 'arn:aws:s3:::b/k', false],
  ['s3:GetObject', 'arn:aws:s3:eu-west-1:111122223333:accesspoint/a/object/k', true],
])('%s works on %s: %s', (action, resource, fits) => expect(actionFits(action, resource)).toBe(fits));
