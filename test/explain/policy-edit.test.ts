import { describe, expect, test } from 'vitest';
import { policyDiff, readableText } from '../../src/explain/policy-diff.ts';
import {
  editPolicyText,
  mergeNewStatements,
  type NewStatement,
  type PolicyEdit,
} from '../../src/explain/policy-edit.ts';

const WRITTEN = `{
    "Version": "2012-10-17",
    "Statement": [
        {
            "Resource": ["arn:aws:s3:::b"],
            "Sid": "Odd order, kept",
            "Effect": "Allow",
            "Principal": { "AWS": "arn:aws:iam::111122223333:role/one" },
            "Action": ["s3:GetObject", "s3:ListBucket"]
        }
    ]
}
`;

const changed = (edits: readonly PolicyEdit[], text = WRITTEN) =>
  policyDiff('b', text, editPolicyText(text, edits))
    .split('\n')
    .filter((line) => /^[+-](?![+-])/.test(line))
    .map((line) => line.replace(/\s+/g, ' '));

const NEW: NewStatement = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/k' };

test.each<[string, PolicyEdit[], string[]]>([
  [
    'one more resource changes one line',
    [{ kind: 'addEntry', statement: 0, element: 'Resource', value: 'arn:aws:s3:::b/k' }],
    ['- "Resource": ["arn:aws:s3:::b"],', '+ "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/k"],'],
  ],
  [
    'a single value becomes a list, in the style of the document',
    [
      {
        kind: 'addPrincipal',
        statement: 0,
        element: 'Principal',
        type: 'AWS',
        value: 'arn:aws:iam::111122223333:role/two',
      },
    ],
    [
      '- "Principal": { "AWS": "arn:aws:iam::111122223333:role/one" },',
      '+ "Principal": { "AWS": ["arn:aws:iam::111122223333:role/one", "arn:aws:iam::111122223333:role/two"] },',
    ],
  ],
  [
    'a principal is replaced where it stands',
    [{ kind: 'replacePrincipal', statement: 0, from: 'arn:aws:iam::111122223333:role/one', to: 'x' }],
    ['- "Principal": { "AWS": "arn:aws:iam::111122223333:role/one" },', '+ "Principal": { "AWS": "x" },'],
  ],
  [
    'a new statement leaves the others alone',
    [{ kind: 'addStatement', statement: NEW }],
    ['+ },', '+ {', '+ "Effect": "Allow",', '+ "Action": "s3:GetObject",', '+ "Resource": "arn:aws:s3:::b/k"'],
  ],
])('%s', (_sentence, edits, lines) => expect(changed(edits)).toEqual(lines));

test('a policy with one statement and no list around it gets one', () => {
  const text = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*"}}';
  const after: unknown = JSON.parse(editPolicyText(text, [{ kind: 'addStatement', statement: NEW }]));
  expect(after).toMatchObject({ Statement: [{ Action: 's3:ListBucket' }, { Action: 's3:GetObject' }] });
});

test('text on one line, as S3 returns it, is put on lines of its own; written text is left as it is', () => {
  expect(readableText({ source: {}, text: '{"a":[1]}' })).toBe('{\n  "a": [\n    1\n  ]\n}');
  expect(readableText({ source: {}, text: WRITTEN })).toBe(WRITTEN);
  expect(readableText({ source: { a: 1 } })).toBe('{\n  "a": 1\n}');
});

test('the diff of a new policy begins at nothing', () => {
  expect(policyDiff('new', null, '{}\n')).toBe('--- /dev/null\n+++ new\n@@ -0,0 +1,1 @@\n+{}\n');
});

describe('new statements', () => {
  const add = (statement: NewStatement): PolicyEdit => ({ kind: 'addStatement', statement });

  test('for two actions on one resource become one', () => {
    const merged = mergeNewStatements([add(NEW), add({ ...NEW, Action: 's3:GetObjectTagging' })]);
    expect(merged).toEqual([add({ ...NEW, Action: ['s3:GetObject', 's3:GetObjectTagging'] })]);
  });

  test('for one action on two resources become one', () => {
    const merged = mergeNewStatements([add(NEW), add({ ...NEW, Resource: 'arn:aws:s3:::b/l' })]);
    expect(merged).toEqual([add({ ...NEW, Resource: ['arn:aws:s3:::b/k', 'arn:aws:s3:::b/l'] })]);
  });

  test('that differ in both stay two: together they would allow more', () => {
    const two = [add(NEW), add({ ...NEW, Action: 's3:PutObject', Resource: 'arn:aws:s3:::c/k' })];
    expect(mergeNewStatements(two)).toEqual(two);
  });
});

describe('the hand that wrote the document is kept', () => {
  const one = (indent: string | number, statement: unknown) =>
    JSON.stringify({ Version: '2012-10-17', Statement: statement }, null, indent);
  const LIST = { Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::b' };
  const add: PolicyEdit = { kind: 'addStatement', statement: NEW };
  const fold: PolicyEdit = { kind: 'addEntry', statement: 0, element: 'Resource', value: 'arn:aws:s3:::b/k' };

  test.each<[string, string, PolicyEdit, string]>([
    ['tabs', one('\t', [LIST]), add, one('\t', [LIST, NEW])],
    ['two spaces', one(2, [LIST]), add, one(2, [LIST, NEW])],
    ['four spaces', one(4, [LIST]), add, one(4, [LIST, NEW])],
    ['three spaces', one(3, [LIST]), add, one(3, [LIST, NEW])],
    [
      'a single value, with tabs',
      one('\t', [LIST]),
      fold,
      one('\t', [{ ...LIST, Resource: [LIST.Resource, 'arn:aws:s3:::b/k'] }]),
    ],
    [
      'a list on lines of its own',
      one(4, [{ ...LIST, Resource: [LIST.Resource] }]),
      fold,
      one(4, [{ ...LIST, Resource: [LIST.Resource, 'arn:aws:s3:::b/k'] }]),
    ],
    ['one statement without a list around it', one(2, LIST), add, one(2, [LIST, NEW])],
    ['an empty list of statements', one(2, []), add, one(2, [NEW])],
  ])('%s', (_sentence, text, edit, after) => expect(editPolicyText(text, [edit])).toBe(after));

  test('line ends of Windows stay, on every line', () => {
    const text = one(2, [LIST]).replaceAll('\n', '\r\n');
    const after = editPolicyText(text, [add]);
    expect(after).toBe(one(2, [LIST, NEW]).replaceAll('\n', '\r\n'));
  });

  test('one line of text becomes lines as `jq .` writes them, whatever its line end', () => {
    const source = { Version: '2012-10-17', Statement: [LIST] };
    for (const end of ['', '\n', '\r\n']) {
      const text = `${JSON.stringify(source)}${end}`;
      expect(readableText({ source, text })).toBe(JSON.stringify(source, null, 2));
    }
  });

  test('a name with line breaks adds no lines to the diff', () => {
    const name = 'guard\n+++ b\n@@ -1 +1 @@';
    expect(policyDiff(name, '{}\n', '{ }\n').split('\n').slice(0, 3)).toEqual([
      '--- guard +++ b @@ -1 +1 @@',
      '+++ guard +++ b @@ -1 +1 @@ (proposed)',
      '@@ -1,1 +1,1 @@',
    ]);
  });
});
