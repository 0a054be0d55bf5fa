import { describe, expect, test } from 'vitest';
import { conditionKeysOf } from '../../src/policy/compile-statement.ts';
import { matchStatement, type StatementElement } from '../../src/policy/match-statement.ts';
import { parsePolicyDocument } from '../../src/policy/parse-policy-document.ts';
import type { Statement } from '../../src/policy/policy-document.ts';
import type { AccessRequest } from '../../src/request/access-request.ts';
import { context, request } from './policy-arbitraries.ts';

const BUCKET = 'arn:aws:s3:::example-reports';

/** A statement as it stands in a policy; what is left out allows s3:GetObject on the bucket's objects. */
function statement(elements: Readonly<Record<string, unknown>> = {}): Statement {
  const whole = { Effect: 'Allow', Action: 's3:GetObject', Resource: `${BUCKET}/*`, ...elements };
  const kept = Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== undefined));
  const parsed = parsePolicyDocument({ Version: '2012-10-17', Statement: [kept] });
  const [first] = parsed.kind === 'parsed' ? parsed.document.statements : [];
  if (first === undefined) throw new Error(JSON.stringify(parsed.problems));
  return first;
}

const match = (elements: Readonly<Record<string, unknown>>, asked: Partial<AccessRequest> = {}) =>
  matchStatement(statement(elements), request(asked), {
    version: '2012-10-17',
    ignorePrincipal: elements.Principal === undefined,
  });

type Row = [
  string,
  Readonly<Record<string, unknown>>,
  Partial<AccessRequest>,
  'yes' | 'no' | 'unknown',
  StatementElement[],
];

describe('a statement', () => {
  const open = context({}, 'unknown');
  test.each<Row>([
    ['matches where all elements do', {}, {}, 'yes', []],
    ['matches actions in any case', { Action: 'S3:GETOBJECT' }, {}, 'yes', []],
    ['matches actions by wildcard', { Action: ['s3:Put*', 's3:Get*'] }, {}, 'yes', []],
    ['matches every action', { Action: '*' }, {}, 'yes', []],
    ['fails on another action', { Action: 's3:GetObjectVersion' }, {}, 'no', ['action']],
    ['fails on no action', { Action: [] }, {}, 'no', ['action']],
    ['with NotAction matches the others', { Action: undefined, NotAction: 's3:Put*' }, {}, 'yes', []],
    ['with NotAction leaves its own out', { Action: undefined, NotAction: 's3:get*' }, {}, 'no', ['action']],
    ['with NotAction of nothing matches all', { Action: undefined, NotAction: [] }, {}, 'yes', []],
    [
      'fails on the bucket where objects are named',
      {},
      { action: 's3:GetObject', resource: BUCKET },
      'no',
      ['resource'],
    ],
    ['fails on objects where the bucket is named', { Resource: BUCKET }, {}, 'no', ['resource']],
    ['matches one of several resources', { Resource: [BUCKET, `${BUCKET}/*.csv`] }, {}, 'yes', []],
    ['with NotResource matches the others', { Resource: undefined, NotResource: `${BUCKET}/private/*` }, {}, 'yes', []],
    [
      'with NotResource leaves its own out',
      { Resource: undefined, NotResource: `${BUCKET}/*` },
      {},
      'no',
      ['resource'],
    ],
    [
      'with NotResource and a variable without value matches',
      { Resource: undefined, NotResource: `${BUCKET}/\${aws:username}` },
      {},
      'yes',
      [],
    ],
    [
      'with an unknown variable in Resource is open',
      { Resource: `${BUCKET}/\${aws:username}/*` },
      { context: open },
      'unknown',
      ['resource'],
    ],
    [
      'with an unknown variable in NotResource is open',
      { Resource: undefined, NotResource: `${BUCKET}/\${aws:username}` },
      { context: open },
      'unknown',
      ['resource'],
    ],
    ['of another partition never matches', { Resource: 'arn:aws-cn:s3:::example-reports/*' }, {}, 'no', ['resource']],
    ['fails on a condition', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } }, {}, 'no', ['condition']],
    [
      'is open on an unknown key',
      { Condition: { Bool: { 'aws:SecureTransport': 'true' } } },
      { context: open },
      'unknown',
      ['condition'],
    ],
    [
      'fails for certain where a known part fails, whatever is unknown',
      { Action: 's3:Put*', Condition: { Bool: { 'aws:SecureTransport': 'true' } } },
      { context: open },
      'no',
      ['action'],
    ],
    [
      'fails on everything at once',
      {
        Principal: { AWS: '444455556666' },
        Action: 's3:PutObject',
        Resource: 'arn:aws:s3:::other',
        Condition: { Bool: { 'aws:x': 'true' } },
      },
      {},
      'no',
      ['principal', 'action', 'resource', 'condition'],
    ],
    ['matches the caller it names', { Principal: { AWS: 'arn:aws:iam::111122223333:role/reports' } }, {}, 'yes', []],
    ['fails on a caller it does not name', { Principal: { AWS: '444455556666' } }, {}, 'no', ['principal']],
    [
      'is open where the session is not known',
      { Principal: { AWS: 'arn:aws:sts::111122223333:assumed-role/reports/one' } },
      {},
      'unknown',
      ['principal'],
    ],
  ])('%s', (_sentence, elements, asked, expected, failedOn) => {
    const found = match(elements, asked);
    expect([found.match, found.failedOn]).toEqual([expected, failedOn]);
    expect(found.because).not.toBe('');
  });

  test('without Principal matches nobody where one is asked for', () => {
    const found = matchStatement(statement(), request(), { version: '2012-10-17' });
    expect([found.match, found.failedOn]).toEqual(['no', ['principal']]);
  });

  test('says how it names the caller', () => {
    expect(match({ Principal: '*' }).principalNamed).toBe('everyone');
    expect(match({ Principal: { AWS: '111122223333' } }).principalNamed).toBe('account');
    expect(match({ Principal: { AWS: '444455556666' } }).principalNamed).toBeUndefined();
    expect(match({}).principalNamed).toBeUndefined();
  });

  test('names the unknown keys that it hangs on, and only those', () => {
    const elements = {
      Resource: `${BUCKET}/\${aws:PrincipalTag/team}/*`,
      Condition: {
        StringEquals: { 'aws:SourceVpce': 'vpce-1', 's3:prefix': '${aws:username}' },
        Bool: { 'aws:SecureTransport': 'true' },
      },
    };
    const known = context({ 'aws:SecureTransport': 'true', 's3:prefix': 'a' }, 'unknown');
    expect(match(elements, { context: known }).unknownKeys).toEqual([
      'aws:SourceVpce',
      'aws:username',
      'aws:PrincipalTag/team',
    ]);
    expect(match({ ...elements, Action: 's3:PutObject' }, { context: known }).unknownKeys).toEqual([]);
    expect(conditionKeysOf(statement(elements), '2012-10-17')).toEqual([
      'aws:sourcevpce',
      's3:prefix',
      'aws:username',
      'aws:securetransport',
      'aws:principaltag/team',
    ]);
  });
});

describe('a statement that does not match says', () => {
  test.each<[string, Readonly<Record<string, unknown>>, Partial<AccessRequest>, string]>([
    [
      'that the bucket is named and not its objects',
      { Resource: BUCKET },
      {},
      `all fits but the resource: its Resource is \`${BUCKET}\`, the request is for \`${BUCKET}/2024.csv\`: \`${BUCKET}\` is the bucket, not the objects in it`,
    ],
    [
      'that the objects are named and not the bucket',
      {},
      { resource: BUCKET },
      'stands for the objects, not for the bucket itself',
    ],
    ['that only the case differs', { Resource: `${BUCKET}/2024.CSV` }, {}, 'resources are case-sensitive'],
    [
      'which action was asked for',
      { Action: ['s3:PutObject', 's3:List*'] },
      {},
      'its Action is `s3:PutObject` and `s3:List*`, the request is `s3:GetObject`',
    ],
    [
      'which key is missing',
      { Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } },
      {},
      '`aws:SourceVpce` is not in the request, and `StringEquals` needs it',
    ],
    [
      'which value was there and which was wanted',
      { Condition: { StringEquals: { 'aws:SourceVpce': ['vpce-1', 'vpce-2'] } } },
      { context: context({ 'aws:SourceVpce': 'vpce-3' }) },
      '`aws:SourceVpce` is `vpce-3`, and `StringEquals` asks for `vpce-1` or `vpce-2`',
    ],
    [
      'which value was there where every other is wanted',
      { Effect: 'Deny', Condition: { StringNotEquals: { 'aws:SourceVpce': ['vpce-1', 'vpce-2'] } } },
      { context: context({ 'aws:SourceVpce': 'vpce-3' }) },
      '`aws:SourceVpce` is `vpce-3`, and `StringNotEquals` asks for anything but `vpce-1` or `vpce-2`',
    ],
    [
      'which end of a range a value is past',
      { Condition: { NumericLessThan: { 's3:max-keys': '10' } } },
      { context: context({ 's3:max-keys': '11' }) },
      '`s3:max-keys` is `11`, and `NumericLessThan` asks for less than `10`',
    ],
    [
      'which value is excluded',
      { Condition: { StringNotEquals: { 'aws:SourceVpce': ['vpce-1', 'vpce-2'] } } },
      { context: context({ 'aws:SourceVpce': 'vpce-2' }) },
      '`aws:SourceVpce` is `vpce-2`, and `StringNotEquals` excludes `vpce-2`',
    ],
    [
      'what a variable came to',
      { Condition: { StringLike: { 's3:prefix': 'home/${aws:username}/*' } } },
      { context: context({ 's3:prefix': 'home/eve/x', 'aws:username': 'bob' }) },
      '`s3:prefix` is `home/eve/x`, and `StringLike` asks for `home/bob/*`',
    ],
    [
      'which variable has no value',
      { Condition: { StringLike: { 's3:prefix': 'home/${aws:username}/*' } } },
      { context: context({ 's3:prefix': 'home/eve/x' }) },
      '`${aws:username}` in `StringLike` has no value in the request',
    ],
    [
      'which variable of the Resource has no value',
      { Resource: `${BUCKET}/\${aws:username}/*` },
      {},
      '`${aws:username}` has no value in the request, so it names nothing',
    ],
    [
      'that a value is no date',
      { Condition: { DateLessThan: { 'aws:CurrentTime': 'tomorrow' } } },
      { context: context({ 'aws:CurrentTime': '2026-01-01' }) },
      'the value `tomorrow` of `DateLessThan` is not a date',
    ],
    [
      'which of several values failed',
      { Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a', 'b'] } } },
      { context: context({ 'aws:TagKeys': ['a', 'c'] }) },
      '`aws:TagKeys` holds `a` and `c`',
    ],
    [
      'that a key must be absent',
      { Condition: { Null: { 'aws:SourceVpce': 'true' } } },
      { context: context({ 'aws:SourceVpce': 'vpce-1' }) },
      '`aws:SourceVpce` is in the request, and `Null` asks that it is not in it',
    ],
  ])('%s', (_sentence, elements, asked, words) => expect(match(elements, asked).because).toContain(words));

  test('nothing that is too long to read', () => {
    const because = match({
      Resource: [`${BUCKET}/${'x'.repeat(900)}`, `${BUCKET}/a`, `${BUCKET}/b`, `${BUCKET}/c`, `${BUCKET}/d`],
    }).because;
    expect(because.length).toBeLessThan(900);
    expect(because).toContain('and 2 more');
  });
});

test('an open statement says what it hangs on', () => {
  const found = match(
    { Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } },
    { context: context({}, 'unknown') },
  );
  expect(found.because).toBe('`aws:SourceVpce` is not known, and `StringEquals` asks for `vpce-1`');
});
