import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromArguments } from '../../src/request/from-arguments.ts';
import { quoteWord } from '../../src/request/split-words.ts';

const ROLE = 'arn:aws:iam::111122223333:role/reports';
const role = { kind: 'role', arn: ROLE, account: '111122223333' };
const bucket = (name: string, partition = 'aws') => ({ kind: 'bucket', name, partition });

const callOf = (said: string | readonly string[]) => {
  const parsed = fromArguments(said);
  return parsed.kind === 'parsed' ? parsed.denial.call : parsed.what;
};
const notesOf = (said: string | readonly string[]) => {
  const parsed = fromArguments(said);
  return parsed.kind === 'parsed' ? (parsed.denial.notes ?? []) : [parsed.what];
};

describe('the words ask for', () => {
  test.each<[string, string, object]>([
    [
      "the buckets of the caller's account",
      `${ROLE} --operation ListBuckets`,
      { operation: 'ListBuckets', target: { kind: 'account', partition: 'aws' }, principal: role, context: {} },
    ],
    [
      "an action on the caller's account, whatever bucket is named",
      `payroll-reports ${ROLE} --action s3:ListAllMyBuckets --region cn-north-1`,
      { action: 's3:ListAllMyBuckets', target: { kind: 'account', partition: 'aws-cn' }, principal: role },
    ],
    [
      'reading an object',
      `payroll-reports 2026/10.csv ${ROLE}`,
      { operation: 'GetObject', target: bucket('payroll-reports'), key: '2026/10.csv', principal: role, context: {} },
    ],
    [
      'an object, with the command pasted along',
      `/s3-403 diagnose payroll-reports k ${ROLE} --operation HeadObject`,
      { operation: 'HeadObject', target: bucket('payroll-reports'), key: 'k' },
    ],
    [
      'an object by its URI, with the command pasted along',
      `diagnose s3://payroll-reports/k ${ROLE}`,
      { target: bucket('payroll-reports'), key: 'k' },
    ],
    [
      'an object of a bucket that is called like the command',
      `diagnose k ${ROLE}`,
      { target: bucket('diagnose'), key: 'k' },
    ],
    [
      'listing a bucket',
      `payroll-reports ${ROLE}`,
      { operation: 'ListObjectsV2', target: bucket('payroll-reports'), principal: role },
    ],
    [
      'an object of an s3 URI',
      `s3://payroll-reports/2026/10.csv ${ROLE}`,
      { target: bucket('payroll-reports'), key: '2026/10.csv' },
    ],
    [
      'a bucket of an s3 URI',
      `s3://payroll-reports/ ${ROLE}`,
      { operation: 'ListObjectsV2', target: bucket('payroll-reports') },
    ],
    ['an object of an s3a URI', `s3a://payroll-reports/k ${ROLE}`, { key: 'k' }],
    [
      'bucket and key in one word',
      `payroll-reports/2026/10.csv ${ROLE}`,
      { target: bucket('payroll-reports'), key: '2026/10.csv' },
    ],
    ['a bucket by its ARN', `arn:aws:s3:::payroll-reports k ${ROLE}`, { target: bucket('payroll-reports'), key: 'k' }],
    [
      'an object by its ARN',
      `arn:aws:s3:::payroll-reports/a/b ${ROLE}`,
      { target: bucket('payroll-reports'), key: 'a/b' },
    ],
    [
      'an old bucket by its ARN',
      `arn:aws:s3:::Payroll_Reports k ${ROLE}`,
      { target: bucket('Payroll_Reports'), key: 'k' },
    ],
    [
      'an object behind an access point',
      `arn:aws:s3:eu-west-1:444455556666:accesspoint/ap k ${ROLE}`,
      {
        target: { kind: 'accessPoint', name: 'ap', account: '444455556666', region: 'eu-west-1', partition: 'aws' },
        key: 'k',
        region: 'eu-west-1',
      },
    ],
    [
      'an object by the ARN that is behind an access point',
      `arn:aws:s3:eu-west-1:444455556666:accesspoint/ap/object/a/b ${ROLE}`,
      {
        target: { kind: 'accessPoint', name: 'ap', account: '444455556666', region: 'eu-west-1', partition: 'aws' },
        key: 'a/b',
      },
    ],
    [
      'an object by an access point alias',
      `ap-abcdef-s3alias k ${ROLE}`,
      { target: { kind: 'accessPointAlias', alias: 'ap-abcdef-s3alias', partition: 'aws' } },
    ],
    [
      'an object by its URL',
      `https://payroll-reports.s3.eu-west-1.amazonaws.com/a%20b.csv ${ROLE}`,
      { target: bucket('payroll-reports'), key: 'a b.csv', region: 'eu-west-1' },
    ],
    [
      'an object by a link that Slack made',
      `<https://payroll-reports.s3.eu-west-1.amazonaws.com/k?versionId=v1|k> ${ROLE}`,
      { key: 'k', versionId: 'v1' },
    ],
    [
      'a directory bucket',
      `b--euw1-az1--x-s3 k ${ROLE}`,
      { target: { kind: 'notCovered', service: 'directoryBucket', text: 'b--euw1-az1--x-s3' } },
    ],
    ['a key with spaces', `payroll-reports "annual report.csv" ${ROLE}`, { key: 'annual report.csv' }],
    ['a key in smart quotes', `payroll-reports “annual report.csv” ${ROLE}`, { key: 'annual report.csv' }],
    ['a key that looks like an option', `-- payroll-reports --json ${ROLE}`, { key: '--json' }],
    ['a key that looks like a principal', `payroll-reports ${ROLE} ${ROLE}`, { key: ROLE }],
    ['a quoted key that looks like an option', `payroll-reports "--json" ${ROLE}`, { key: '--json' }],
    ['a key of one dash', `payroll-reports - ${ROLE}`, { key: '-' }],
    [
      'a session',
      'payroll-reports k arn:aws:sts::111122223333:assumed-role/reports/alice',
      { principal: { ...role, sessionArn: 'arn:aws:sts::111122223333:assumed-role/reports/alice' } },
    ],
    [
      'a role by its name',
      'payroll-reports k reports --account 111122223333',
      { principal: { kind: 'roleName', name: 'reports', account: '111122223333' } },
    ],
    [
      'a role by its path, in China',
      'arn:aws-cn:s3:::payroll-reports k role/team/reports --account 1111-2222-3333',
      { principal: { kind: 'role', arn: 'arn:aws-cn:iam::111122223333:role/team/reports', account: '111122223333' } },
    ],
    ['anonymous', 'payroll-reports k anonymous', { principal: { kind: 'anonymous' } }],
    [
      'a service',
      'payroll-reports k cloudtrail.amazonaws.com --operation PutObject',
      { principal: { kind: 'service', service: 'cloudtrail.amazonaws.com' }, operation: 'PutObject' },
    ],
    [
      'a bucket in the partition of its caller',
      'payroll-reports k arn:aws-cn:iam::111122223333:user/li',
      { target: bucket('payroll-reports', 'aws-cn') },
    ],
    [
      'an operation in the case of the AWS CLI',
      `payroll-reports k ${ROLE} --operation put-object`,
      { operation: 'PutObject' },
    ],
    ['an operation in no case', `payroll-reports k ${ROLE} --operation=GETOBJECTACL`, { operation: 'GetObjectAcl' }],
    ['an option after a long dash', `payroll-reports k ${ROLE} —operation PutObject`, { operation: 'PutObject' }],
    ['an option before the words', `--operation PutObject payroll-reports k ${ROLE}`, { operation: 'PutObject' }],
    [
      'an action',
      `payroll-reports k ${ROLE} --action s3:getobjecttagging`,
      { operation: 'GetObjectTagging', action: 's3:GetObjectTagging' },
    ],
    ['an action without its prefix', `payroll-reports k ${ROLE} --action PutObjectAcl`, { action: 's3:PutObjectAcl' }],
    ['an action of KMS', `payroll-reports k ${ROLE} --action kms:decrypt`, { action: 'kms:Decrypt' }],
    [
      'an action on the bucket',
      `payroll-reports ${ROLE} --action s3:GetBucketPolicy`,
      { operation: 'GetBucketPolicy', action: 's3:GetBucketPolicy' },
    ],
    ['a version', `payroll-reports k ${ROLE} --version-id null`, { versionId: 'null' }],
    [
      'a prefix, where the operation lists',
      `payroll-reports 2026/ ${ROLE} --operation ListObjectsV2`,
      { operation: 'ListObjectsV2', context: { 's3:prefix': ['2026/'] } },
    ],
    [
      'a copy',
      `payroll-reports k ${ROLE} --operation CopyObject --copy-source other-bucket/k`,
      { operation: 'CopyObject', context: { 's3:x-amz-copy-source': ['other-bucket/k'] } },
    ],
    [
      'condition keys, one of them twice',
      `payroll-reports k ${ROLE} --context aws:TagKeys=a --context AWS:tagkeys=b --context s3:prefix=`,
      { context: { 'aws:TagKeys': ['a', 'b'], 's3:prefix': [''] } },
    ],
    [
      'headers, by the keys that mirror them',
      `payroll-reports k ${ROLE} --context x-amz-acl=private --context "x-amz-tagging=team=blue%20sky&stage=" --context x-amz-object-lock-mode=GOVERNANCE`,
      {
        context: {
          's3:x-amz-acl': ['private'],
          's3:RequestObjectTagKeys': ['team', 'stage'],
          's3:RequestObjectTag/team': ['blue sky'],
          's3:RequestObjectTag/stage': [''],
          's3:object-lock-mode': ['GOVERNANCE'],
        },
      },
    ],
    [
      'an endpoint, a region and the account of the bucket',
      `payroll-reports k ${ROLE} --vpc-endpoint vpce-1a --region eu-west-1 --bucket-account 444455556666`,
      { vpcEndpoint: 'vpce-1a', region: 'eu-west-1', bucketAccount: '444455556666' },
    ],
  ])('%s', (_what, line, expected) => expect(callOf(line)).toMatchObject(expected));
});

test.each([
  ['a Lambda function', 'lambdaFunction', 'arn:aws:lambda:eu-west-1:111122223333:function:export:live'],
  ['an EC2 instance', 'ec2Instance', 'arn:aws:ec2:eu-west-1:111122223333:instance/i-0a1b2c3d4e5f67890'],
])('%s may be the principal', (_what, resource, arn) => {
  expect(fromArguments(`payroll-reports k ${arn}`)).toMatchObject({
    denial: {
      call: { key: 'k', principal: { kind: 'roleOf', resource, arn, account: '111122223333', region: 'eu-west-1' } },
    },
  });
});

test('the object itself is looked at where the command line says so', () => {
  const words = ['payroll-reports', 'k', 'arn:aws:iam::111122223333:role/reports', '--look-at-object'];
  expect(fromArguments(words)).toMatchObject({ options: { lookAtObject: true } });
  expect(fromArguments(words.join(' '))).toMatchObject({ kind: 'invalid' });
});

describe('words that ask for nothing', () => {
  const named = (line: string) => {
    const parsed = fromArguments(line);
    return parsed.kind === 'parsed' ? 'a call' : `${parsed.what} | ${parsed.help} | ${parsed.example}`;
  };

  test.each<[string, string, RegExp]>([
    ['no words', '', /nothing is asked.*BUCKET \[KEY\] PRINCIPAL/],
    ['a bucket alone', 'payroll-reports', /PRINCIPAL is missing/],
    [
      'a principal alone',
      ROLE,
      /BUCKET is missing.*example-reports 2026\/10\.csv arn:aws:iam::111122223333:role\/reports/,
    ],
    ['bucket and key without a principal', 'payroll-reports 2026/10.csv', /`2026\/10\.csv` is no principal/],
    [
      'a role name without an account',
      'payroll-reports k reports',
      /`reports` does not say in which account.*--account/,
    ],
    ['the principal first', `${ROLE} payroll-reports k`, /PRINCIPAL comes last.*\| payroll-reports k arn:/],
    [
      'a key with spaces and no quotes',
      `payroll-reports my annual report.csv ${ROLE}`,
      /in quotes.*payroll-reports "my annual report\.csv" arn:/,
    ],
    ['a misspelt option', `payroll-reports k ${ROLE} --opration GetObject`, /no option `--opration`.*`--operation`/],
    ['a misspelt option with a value', `payroll-reports k ${ROLE} --versionid=1`, /`--version-id`/],
    ['an option that nothing is like', `payroll-reports k ${ROLE} --xyzzy`, /the options are `--operation`/],
    ['an option of the command line', `payroll-reports k ${ROLE} --snapshot f`, /`--snapshot` is for the command line/],
    ['an option without its value', `payroll-reports k ${ROLE} --operation`, /`--operation` needs a value/],
    [
      'an option with an option for its value',
      `payroll-reports k ${ROLE} --operation --action s3:GetObject`,
      /`--operation` needs a value/,
    ],
    [
      'an option given twice',
      `payroll-reports k ${ROLE} --account 111122223333 --account 444455556666`,
      /`--account` is given twice/,
    ],
    [
      'a bucket name with capitals',
      `Payroll-Reports k ${ROLE}`,
      /`Payroll-Reports` cannot be a bucket: bucket names have no capital letters/,
    ],
    [
      'a bucket name with an underscore',
      `payroll_reports k ${ROLE}`,
      /lower-case letters, digits, periods and hyphens/,
    ],
    ['a bucket name that is too short', `ab k ${ROLE}`, /3 to 63 characters/],
    ['a bucket name that is too long', `${'a'.repeat(64)} k ${ROLE}`, /3 to 63 characters/],
    ['a bucket name with two periods', `a..b k ${ROLE}`, /two periods/],
    ['a bucket name like an address', `192.168.5.4 k ${ROLE}`, /IP address/],
    ['a bucket name that ends in a hyphen', `bucket- k ${ROLE}`, /begin and end/],
    ['a reserved bucket name', `xn--bucket k ${ROLE}`, /reserved/],
    ['a pattern for a bucket', `arn:aws:s3:::payroll-* k ${ROLE}`, /cannot be a bucket/],
    ['an ARN of another service', `arn:aws:sqs:eu-west-1:111122223333:q k ${ROLE}`, /is an ARN of `sqs`, not of S3/],
    [
      'a role in the place of the bucket',
      `${ROLE} k ${ROLE}`,
      /is an ARN of `iam`, not of S3 \(a principal comes last/,
    ],
    ['an ARN of no partition', `arn:awz:s3:::b k ${ROLE}`, /`awz` is no partition/],
    ['an ARN with too few parts', `arn:aws:s3:b k ${ROLE}`, /is not a whole ARN/],
    ['an ARN of S3 that is no bucket', `arn:aws:s3:eu-west-1:111122223333:job/1 k ${ROLE}`, /no ARN of a bucket/],
    ['an URL of another host', `https://example.com/k ${ROLE}`, /`example\.com` is not one of S3's/],
    ['a path for a bucket', `/payroll-reports/k ${ROLE}`, /begins with a slash/],
    ['an empty key', `payroll-reports "" ${ROLE}`, /KEY is empty/],
    ['two keys', `s3://payroll-reports/a b ${ROLE}`, /names the key `a` already, and KEY is `b`/],
    ['a key that is too long', `payroll-reports ${'é'.repeat(513)} ${ROLE}`, /1,026 bytes.*1,024 bytes/],
    ['an account as the principal', 'payroll-reports k 111122223333', /is an account.*arn:aws:iam::111122223333:role/],
    ['everybody as the principal', 'payroll-reports k *', /say `anonymous`/],
    ['a group as the principal', 'payroll-reports k arn:aws:iam::111122223333:group/g', /group cannot sign/],
    ['a pattern as the principal', 'payroll-reports k arn:aws:iam::111122223333:role/*', /wildcard/],
    [
      'a layer of functions as the principal',
      'payroll-reports k arn:aws:lambda:eu-west-1:111122223333:layer:f',
      /execution role/,
    ],
    ['a unique id as the principal', 'payroll-reports k AROAEXAMPLEID12345678', /unique id/],
    ['a person in Slack as the principal', 'payroll-reports k <@U012AB3CD>', /no principal of AWS/],
    [
      'an operation that there is not',
      `payroll-reports k ${ROLE} --operation GetObjct`,
      /no operation `GetObjct`.*`GetObject`.*--operation GetObject/,
    ],
    [
      'an action as the operation',
      `payroll-reports k ${ROLE} --operation s3:GetObject`,
      /is an IAM action.*--action s3:GetObject/,
    ],
    [
      'an action that there is not',
      `payroll-reports k ${ROLE} --action s3:GetObjectTag`,
      /no action `s3:GetObjectTag`.*`s3:GetObject/,
    ],
    [
      'an operation as the action',
      `payroll-reports k ${ROLE} --action s3:HeadObject`,
      /is no IAM action.*`s3:GetObject`/,
    ],
    ['an action of another service', `payroll-reports k ${ROLE} --action ec2:RunInstances`, /is an action of `ec2`/],
    ['a pattern for an action', `payroll-reports k ${ROLE} --action s3:Get*`, /wildcard/],
    ['an action on neither bucket nor object', `payroll-reports k ${ROLE} --action s3:CreateJob`, /a call/],
    [
      'an action on an access point',
      `payroll-reports k ${ROLE} --action s3:DeleteAccessPoint`,
      /neither a bucket nor an object/,
    ],
    [
      'an action and an operation',
      `payroll-reports k ${ROLE} --action s3:GetObject --operation GetObject`,
      /exclude each other/,
    ],
    ['an object operation without a key', `payroll-reports ${ROLE} --operation GetObject`, /no key is given/],
    ['an object action without a key', `payroll-reports ${ROLE} --action s3:GetObject`, /no key is given/],
    [
      'a copy without its source',
      `payroll-reports k ${ROLE} --operation CopyObject`,
      /`CopyObject` needs a source.*--copy-source/,
    ],
    [
      'a copy with half a source',
      `payroll-reports k ${ROLE} --operation CopyObject --copy-source b`,
      /`b` is no source/,
    ],
    ['a condition key without a value', `payroll-reports k ${ROLE} --context aws:SourceIp`, /KEY=VALUE/],
    ['no condition key', `payroll-reports k ${ROLE} --context ip=1`, /KEY=VALUE/],
    ['no account', `payroll-reports k ${ROLE} --bucket-account 12`, /`--bucket-account 12` is no account/],
    ['no endpoint', `payroll-reports k ${ROLE} --vpc-endpoint vpc-1`, /`vpc-1` is no VPC endpoint/],
    ['no region', `payroll-reports k ${ROLE} --region Frankfurt`, /`Frankfurt` is no region/],
    ['3,000 characters', 'x'.repeat(3000), /3,000 characters/],
    ['a quote that is never closed', `payroll-reports "k ${ROLE}`, /never closed/],
  ])('say what was wrong: %s', (_what, line, expected) => expect(named(line)).toMatch(expected));

  test('are answered shortly, whatever they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (line) => {
        const parsed = fromArguments(line);
        if (parsed.kind === 'invalid') expect((parsed.what + parsed.help + parsed.example).length).toBeLessThan(1500);
      }),
    );
  });

  test('show a line that is right', () => {
    const line = fc
      .array(
        fc.constantFrom(
          'payroll-reports',
          'k',
          ROLE,
          'reports',
          '--operation',
          'PutObjct',
          '--action',
          's3:x',
          '--',
          '""',
          'UPPER',
          '--account',
          'arn:aws:sqs:::q',
          's3://b-1/k',
          'my file',
        ),
        { maxLength: 6 },
      )
      .map((words) => words.join(' '));
    fc.assert(
      fc.property(line, (text) => {
        const parsed = fromArguments(text);
        if (parsed.kind === 'invalid')
          expect(fromArguments(parsed.example), `${text} -> ${parsed.example}`).toMatchObject({ kind: 'parsed' });
      }),
      { numRuns: 2000 },
    );
  });
});

describe('what was made of the words', () => {
  test.each<[string, string, RegExp]>([
    ['a prefix', `payroll-reports 2026/ ${ROLE} --operation ListObjectsV2`, /`2026\/` is taken as the prefix/],
    ['a key that is left aside', `payroll-reports k ${ROLE} --operation GetBucketPolicy`, /key `k` is left aside/],
    ['a key with a slash before it', `payroll-reports /k ${ROLE}`, /another object than `k`/],
    [
      'two partitions',
      'arn:aws-cn:s3:::payroll-reports k arn:aws:iam::111122223333:user/a',
      /partition `aws-cn`.*`aws`/,
    ],
  ])('is noted: %s', (_what, line, expected) => expect(notesOf(line).join(' ')).toMatch(expected));

  test('needs no note where it is plain', () => expect(notesOf(`payroll-reports k ${ROLE}`)).toEqual([]));
});

test('the command line says how to read and how to show', () => {
  const said = [
    'payroll-reports',
    'a b.csv',
    ROLE,
    '--role-name',
    '/team/s3-403',
    '--external-id=x',
    '--organization-account',
    '999900001111',
    '--no-assume',
    '--fresh',
    '--snapshot',
    'in.json',
    '--save-snapshot',
    'out.json',
    '--json',
    '--verbose',
    '--since',
    '36h',
    '--no-trail',
  ];
  expect(fromArguments(said)).toMatchObject({
    kind: 'parsed',
    denial: { source: 'person', call: { key: 'a b.csv' } },
    options: {
      roleName: 'team/s3-403',
      externalId: 'x',
      organizationAccount: '999900001111',
      assume: false,
      fresh: true,
      snapshot: 'in.json',
      saveSnapshot: 'out.json',
      json: true,
      verbose: true,
      sinceMilliseconds: 36 * 3_600_000,
      trail: false,
    },
  });
  expect(fromArguments(['payroll-reports', ROLE])).toMatchObject({
    options: { assume: true, fresh: false, json: false, verbose: false, trail: true },
  });
});

test.each([['1w'], ['0h'], ['91d'], ['h'], ['-1h']])('%s is no length of time', (since) =>
  expect(fromArguments(['payroll-reports', ROLE, `--since=${since}`])).toMatchObject({
    what: expect.stringContaining(since),
  }),
);

test('a key means the same in Slack, quoted, as on the command line', () => {
  const key = fc.string({ minLength: 1, maxLength: 100, unit: 'grapheme' });
  fc.assert(
    fc.property(key, (text) => {
      const typed = fromArguments(['--', 'payroll-reports', text, ROLE]);
      expect(typed).toMatchObject({ kind: 'parsed', denial: { call: { key: text } } });
      expect(fromArguments(`payroll-reports ${quoteWord(text)} ${ROLE}`)).toEqual(typed);
    }),
  );
});

test('no words end in an exception', () => {
  const word = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      ROLE,
      'payroll-reports',
      '--operation',
      '--action',
      '--context',
      '--',
      '--json',
      's3://',
      'arn:aws:s3:::',
      'https://s3.amazonaws.com/',
    ),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 8 }), (words) => void fromArguments(words)),
    { numRuns: 1000 },
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 8 }), (words) => void fromArguments(words.join(' '))),
    { numRuns: 1000 },
  );
});
