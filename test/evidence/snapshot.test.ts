import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { callKey, decodeOutput, encodeOutput, indexCalls, parseSnapshot } from '../../src/evidence/snapshot.ts';

const call = { account: '111122223333', service: 'iam', operation: 'GetRole', input: { RoleName: 'reports' } };
const snapshot = {
  schemaVersion: 1,
  recordedAt: '2026-11-20T10:00:00Z',
  calls: [{ ...call, output: { Role: { Arn: 'arn:aws:iam::111122223333:role/reports' } } }],
};

test('a snapshot parses, as text and as a value', () => {
  expect(parseSnapshot(snapshot)).toMatchObject({ kind: 'parsed', snapshot });
  expect(parseSnapshot(JSON.stringify(snapshot))).toMatchObject({ kind: 'parsed', snapshot });
});

test.each<[string, unknown, string]>([
  ['text that is no JSON', '{', 'the snapshot is not JSON'],
  ['a file without calls', { ...snapshot, calls: undefined }, '`calls`'],
  ['a later version', { ...snapshot, schemaVersion: 2 }, 'this version of s3-403 reads snapshots of schemaVersion 1'],
  ['a time that is none', { ...snapshot, recordedAt: 'yesterday' }, '`recordedAt`'],
  ['a key that is not known', { ...snapshot, recodedAt: '' }, 'recodedAt'],
  [
    'an account that is none',
    { ...snapshot, calls: [{ ...call, account: 'me', output: {} }] },
    '`calls.0.account`: must be an account id',
  ],
  ['a call without an answer', { ...snapshot, calls: [call] }, '`calls.0`: needs either `output` or `error`'],
  [
    'a call with two answers',
    { ...snapshot, calls: [{ ...call, output: {}, error: { name: 'AccessDenied' } }] },
    'needs either `output` or `error`',
  ],
  ['a list', [], 'not a snapshot: the file'],
])('%s is malformed, and the place is named', (_sentence, source, place) => {
  expect(parseSnapshot(source)).toMatchObject({ kind: 'malformed', because: expect.stringContaining(place) });
});

describe('two calls ask the same', () => {
  test.each<[string, object, object, boolean]>([
    ['in whatever order their inputs are', { A: '1', B: { c: 1, d: 2 } }, { B: { d: 2, c: 1 }, A: '1' }, true],
    ['whether an input is left out or undefined', { A: '1', B: undefined }, { A: '1' }, true],
    ['but not of another thing', { A: '1' }, { A: '2' }, false],
    ['and not for another page', { A: '1' }, { A: '1', Marker: 'next' }, false],
    ['and the order of a list counts', { A: ['1', '2'] }, { A: ['2', '1'] }, false],
  ])('%s', (_sentence, one, other, same) => {
    const keyOf = (input: object) => callKey({ ...call, input: Object.fromEntries(Object.entries(input)) });
    expect(keyOf(one) === keyOf(other)).toBe(same);
  });

  test.each<[string, string, boolean]>([
    ['of a VPC endpoint, which is in one region', 'ec2', false],
    ['of a bucket, which answers from anywhere', 's3', true],
  ])('%s', (_sentence, service, same) => {
    const keyIn = (region: string) => callKey({ ...call, service, region });
    expect(keyIn('eu-west-1') === keyIn('eu-central-1')).toBe(same);
  });

  test('of CloudTrail at whatever time', () => {
    const lookup = (input: Record<string, unknown>) =>
      callKey({ account: '111122223333', service: 'cloudtrail', operation: 'LookupEvents', input });
    const about = { LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: 'ledger' }] };
    expect(lookup({ ...about, StartTime: new Date(0) })).toBe(lookup(about));
    expect(lookup({ ...about, NextToken: 'more' })).not.toBe(lookup(about));
  });

  test('and the first answer counts', () => {
    const calls = [
      { ...call, output: { first: true } },
      { ...call, output: { first: false } },
    ];
    expect([...indexCalls({ schemaVersion: 1, recordedAt: '', calls }).values()]).toEqual([calls[0]]);
  });
});

test('credentials and the transport stay out of a recording', () => {
  const output = {
    Credentials: { AccessKeyId: 'ASIAEXAMPLE', SecretAccessKey: 'secret', SessionToken: 'token' },
    AssumedRoleUser: { Arn: 'arn:aws:sts::111122223333:assumed-role/x/y' },
    Events: [{ EventId: '1', AccessKeyId: 'ASIAEXAMPLE' }],
    $metadata: { requestId: 'r' },
    NextToken: 'more',
  };
  expect(encodeOutput(output)).toEqual({
    AssumedRoleUser: { Arn: 'arn:aws:sts::111122223333:assumed-role/x/y' },
    Events: [{ EventId: '1' }],
    NextToken: 'more',
  });
});

// What the SDK gives: JSON's values, dates and bytes.
const answer = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string(),
    fc.boolean(),
    fc.integer(),
    fc.constant(null),
    fc.date({ noInvalidDate: true }),
    fc.uint8Array({ maxLength: 8 }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.stringMatching(/^[A-Z][a-z]{1,6}$/), tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

test('an answer comes out of JSON as it went in, dates and bytes too', () => {
  fc.assert(
    fc.property(answer, (value) => {
      expect(decodeOutput(JSON.parse(JSON.stringify(encodeOutput(value))))).toEqual(value);
    }),
  );
});

test('parsing is total', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.jsonValue()), (source) => {
      expect(['parsed', 'malformed']).toContain(parseSnapshot(source).kind);
    }),
  );
});
