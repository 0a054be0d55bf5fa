import { describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { DiagnosisJson } from '../../src/render/diagnosis-json.ts';
import { ROLE, run } from './run.ts';

const ASK = ['diagnose', 'payroll-reports', '2026/10.csv', ROLE];

describe('the exit status is the answer', () => {
  test.each([
    ['allow', 0],
    ['deny', 1],
    ['undetermined', 2],
  ] as const)('%s: %i', async (decision, status) => {
    const ran = await run(ASK, { decision });
    expect(ran.status).toBe(status);
    expect(ran.stdout).toContain('payroll-reports/2026/10.csv');
    expect(ran.stderr).toBe('');
  });

  test('or that AWS gave none: 69', async () => {
    const ran = await run(ASK, {
      diagnose: async () => ({ kind: 'unreachable', what: 'no credentials', help: 'Log in.' }),
    });
    expect(ran).toMatchObject({ status: 69, stdout: '', stderr: 's3-403: no credentials.\n  Log in.\n' });
  });

  test('or a bug of ours: 70', async () => {
    const ran = await run(ASK, { diagnose: () => Promise.reject(new Error('oops')) });
    expect(ran).toMatchObject({ status: 70, stdout: '' });
    expect(ran.stderr).toMatch(/bug of ours[\s\S]*oops/);
  });

  test('or that a file is no file: 64', async () => {
    const ran = await run(ASK, {
      diagnose: async () => ({ kind: 'badFile', what: '`x` cannot be read', help: 'check' }),
    });
    expect(ran).toMatchObject({ status: 64, stdout: '' });
  });
});

describe('what cannot be a question', () => {
  test.each<[string, readonly string[], RegExp]>([
    ['no arguments', [], /s3-403 diagnose BUCKET/],
    ['a misspelt command', ['diagnos', 'b-1', ROLE], /no command `diagnos`[\s\S]*`diagnose`/],
    [
      'a question without its command',
      ['payroll-reports', 'k', ROLE],
      /no command `payroll-reports`[\s\S]*did you mean `diagnose`/i,
    ],
    ['an option before the command', ['--json', 'diagnose'], /no option `--json` before the command/],
    ['diagnose without arguments', ['diagnose'], /nothing is asked/],
    ['a misspelt option', [...ASK, '--jsno'], /no option `--jsno`[\s\S]*`--json`/],
    ['a bucket name that cannot be one', ['diagnose', 'Bad_Bucket', 'k', ROLE], /cannot be a bucket/],
    ['an ARN of another service', ['diagnose', 'arn:aws:sqs:eu-west-1:111122223333:q', 'k', ROLE], /`sqs`, not of S3/],
    ['an empty key', ['diagnose', 'payroll-reports', '', ROLE], /KEY is empty/],
    [
      'an unknown account',
      ['diagnose', 'payroll-reports', 'k', 'reports', '--account', '42'],
      /`--account 42` is no account/,
    ],
    ['3,000 characters', ['diagnose', 'x'.repeat(3000)], /PRINCIPAL is missing/],
    ['an event without a file', ['event'], /FILE is missing/],
    ['an event in two files', ['event', 'a', 'b'], /one FILE/],
    ['an event in no file', ['event', 'nowhere.json'], /`nowhere\.json` cannot be read: there is no such file/],
    ['a scenario that is none', ['evaluate'], /SCENARIO\.yml is missing/],
    ['a scenario in no file', ['evaluate', 'nowhere.yml'], /`nowhere\.yml` cannot be read: there is no such file/],
    ['a scenario with an option of diagnose', ['evaluate', '--snapshot', 'x'], /no option `--snapshot`/],
  ])('ends with 64, says what was wrong and shows a right line: %s', async (_what, argv, says) => {
    const ran = await run(argv);
    expect(ran).toMatchObject({ status: 64, stdout: '', asked: [] });
    expect(ran.stderr).toMatch(says);
    expect(ran.stderr).toContain('s3-403 ');
    expect(ran.stderr.length).toBeLessThan(1500);
  });
});

describe('help', () => {
  test.each<[readonly string[], RegExp]>([
    [['--help'], /evaluates scenario files, without AWS/],
    [['help'], /evaluates scenario files, without AWS/],
    [['diagnose', '--help'], /--save-snapshot FILE/],
    [['diagnose', 'b-1', '-h'], /--save-snapshot FILE/],
    [['help', 'event'], /lookup-events/],
    [['explain-error', '--help'], /explain-error \[BUCKET \[KEY\]\] \[PRINCIPAL\]/],
    [['evaluate', '--help'], /s3-403 evaluate SCENARIO\.yml/],
  ])('is on standard output for %j', async (argv, says) => {
    const ran = await run(argv);
    expect(ran).toMatchObject({ status: 0, stderr: '' });
    expect(ran.stdout).toMatch(says);
    for (const line of ran.stdout.split('\n')) expect(line.length).toBeLessThan(125);
  });

  test('is no help behind --', async () =>
    expect(await run(['diagnose', '--', 'payroll-reports', '--help', ROLE])).toMatchObject({ status: 1 }));

  test("tells the package's version", async () =>
    expect(await run(['--version'])).toMatchObject({ status: 0, stdout: `${packageJson.version}\n` }));
});

describe('the answer', () => {
  test('is a Diagnosis as JSON, and nothing else, with --json', async () => {
    const ran = await run([...ASK, '--json']);
    expect(DiagnosisJson.parse(JSON.parse(ran.stdout))).toMatchObject({ schemaVersion: 1, decision: 'deny' });
    expect(ran.stderr).toBe('');
  });

  test('shows every statement with --verbose', async () => {
    const [plain, verbose] = await Promise.all([
      run(ASK, { decision: 'allow' }),
      run([...ASK, '--verbose'], { decision: 'allow' }),
    ]);
    expect(verbose.stdout.length).toBeGreaterThan(plain.stdout.length);
  });

  test('is coloured on a terminal, unless NO_COLOR is set', async () => {
    expect((await run(ASK, { terminal: true })).stdout).toContain('\u001b[');
    expect((await run(ASK, { terminal: true, env: { NO_COLOR: '1' } })).stdout).not.toContain('\u001b[');
    expect((await run(ASK)).stdout).not.toContain('\u001b[');
    expect((await run(ASK, { env: { FORCE_COLOR: '1' } })).stdout).toContain('\u001b[');
  });

  test('comes with a line for each layer on standard error, on a terminal only', async () => {
    expect((await run(ASK, { terminal: true })).stderr).toBe('  bucket policy: there is none\n');
    expect((await run(ASK)).stderr).toBe('');
  });

  test('is asked for as the words say', async () => {
    const { asked } = await run([
      ...ASK,
      '--no-assume',
      '--since=2d',
      '--external-id',
      'secret',
      '--vpc-endpoint=vpce-1a',
    ]);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.denial).toMatchObject({ source: 'person', call: { key: '2026/10.csv', vpcEndpoint: 'vpce-1a' } });
    expect(asked[0]?.run.options).toMatchObject({
      assume: false,
      sinceMilliseconds: 172_800_000,
      externalId: 'secret',
    });
  });
});

describe('explain-error', () => {
  const TEXT = `An error occurred (AccessDenied) when calling the GetObject operation: User: arn:aws:sts::111122223333:assumed-role/reports/alice is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::payroll-reports/2026/10.csv" because no identity-based policy allows the s3:GetObject action`;

  test("diagnoses the call in AWS's words", async () => {
    const ran = await run(['explain-error', '--json'], { stdin: TEXT });
    expect(ran.status).toBe(1);
    expect(ran.asked[0]?.denial).toMatchObject({
      source: 'errorMessage',
      call: { operation: 'GetObject', key: '2026/10.csv' },
      reportedReason: { layer: 'identityPolicies' },
    });
    expect(JSON.parse(ran.stdout)).toMatchObject({ decision: 'deny' });
  });

  test('takes what the text does not say from the words', async () => {
    const ran = await run(['explain-error', 'payroll-reports', 'k', ROLE], { stdin: 'Access Denied' });
    expect(ran.asked[0]?.denial.call).toMatchObject({ key: 'k', principal: { arn: ROLE } });
  });

  test('asks for what neither says', async () => {
    const ran = await run(['explain-error'], { stdin: 'Access Denied' });
    expect(ran).toMatchObject({ status: 64, stdout: '', asked: [] });
    expect(ran.stderr).toMatch(/neither who called[\s\S]*s3-403 explain-error example-reports/);
  });

  test('answers by itself what no policy explains', async () => {
    const stdin = 'An error occurred (SignatureDoesNotMatch) when calling the GetObject operation: x';
    const ran = await run(['explain-error'], { stdin });
    expect(ran).toMatchObject({ status: 1, asked: [], stderr: '' });
    expect(ran.stdout).toMatch(
      /^✗ Denied\. A caller whom the error does not name may not do `GetObject`, whatever the policies say: the signature[\s\S]*\nFix: .*secret key[\s\S]*https:\/\/docs\.aws\.amazon\.com/,
    );
    const json = await run(['explain-error', '--json'], { stdin });
    expect(JSON.parse(json.stdout)).toMatchObject({
      schemaVersion: 1,
      decision: 'deny',
      causes: [{ code: 'signature-wrong', weight: 'decides', status: 403 }],
      notAPolicyProblem: { code: 'SignatureDoesNotMatch' },
    });
  });

  test('calls nothing a denial that S3 answered with another status', async () => {
    const stdin =
      'download failed: s3://payroll-reports/2026/10.csv to ./10.csv An error occurred (NoSuchKey) when calling the GetObject operation: The specified key does not exist.';
    const ran = await run(['explain-error'], { stdin });
    expect(ran).toMatchObject({ status: 2, asked: [], stderr: '' });
    expect(ran.stdout).toMatch(
      /^\? Not a denial\. S3 answers 404 to a caller whom the error does not name for `GetObject` on `payroll-reports\/2026\/10\.csv`: /,
    );
  });

  test('says of a role that was not assumed that S3 was never asked', async () => {
    const stdin = `User: arn:aws:iam::111122223333:user/ana is not authorized to perform: sts:AssumeRole on resource: ${ROLE} because no role trust policy allows the sts:AssumeRole action`;
    const ran = await run(['explain-error'], { stdin });
    expect(ran).toMatchObject({ status: 1, asked: [] });
    expect(ran.stdout).toMatch(/^✗ Denied\. `arn:aws:iam::111122223333:user\/ana` could not assume/);
    expect(ran.stdout).toContain('[role-not-assumed]');
  });

  test('reads the policies of such a call as well, where its words say who called', async () => {
    const stdin = 'An error occurred (InvalidObjectState) when calling the GetObject operation: x';
    const ran = await run(['explain-error', 'payroll-reports', 'k', ROLE], { stdin });
    expect(ran.asked[0]?.denial).toMatchObject({
      call: { operation: 'GetObject', key: 'k' },
      notAPolicyProblem: { code: 'InvalidObjectState' },
    });
  });

  test('is told that a person may paste', async () =>
    expect((await run(['explain-error'], { stdin: TEXT, terminal: true })).stderr).toContain('Ctrl-D'));
});

describe('event', () => {
  const record = (key: string, more: object = {}) => ({
    eventSource: 's3.amazonaws.com',
    eventName: 'GetObject',
    eventTime: '2026-10-01T12:00:00Z',
    eventID: key,
    errorCode: 'AccessDenied',
    userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/alice', accountId: '111122223333' },
    requestParameters: { bucketName: 'payroll-reports', key },
    ...more,
  });
  const file = (...records: readonly object[]) => ({ files: { 'e.json': JSON.stringify({ Records: records }) } });

  test('diagnoses one record', async () => {
    const ran = await run(['event', 'e.json', '--json'], { files: { 'e.json': JSON.stringify(record('k')) } });
    expect(ran.status).toBe(1);
    expect(ran.asked[0]?.denial).toMatchObject({
      source: 'cloudTrailEvent',
      at: '2026-10-01T12:00:00Z',
      eventId: 'k',
      call: { key: 'k' },
    });
    expect(JSON.parse(ran.stdout)).toMatchObject({ decision: 'deny' });
  });

  test('diagnoses each different call of a file once', async () => {
    const ran = await run(
      ['event', 'e.json', '--json'],
      file(record('a'), record('a'), record('b'), record('c', { errorCode: undefined })),
    );
    expect(ran.asked.map(({ denial }) => denial.call.key)).toEqual(['a', 'b']);
    expect(JSON.parse(ran.stdout)).toHaveLength(2);
    expect(ran.stderr).toBe('1 record is no denial of S3 and left aside.\n3 denials of 2 different calls.\n');
  });

  test('says how many calls it left out', async () => {
    const ran = await run(['event', 'e.json'], file(...Array.from({ length: 25 }, (_, index) => record(`k${index}`))));
    expect(ran.asked).toHaveLength(20);
    expect(ran.stderr).toContain('The first 20 are diagnosed, 5 left out');
  });

  test('keeps no snapshot of several calls', async () => {
    const ran = await run(['event', 'e.json', '--save-snapshot', 's.json'], file(record('a'), record('b')));
    expect(ran).toMatchObject({ status: 64, asked: [] });
    expect(ran.stderr).toMatch(/a snapshot holds one diagnosis, and there are 2 calls/);
  });

  test('reads standard input', async () =>
    expect((await run(['event', '-'], { stdin: JSON.stringify(record('k')) })).asked).toHaveLength(1));

  test('answers by itself why a call failed that was not denied', async () => {
    const file = { 'e.json': JSON.stringify({ ...record('k'), errorCode: 'NoSuchKey' }) };
    const ran = await run(['event', 'e.json'], { files: file });
    expect(ran).toMatchObject({ status: 2, asked: [] });
    expect(ran.stdout).toMatch(/^\? Not a denial\. S3 answers 404 to .*: there is no such object/);
    const json = await run(['event', 'e.json', '--json'], { files: file });
    expect(JSON.parse(json.stdout)).toMatchObject({ causes: [{ code: 'no-such-object', status: 404 }] });
  });

  test('takes what is said on the command line over the event', async () => {
    const ran = await run(
      ['event', 'e.json', '--bucket-account', '444455556666', '--context', 'aws:sourceip=203.0.113.9'],
      file(record('k', { sourceIPAddress: '203.0.113.7' })),
    );
    expect(ran.asked[0]?.denial.call).toMatchObject({ bucketAccount: '444455556666' });
    expect(Object.entries(ran.asked[0]?.denial.call.context ?? {}).filter(([key]) => /sourceip/i.test(key))).toEqual([
      ['aws:sourceip', ['203.0.113.9']],
    ]);
  });

  test.each<[string, string, RegExp]>([
    ['is no JSON', 'x', /it is not JSON/],
    [
      'has no denial',
      JSON.stringify(record('k', { errorCode: undefined })),
      /no denied call[\s\S]*`GetObject` succeeded/i,
    ],
    ['lacks a field', JSON.stringify({ eventSource: 's3.amazonaws.com' }), /`eventName`/],
  ])('says what is wrong with a file that %s', async (_what, text, says) => {
    const ran = await run(['event', 'e.json'], { files: { 'e.json': text } });
    expect(ran).toMatchObject({ status: 64, stdout: '', asked: [] });
    expect(ran.stderr).toMatch(says);
  });
});

const DENIED = 'An error occurred (AccessDenied) when calling the GetObject operation: Access Denied';

test("an answer to an error text names the command that asks about AWS's sentence again", async () => {
  const words = ['payroll-reports', 'a b', ROLE, '--save-snapshot', 'a.json', '--no-trail'];
  const { stdout } = await run(['explain-error', ...words], { stdin: DENIED });
  expect(stdout).toContain(
    `Every statement looked at: s3-403 explain-error --verbose payroll-reports 'a b' ${ROLE} --no-trail\n`,
  );
});

test('no secret is ever printed', async () => {
  const url =
    'https://payroll-reports.s3.eu-west-1.amazonaws.com/k?X-Amz-Signature=SIGNATURE&X-Amz-Security-Token=TOKEN&X-Amz-Credential=AKIAEXAMPLE';
  const runs = [
    await run(['diagnose', url, ROLE, '--external-id', 'EXTERNAL']),
    await run(['diagnose', url, 'nobody', '--external-id', 'EXTERNAL']),
    await run(['diagnose', url, ROLE, '--external-id', 'EXTERNAL', '--external-id', 'EXTERNAL']),
    await run(['explain-error', '--external-id', 'EXTERNAL', 'payroll-reports', 'k', ROLE], { stdin: DENIED }),
    await run(['explain-error', '--external-id=EXTERNAL', 'payroll-reports', 'k', ROLE], { stdin: DENIED }),
  ];
  expect(runs.map(({ status }) => status)).toEqual([1, 64, 64, 1, 1]);
  for (const { stdout, stderr } of runs) expect(stdout + stderr).not.toMatch(/SIGNATURE|TOKEN|AKIA|EXTERNAL/);
});
