import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePolicyDocument } from '../../src/policy/parse-policy-document.ts';
import type { PolicyType } from '../../src/policy/policy-problem.ts';
import { cpuMilliseconds } from '../cpu-milliseconds.ts';

const ALLOW = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' };
const BY_ROLE = { ...ALLOW, Principal: { AWS: 'arn:aws:iam::111122223333:role/reports' } };
const policy = (...statements: readonly unknown[]) => ({ Version: '2012-10-17', Statement: statements });
const repeated = (count: number, statement: unknown) =>
  JSON.stringify({ Version: '2012-10-17', Statement: Array.from({ length: count }, () => statement) });

type Case = [string, unknown, PolicyType | undefined];

describe('AWS takes', () => {
  test.each<Case>([
    ['a list of statements', policy(ALLOW, { ...ALLOW, Effect: 'Deny' }), 'identity'],
    ['one statement without a list', { Version: '2012-10-17', Statement: ALLOW }, 'identity'],
    ['a policy without Version', { Statement: ALLOW }, 'identity'],
    ['the old Version', { Version: '2008-10-17', Statement: ALLOW }, 'identity'],
    ['an Id', { Id: 'Policy 1', ...policy(BY_ROLE) }, 'resource'],
    [
      'lists of actions and resources',
      policy({ ...ALLOW, Action: ['s3:Get*', 's3:List*'], Resource: ['*'] }),
      'identity',
    ],
    ['NotAction and NotResource', policy({ Effect: 'Deny', NotAction: 's3:*', NotResource: '*' }), 'scp'],
    ['actions in any case', policy({ ...ALLOW, Action: 'S3:getobject' }), 'identity'],
    [
      'empty lists',
      policy({ ...ALLOW, Action: [], Resource: [], Condition: { StringEquals: { 'aws:x': [] } } }),
      'identity',
    ],
    ['no statements at all', { Version: '2012-10-17', Statement: [] }, 'identity'],
    [
      'numbers and booleans as condition values',
      policy({
        ...ALLOW,
        Condition: { Bool: { 'aws:SecureTransport': true }, NumericLessThan: { 's3:max-keys': [10] } },
      }),
      'identity',
    ],
    ['an empty Condition', policy({ ...ALLOW, Condition: {} }), 'identity'],
    [
      'every prefix and suffix of an operator',
      policy({
        ...ALLOW,
        Condition: { 'ForAllValues:StringLikeIfExists': { 'aws:TagKeys': 'a*' }, Null: { 'aws:TagKeys': 'false' } },
      }),
      'identity',
    ],
    ['everyone', policy({ ...ALLOW, Principal: '*' }), 'resource'],
    [
      'every kind of principal',
      policy({
        ...ALLOW,
        Principal: {
          AWS: ['111122223333', '*'],
          Service: 'logs.amazonaws.com',
          Federated: 'accounts.google.com',
          CanonicalUser: 'c0ffee',
        },
      }),
      'resource',
    ],
    ['Deny with NotPrincipal', policy({ ...ALLOW, Effect: 'Deny', NotPrincipal: { AWS: '111122223333' } }), 'resource'],
    ['a Sid of letters and digits', policy({ ...ALLOW, Sid: 'A1' }), 'identity'],
    ['empty Sids, more than one', policy({ ...ALLOW, Sid: '' }, { ...ALLOW, Sid: '' }), 'identity'],
    ['Sids with spaces where S3 keeps the policy', policy({ ...BY_ROLE, Sid: 'my statement' }), 'resource'],
    ['actions that do not exist', policy({ ...ALLOW, Action: 's3:CopyObject' }), 'identity'],
    ['the ID of a deleted role', policy({ ...ALLOW, Principal: { AWS: 'AROAEXAMPLEID1234567' } }), 'resource'],
    [
      "the full access policy of an organization's resources",
      policy({ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }),
      'rcp',
    ],
    [
      "a Deny for an organization's resources",
      policy({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' }),
      'rcp',
    ],
    [
      'statements without Resource, where the kind of policy is not known',
      policy({ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }),
      undefined,
    ],
    [
      'a conditional Allow for an organization',
      policy({ ...ALLOW, Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } } }),
      'scp',
    ],
  ])('%s', (_sentence, source, type) => {
    expect(parsePolicyDocument(source, type).kind).toBe('parsed');
    expect(parsePolicyDocument(JSON.stringify(source), type).kind).toBe('parsed');
  });
});

describe('AWS refuses', () => {
  test.each<[string, unknown, PolicyType | undefined, string]>([
    ['a policy that is no object', [], 'identity', ''],
    ['a policy without Statement', { Version: '2012-10-17' }, 'identity', ''],
    ['another Version', { Version: '2012-10-18', Statement: ALLOW }, 'identity', 'Version'],
    ['an element it does not know', { ...policy(ALLOW), Comment: 'x' }, 'identity', 'Comment'],
    ['an Id that is no string', { ...policy(BY_ROLE), Id: 1 }, 'resource', 'Id'],
    ['a statement that is no object', policy('Allow'), 'identity', 'Statement[0]'],
    ['a statement that is null', policy(ALLOW, null), 'identity', 'Statement[1]'],
    ['a misspelt element', policy({ ...ALLOW, Conditions: {} }), 'identity', 'Statement[0].Conditions'],
    ['an element in other case', policy({ ...ALLOW, effect: 'Allow' }), 'identity', 'Statement[0].effect'],
    ['an Effect in other case', policy({ ...ALLOW, Effect: 'allow' }), 'identity', 'Statement[0].Effect'],
    ['a statement without Effect', policy({ Action: 's3:*', Resource: '*' }), 'identity', 'Statement[0]'],
    ['a statement without Action', policy({ Effect: 'Allow', Resource: '*' }), 'identity', 'Statement[0]'],
    ['a statement without Resource', policy({ Effect: 'Allow', Action: 's3:*' }), 'identity', 'Statement[0]'],
    ['Action beside NotAction', policy({ ...ALLOW, NotAction: 's3:*' }), 'identity', 'Statement[0]'],
    ['Resource beside NotResource', policy({ ...ALLOW, NotResource: '*' }), 'identity', 'Statement[0]'],
    ['Principal beside NotPrincipal', policy({ ...BY_ROLE, NotPrincipal: '*' }), 'resource', 'Statement[0]'],
    [
      'an action without a service',
      policy({ ...ALLOW, Action: ['s3:*', 'GetObject'] }),
      'identity',
      'Statement[0].Action[1]',
    ],
    ['an action that is no string', policy({ ...ALLOW, Action: ['s3:*', 1] }), 'identity', 'Statement[0].Action[1]'],
    ['a resource that is no ARN', policy({ ...ALLOW, Resource: 'b/*' }), 'identity', 'Statement[0].Resource'],
    [
      'a misspelt operator',
      policy({ ...ALLOW, Condition: { StringEqual: { 'aws:x': '1' } } }),
      'identity',
      'Statement[0].Condition.StringEqual',
    ],
    [
      'Null with IfExists',
      policy({ ...ALLOW, Condition: { NullIfExists: { 'aws:x': 'true' } } }),
      'identity',
      'Statement[0].Condition.NullIfExists',
    ],
    [
      'a condition key without a prefix',
      policy({ ...ALLOW, Condition: { Bool: { SecureTransport: 'true' } } }),
      'identity',
      'Statement[0].Condition.Bool.SecureTransport',
    ],
    [
      'a condition value that is an object',
      policy({ ...ALLOW, Condition: { Bool: { 'aws:x': {} } } }),
      'identity',
      'Statement[0].Condition.Bool.aws:x',
    ],
    [
      'a condition value that is null',
      policy({ ...ALLOW, Condition: { Bool: { 'aws:x': ['true', null] } } }),
      'identity',
      'Statement[0].Condition.Bool.aws:x[1]',
    ],
    [
      'an operator without keys',
      policy({ ...ALLOW, Condition: { Bool: 'true' } }),
      'identity',
      'Statement[0].Condition.Bool',
    ],
    ['a Condition that is a list', policy({ ...ALLOW, Condition: [] }), 'identity', 'Statement[0].Condition'],
    ['a Principal in an identity-based policy', policy(BY_ROLE), 'identity', 'Statement[0].Principal'],
    ['a Principal in a boundary', policy(BY_ROLE), 'boundary', 'Statement[0].Principal'],
    [
      'a Principal in a service control policy',
      policy({ ...ALLOW, NotPrincipal: '*' }),
      'scp',
      'Statement[0].NotPrincipal',
    ],
    ['a bucket policy without Principal', policy(ALLOW), 'resource', 'Statement[0]'],
    [
      'Allow with NotPrincipal',
      policy({ ...ALLOW, NotPrincipal: { AWS: '111122223333' } }),
      'resource',
      'Statement[0].NotPrincipal',
    ],
    [
      'a Principal that is a bare ARN',
      policy({ ...ALLOW, Principal: 'arn:aws:iam::111122223333:root' }),
      'resource',
      'Statement[0].Principal',
    ],
    [
      'a kind of principal that there is not',
      policy({ ...ALLOW, Principal: { Aws: '*' } }),
      'resource',
      'Statement[0].Principal.Aws',
    ],
    [
      'a principal that is null',
      policy({ ...ALLOW, Principal: { AWS: [null] } }),
      'resource',
      'Statement[0].Principal.AWS[0]',
    ],
    ['a Sid with a space, in IAM', policy({ ...ALLOW, Sid: 'my statement' }), 'identity', 'Statement[0].Sid'],
    [
      'a Sid that is there twice, in IAM',
      policy({ ...ALLOW, Sid: 'A' }, { ...ALLOW, Sid: 'A' }),
      'identity',
      'Statement[1].Sid',
    ],
    ['a grant in a resource control policy', policy({ ...ALLOW, Principal: '*' }), 'rcp', 'Statement[0].Effect'],
    ['one role in a resource control policy', policy({ ...BY_ROLE, Effect: 'Deny' }), 'rcp', 'Statement[0].Principal'],
    [
      'NotAction in a resource control policy',
      policy({ Effect: 'Deny', Principal: '*', NotAction: 's3:*', Resource: '*' }),
      'rcp',
      'Statement[0].NotAction',
    ],
    ['the place in the only statement', { Statement: { ...ALLOW, Effect: 'No' } }, 'identity', 'Statement.Effect'],
    [
      'a key that would break a path',
      policy({ ...ALLOW, Condition: { 'a.b c': {} } }),
      'identity',
      'Statement[0].Condition["a.b c"]',
    ],
  ])('%s', (_sentence, source, type, path) => {
    const parsed = parsePolicyDocument(source, type);
    expect(parsed.kind).toBe('invalid');
    const rejected = parsed.problems.filter((problem) => problem.rejected);
    expect(rejected.map((problem) => problem.path)).toContain(path);
    for (const problem of rejected) expect([problem.what, problem.help]).not.toContain('');
  });

  test.each<[string, string, string]>([
    ['text that is no JSON', '{"Version": "2012-10-17",\n "Statement": [}', 'line 2, column 16'],
    ['a trailing comma', '{"Statement": {"Effect": "Allow",}}', 'line 1, column 34'],
    ['text that ends too soon', '{"Statement": [', 'line 1, column 16'],
    ['text after the end', '{} {}', 'line 1, column 4'],
    ['empty text', '', 'line 1, column 1'],
    ['a comment', '{ // all\n}', 'line 1, column 3'],
    [
      'an element that is there twice',
      '{"Statement":[{"Effect":"Deny","Effect":"Allow","Action":"*","Resource":"*"}]}',
      'Statement[0].Effect',
    ],
    [
      'an operator that is there twice',
      '{"Statement":[{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"Bool":{"aws:x":"1"},"Bool":{"aws:y":"1"}}}]}',
      'Statement[0].Condition.Bool',
    ],
    [
      'a key that is there twice under two spellings',
      '{"Version":"2012-10-17","V\\u0065rsion":"2012-10-17","Statement":[]}',
      'Version',
    ],
  ])('%s', (_sentence, text, path) => {
    const parsed = parsePolicyDocument(text, 'identity');
    expect(parsed.kind === 'invalid' && parsed.problems[0]?.path).toBe(path);
  });
});

describe('help', () => {
  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['names the operator that was meant', { Condition: { StringLikes: { 'aws:x': 'a' } } }, 'Write `StringLike`.'],
    [
      'keeps what is right about an operator',
      { Condition: { 'ForAnyValues:StringLikeIfExists': { 'aws:x': 'a' } } },
      'Write `ForAnyValue:StringLikeIfExists`.',
    ],
    ['names the element that was meant', { Resources: '*' }, 'Write `Resource`.'],
  ])('%s', (_sentence, elements, help) => {
    const { problems } = parsePolicyDocument(policy({ ...ALLOW, ...elements }), 'identity');
    expect(problems.map((problem) => problem.help)).toContain(help);
  });
});

describe('what AWS takes and hardly anybody means', () => {
  test.each<[string, unknown, PolicyType, string]>([
    ['an action that does not exist', policy({ ...ALLOW, Action: 's3:CopyObject' }), 'identity', 'Statement[0].Action'],
    [
      'a pattern that no action is like',
      policy({ ...ALLOW, Action: ['s3:Gett*', 'ec2:Gett*'] }),
      'identity',
      'Statement[0].Action[0]',
    ],
    [
      'a condition key that S3 does not have',
      policy({ ...ALLOW, Condition: { StringEquals: { 's3:bucket': 'b' } } }),
      'identity',
      'Statement[0].Condition.StringEquals.s3:bucket',
    ],
    [
      'a policy variable in the old Version',
      { Statement: { ...ALLOW, Condition: { StringEquals: { 's3:prefix': '${aws:username}' } } } },
      'identity',
      'Statement.Condition.StringEquals.s3:prefix',
    ],
    [
      'a policy variable for a number',
      policy({ ...ALLOW, Condition: { NumericEquals: { 's3:max-keys': '${aws:username}' } } }),
      'identity',
      'Statement[0].Condition.NumericEquals.s3:max-keys',
    ],
    [
      'a date that is none',
      policy({ ...ALLOW, Condition: { DateLessThan: { 'aws:CurrentTime': 'tomorrow' } } }),
      'identity',
      'Statement[0].Condition.DateLessThan.aws:CurrentTime',
    ],
    [
      'the ID of a deleted role',
      policy({ ...ALLOW, Principal: { AWS: ['AROAEXAMPLEID1234567'] } }),
      'resource',
      'Statement[0].Principal.AWS[0]',
    ],
    [
      'a wildcard in a principal',
      policy({ ...ALLOW, Principal: { AWS: 'arn:aws:iam::111122223333:role/*' } }),
      'resource',
      'Statement[0].Principal.AWS',
    ],
    [
      'a Sid with a space in a service control policy',
      policy({ ...ALLOW, Sid: 'a b' }, { ...ALLOW, Sid: 'a b' }),
      'scp',
      'Statement[1].Sid',
    ],
    [
      'a Sid that is there twice in a bucket policy',
      policy({ ...BY_ROLE, Sid: 'A' }, { ...BY_ROLE, Sid: 'A' }),
      'resource',
      'Statement[1].Sid',
    ],
    [
      'a key twice in different case',
      policy({ ...ALLOW, Condition: { Bool: { 'aws:x': 'true', 'aws:X': 'true' } } }),
      'identity',
      'Statement[0].Condition.Bool.aws:X',
    ],
  ])('%s is reported, and the document read', (_sentence, source, type, path) => {
    const parsed = parsePolicyDocument(source, type);
    expect(parsed.kind).toBe('parsed');
    expect(parsed.problems.map((problem) => problem.path)).toContain(path);
  });
});

describe('the document', () => {
  test('is what the policy says, in one shape', () => {
    const source = policy({
      Sid: 'S1',
      Effect: 'Allow',
      Principal: { AWS: '111122223333', Service: ['logs.amazonaws.com'] },
      NotAction: 's3:Put*',
      NotResource: ['arn:aws:s3:::b'],
      Condition: { Bool: { 'aws:SecureTransport': true }, NumericEquals: { 's3:max-keys': [1, '2'] } },
    });
    const parsed = parsePolicyDocument(source, 'resource');
    expect(parsed.kind === 'parsed' && parsed.document).toEqual({
      version: '2012-10-17',
      source,
      statements: [
        {
          index: 0,
          sid: 'S1',
          effect: 'Allow',
          principal: [
            { kind: 'aws', value: '111122223333' },
            { kind: 'service', value: 'logs.amazonaws.com' },
          ],
          notAction: ['s3:Put*'],
          notResource: ['arn:aws:s3:::b'],
          conditions: [
            { operator: 'Bool', key: 'aws:SecureTransport', values: ['true'] },
            { operator: 'NumericEquals', key: 's3:max-keys', values: ['1', '2'] },
          ],
        },
      ],
    });
  });

  test('without Version is of 2008', () => {
    const parsed = parsePolicyDocument({ Statement: ALLOW });
    expect(parsed.kind === 'parsed' && parsed.document.version).toBe('2008-10-17');
  });

  test('keeps the text it came from, decoded where IAM had encoded it', () => {
    const text = `${JSON.stringify(policy(ALLOW), null, 2)}\n`;
    for (const given of [text, encodeURIComponent(text), `\uFEFF${text}`]) {
      const parsed = parsePolicyDocument(given);
      expect(parsed.kind === 'parsed' && parsed.document.text).toBe(text);
    }
  });

  test("keeps percent signs that are the policy's own", () => {
    const parsed = parsePolicyDocument(JSON.stringify(policy({ ...ALLOW, Resource: 'arn:aws:s3:::b/100%25' })));
    expect(parsed.kind === 'parsed' && parsed.document.statements[0]?.resource).toEqual(['arn:aws:s3:::b/100%25']);
  });

  test('reads an account id that YAML took for a number', () => {
    const parsed = parsePolicyDocument(policy({ ...ALLOW, Principal: { AWS: 11122223333 } }), 'resource');
    expect(parsed.kind === 'parsed' && parsed.document.statements[0]?.principal).toEqual([
      { kind: 'aws', value: '011122223333' },
    ]);
  });
});

describe('parsing is total', () => {
  const types: readonly (PolicyType | undefined)[] = [
    'identity',
    'boundary',
    'session',
    'scp',
    'rcp',
    'resource',
    undefined,
  ];

  /** JSON with the names of policy elements in it, so that it gets far into the grammar. */
  const { document } = fc.letrec((tie) => ({
    document: fc.oneof(
      { depthSize: 'small' },
      fc.jsonValue(),
      tie('object'),
      fc.array(tie('document'), { maxLength: 3 }),
    ),
    object: fc.dictionary(
      fc.constantFrom(
        'Version',
        'Statement',
        'Id',
        'Sid',
        'Effect',
        'Principal',
        'NotPrincipal',
        'Action',
        'Resource',
        'Condition',
        'AWS',
        'Service',
        'StringEquals',
        'Bool',
        'aws:x',
        '__proto__',
        'constructor',
        'toString',
      ),
      fc.oneof(tie('document'), fc.constantFrom('*', 'Allow', 's3:*', '2012-10-17', '${aws:username}')),
      { maxKeys: 6 },
    ),
  }));

  test('for any JSON value and its text', () => {
    fc.assert(
      fc.property(document, fc.constantFrom(...types), (source, type) => {
        for (const given of [source, JSON.stringify(source)]) {
          const parsed = parsePolicyDocument(given, type);
          if (parsed.kind === 'invalid') expect(parsed.problems.some((problem) => problem.rejected)).toBe(true);
          else expect(parsed.problems.every((problem) => !problem.rejected)).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('for any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.json().map((text) => text.slice(0, -1)),
        ),
        (text) => {
          expect(['parsed', 'invalid']).toContain(parsePolicyDocument(text).kind);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  const MEGABYTE = 1_000_000;
  test.each<[string, string]>([
    ['deep arrays', '['.repeat(MEGABYTE)],
    ['deep arrays that end', '['.repeat(MEGABYTE / 2) + ']'.repeat(MEGABYTE / 2)],
    ['deep objects in a condition', `{"Statement":[{"Condition":${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}}]}`],
    ['many statements', repeated(10_000, ALLOW)],
    ['many wrong statements', repeated(200_000, 0)],
    [
      'many actions',
      JSON.stringify(policy({ ...ALLOW, Action: Array.from({ length: 60_000 }, () => 's3:GetObject') })),
    ],
    [
      'many condition keys',
      JSON.stringify(
        policy({
          ...ALLOW,
          Condition: { StringLike: Object.fromEntries(Array.from({ length: 40_000 }, (_, at) => [`aws:${at}`, 'a*'])) },
        }),
      ),
    ],
    ['one long text', JSON.stringify(policy({ ...ALLOW, Resource: `arn:aws:s3:::${'*?${'.repeat(250_000)}` }))],
    ['one long string that never ends', `"${'\\u0041'.repeat(160_000)}`],
    ['the same key many times', `{${'"a":1,'.repeat(140_000)}"a":1}`],
  ])('and takes a megabyte of %s in its stride', (_sentence, text) => {
    const milliseconds = cpuMilliseconds(() =>
      expect(['parsed', 'invalid']).toContain(parsePolicyDocument(text, 'identity').kind),
    );
    expect(milliseconds).toBeLessThan(3_000);
  });
});
