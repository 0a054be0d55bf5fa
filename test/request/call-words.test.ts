import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diagnoseCommand } from '../../src/render/spoken-call.ts';
import { diagnoseWords } from '../../src/request/call-words.ts';
import { fromArguments } from '../../src/request/from-arguments.ts';
import { fromCloudTrailEvent } from '../../src/request/from-cloudtrail-event.ts';
import { S3_ACTIONS } from '../../src/request/s3-actions.ts';
import type { S3Call } from '../../src/request/s3-call.ts';
import { S3_OPERATIONS } from '../../src/request/s3-operations.ts';

const ROLE = 'arn:aws:iam::111122223333:role/reports';

const parsed = (words: readonly string[]) => {
  const said = fromArguments(words);
  if (said.kind === 'invalid') throw new Error(`${said.what}: ${words.join(' ')}`);
  return { call: said.denial.call, options: said.options };
};

/** What a POSIX shell makes of a line. */
const throughShell = (line: string): readonly string[] =>
  execFileSync('sh', ['-c', `for word in ${line}; do printf '%s\\0' "$word"; done`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);

const WORDS = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
    fc.constantFrom(
      "it's",
      '--key',
      '-k',
      '–dash',
      'a b',
      '$(id)',
      '`id`',
      '"',
      '\\',
      '*',
      '--',
      'a=b',
      '~',
      '#',
      '\n',
    ),
  )
  .filter((word) => !word.includes('\0') && !/\p{Cs}/u.test(word));

const BUCKETS = fc.constantFrom(
  'example-reports',
  'arn:aws:s3:::example-reports',
  'arn:aws-cn:s3:::example-reports',
  'arn:aws:s3:::Legacy_Reports',
  'diagnose',
  'reports-abcdefgh12345678-s3alias',
  'arn:aws-us-gov:s3:::reports-abcdefgh12345678-s3alias',
  'arn:aws:s3:eu-central-1:444455556666:accesspoint/example-ap',
  'arn:aws:s3::444455556666:accesspoint/example.mrap',
  'express--euc1-az1--x-s3',
  'https://example-reports.s3.eu-central-1.amazonaws.com',
  'https://example-reports.s3.cn-north-1.amazonaws.com.cn',
);

const PRINCIPALS = fc.constantFrom<string[]>(
  [ROLE],
  ['arn:aws-cn:iam::111122223333:role/reports'],
  ['arn:aws:sts::111122223333:assumed-role/reports/anna@example.com'],
  ['arn:aws:iam::111122223333:user/team/anna'],
  ['arn:aws:iam::111122223333:root'],
  ['arn:aws:lambda:eu-central-1:111122223333:function:reports'],
  ['anonymous'],
  ['cloudtrail.amazonaws.com'],
  ['reports', '--account', '111122223333'],
  ['--account=111122223333', '--', '--reports'],
);

const CALL_OPTIONS = fc.record(
  {
    operation: fc.constantFrom(...S3_OPERATIONS.map(({ name }) => name)).map((name) => [`--operation=${name}`]),
    action: fc.constantFrom(...S3_ACTIONS).map((name) => [`--action=${name}`]),
    versionId: WORDS.map((id) => [`--version-id=${id}`]),
    copySource: fc.constantFrom(['--copy-source', 'other-bucket/2026/10 a.csv'], []),
    context: fc
      .array(
        fc.tuple(fc.constantFrom('aws:SourceIp', 'aws:PrincipalTag/Team', 's3:prefix', 's3:x-amz-acl'), fc.string()),
        { maxLength: 4 },
      )
      .map((pairs) => pairs.flatMap(([key, value]) => ['--context', `${key}=${value.replaceAll('\0', '')}`])),
    bucketAccount: fc.constant(['--bucket-account', '444455556666']),
    region: fc.constantFrom(['--region', 'eu-central-1'], ['--region', 'cn-north-1']),
    vpcEndpoint: fc.constant(['--vpc-endpoint', 'vpce-1a2b3c4d']),
  },
  { requiredKeys: [] },
);

const HOW = fc.record(
  {
    roleName: fc.constant(['--role-name', 'Diagnostics']),
    organization: fc.constant(['--organization-account', '999900001111']),
    lookAtObject: fc.constant(['--look-at-object']),
    noAssume: fc.constant(['--no-assume']),
    fresh: fc.constant(['--fresh']),
    snapshot: WORDS.map((path) => [`--snapshot=${path}`]),
    since: fc.constantFrom(['--since', '90m'], ['--since', '24h'], ['--since', '7d']),
    noTrail: fc.constant(['--no-trail']),
  },
  { requiredKeys: [] },
);

/** Command lines that the parser takes. */
const LINES = fc
  .record({ bucket: BUCKETS, key: fc.option(WORDS), principal: PRINCIPALS, call: CALL_OPTIONS, how: HOW })
  .map(({ bucket, key, principal, call, how }) => {
    const dashes = principal.indexOf('--');
    const name = principal[dashes + 1] ?? '';
    const account = dashes < 0 ? principal.slice(1) : principal.slice(0, dashes);
    const options = [...Object.values(call).flat(), ...Object.values(how).flat(), ...account];
    return [...options, '--', bucket, ...(key === null ? [] : [key]), name];
  })
  .filter((words) => fromArguments(words).kind === 'parsed');

describe('the command that shows every statement', () => {
  test('asks for the same call, and reads it the same way', () => {
    fc.assert(
      fc.property(LINES, (line) => {
        const { call, options } = parsed(line);
        expect(parsed(diagnoseWords(call, options))).toEqual({ call, options: { ...options, verbose: true } });
      }),
      { numRuns: 2_000 },
    );
  });

  test('is read back from a shell as it was meant', () => {
    fc.assert(
      fc.property(LINES, (line) => {
        const { call, options } = parsed(line);
        const [program, command, ...words] = throughShell(diagnoseCommand({ asked: call }, options));
        expect([program, command]).toEqual(['s3-403', 'diagnose']);
        expect(parsed(words).call).toEqual(call);
      }),
      { numRuns: 60 },
    );
  });

  test.each<[string, readonly string[], string]>([
    [
      'says what was said',
      ['example-reports', '2026/10.csv', ROLE, '--version-id', 'v1', '--context', 'aws:SourceIp=203.0.113.7'],
      `example-reports 2026/10.csv ${ROLE} --operation GetObject --version-id v1 --context aws:SourceIp=203.0.113.7 --verbose`,
    ],
    [
      'leaves out where a snapshot or JSON would go, and the external id, which is never printed',
      ['example-reports', ROLE, '--save-snapshot', 'a.json', '--json', '--no-trail', '--external-id', 'e-1'],
      `example-reports ${ROLE} --operation ListObjectsV2 --no-trail --verbose`,
    ],
    [
      'ends the options before a key with dashes',
      ['--', 'example-reports', '--key', ROLE],
      `--operation GetObject --verbose -- example-reports --key ${ROLE}`,
    ],
  ])('%s', (_sentence, said, line) => {
    const { call, options } = parsed(said);
    expect(diagnoseCommand({ asked: call }, options)).toBe(`s3-403 diagnose ${line}`);
  });

  test('tells of a call that CloudTrail recorded what the event told', () => {
    const denied = fromCloudTrailEvent({
      eventVersion: '1.09',
      eventID: 'e-1',
      eventTime: '2026-10-12T09:00:00Z',
      eventSource: 's3.amazonaws.com',
      eventName: 'GetObject',
      errorCode: 'AccessDenied',
      awsRegion: 'eu-central-1',
      sourceIPAddress: '203.0.113.7',
      userAgent: "[aws-cli/2.17 'quoted']",
      vpcEndpointId: 'vpce-1a2b3c4d',
      userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/anna', accountId: '111122223333' },
      requestParameters: { bucketName: 'example-reports', key: 'a b', versionId: 'v1' },
      resources: [{ type: 'AWS::S3::Bucket', accountId: '444455556666', ARN: 'arn:aws:s3:::example-reports' }],
    });
    if (denied.kind !== 'denied') throw new Error(JSON.stringify(denied));
    const { call } = denied.denial;
    expect(Object.keys(call.context).length).toBeGreaterThan(1);
    const [, , ...words] = throughShell(diagnoseCommand({ asked: call }));
    expect(parsed(words).call).toEqual<S3Call>(call);
  });
});
