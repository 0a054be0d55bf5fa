import { expect, test } from 'vitest';
import { narrowingPolicy } from '../../src/collect/assumed-role.ts';
import { READ_NAMES } from '../../src/collect/reads.ts';
import { undeclaredCalls } from './undeclared-calls.ts';
import type { WireExchange } from './wire-tap.ts';

const exchange = (call: string, accessKeyId: string, rest: Partial<WireExchange> = {}): WireExchange => ({
  call,
  accessKeyId,
  region: 'eu-central-1',
  line: `GET /${call}`,
  body: '',
  status: 200,
  answer: '',
  ...rest,
});
const begun = (permissions?: readonly string[]) =>
  exchange('sts:AssumeRole', 'AKIAATHAND', {
    body: new URLSearchParams({ Policy: narrowingPolicy(false, permissions) }).toString(),
    answer: '<AccessKeyId>ASIAOFTHEROLE</AccessKeyId>',
  });

test.each<[string, readonly WireExchange[], number]>([
  ['a declared read by the role is declared', [begun(), exchange('s3:GetBucketPolicy', 'ASIAOFTHEROLE')], 0],
  ['so is the region of a bucket by the credentials at hand', [exchange('s3:HeadBucket', 'AKIAATHAND')], 0],
  ["an object's content is not", [begun(), exchange('s3:GetObject', 'ASIAOFTHEROLE')], 1],
  ['an object itself is not where nobody said so', [begun(), exchange('s3:HeadObject', 'ASIAOFTHEROLE')], 1],
  ['a write is not', [begun(), exchange('s3:PUT /ledger', 'ASIAOFTHEROLE')], 1],
  [
    'a read beyond its session is not',
    [begun(['s3:GetBucketAcl']), exchange('s3:GetBucketPolicy', 'ASIAOFTHEROLE')],
    1,
  ],
  ['a policy read with the credentials at hand is not', [exchange('s3:GetBucketPolicy', 'AKIAATHAND')], 1],
])('%s', (_sentence, exchanges, told) => {
  expect(undeclaredCalls(exchanges, { reads: READ_NAMES })).toHaveLength(told);
});
