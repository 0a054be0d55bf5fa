import { describe, expect, test } from 'vitest';
import { DiagnosisJson } from '../../src/render/diagnosis-json.ts';
import { run } from './run.ts';

const SCENARIO = (
  expected: string,
  statement = 'Effect: Allow, Action: "s3:GetObject", Resource: "arn:aws:s3:::payroll-reports/*"',
) => `
name: a role reads a report
request:
  principal: arn:aws:iam::111122223333:role/reports
  action: s3:GetObject
  resource: arn:aws:s3:::payroll-reports/2026/10.csv
evidence:
  identityPolicies: [{ name: Read, document: { Version: "2012-10-17", Statement: { ${statement} } } }]
${expected}`;
const ALLOWED = SCENARIO('expect: { decision: allow }');
const DENIED = SCENARIO(
  'expect: { decision: deny, remedies: [[identityPolicies], [bucketPolicy]], causes: [nobody-grants] }',
  'Effect: Allow, Action: "s3:PutObject", Resource: "*"',
);
const WRONG = SCENARIO('expect: { decision: deny, layers: { identityPolicies: implicitDeny } }');
const files = {
  'allowed.yml': ALLOWED,
  'denied.yml': DENIED,
  'wrong.yml': WRONG,
  'silent.yml': SCENARIO(''),
  'denied-silent.yml': SCENARIO('', 'Effect: Allow, Action: "s3:PutObject", Resource: "*"'),
};

describe('a scenario file', () => {
  test.each<[string, readonly string[], number]>([
    ['is met by an allow', ['allowed.yml'], 0],
    ['is met by a deny, its remedies and its causes', ['denied.yml'], 0],
    ['is not met', ['wrong.yml'], 1],
    ['among others is not met', ['allowed.yml', 'wrong.yml', 'denied.yml'], 1],
    ['that expects nothing ends with its answer, allow', ['silent.yml'], 0],
    ['that expects nothing ends with its answer, deny', ['denied-silent.yml'], 1],
    ['that expects something is met beside one that expects nothing', ['denied.yml', 'silent.yml'], 0],
  ])('%s', async (_what, paths, status) =>
    expect(await run(['evaluate', ...paths], { files })).toMatchObject({ status, stderr: '', asked: [] }),
  );

  test('is answered as diagnose answers', async () => {
    const { stdout } = await run(['evaluate', 'denied.yml'], { files });
    expect(stdout).toMatch(/^denied\.yml: deny, as expected: a role reads a report\n/);
    expect(stdout).toContain('identity-based policies');
  });

  test('that is not met says what was expected, and what came', async () =>
    expect((await run(['evaluate', 'wrong.yml'], { files })).stdout).toMatch(
      /wrong\.yml: allow, NOT AS EXPECTED.*\n {4}decision: expected deny, got allow\n {4}layer identityPolicies: expected implicitDeny, got allow\n/,
    ));

  test('among several is a line, and the sum is told', async () => {
    const { stdout } = await run(['evaluate', 'allowed.yml', 'wrong.yml', 'silent.yml'], { files });
    expect(stdout.split('\n').filter((line) => line.includes('.yml:'))).toHaveLength(3);
    expect(stdout).toMatch(/1 as expected, 1 not as expected, 1 without an expectation\n$/);
  });

  test('is told whole among several with --verbose', async () =>
    expect((await run(['evaluate', 'allowed.yml', 'denied.yml', '--verbose'], { files })).stdout).toContain(
      'identity-based policies',
    ));

  test('is a Diagnosis as JSON, with what was expected', async () => {
    const { stdout } = await run(['evaluate', '--json', 'wrong.yml'], { files });
    const json: unknown = JSON.parse(stdout);
    expect(DiagnosisJson.parse(json)).toMatchObject({
      decision: 'allow',
      call: { operation: 'GetObject', action: 's3:GetObject' },
    });
    expect(json).toMatchObject({
      scenario: {
        file: 'wrong.yml',
        name: 'a role reads a report',
        expect: {
          met: false,
          unmet: ['decision: expected deny, got allow', 'layer identityPolicies: expected implicitDeny, got allow'],
        },
      },
    });
  });

  test('among several is in a list, in their order', async () => {
    const { stdout } = await run(['evaluate', 'silent.yml', 'denied.yml', '--json'], { files });
    expect(JSON.parse(stdout)).toMatchObject([
      { decision: 'allow', scenario: { expect: null } },
      { decision: 'deny', scenario: { expect: { met: true, unmet: [] } } },
    ]);
  });

  test('comes from standard input, too', async () =>
    expect(await run(['evaluate', '-'], { stdin: ALLOWED })).toMatchObject({ status: 0 }));
});

describe('a file that is no scenario', () => {
  test.each<[string, string, RegExp]>([
    [
      'has a key that nobody knows',
      ALLOWED.replace('  action:', '  acton:'),
      /^bad\.yml:4: .*`action`[\s\S]*^bad\.yml:5: unknown key `acton`/m,
    ],
    ['is no YAML', 'name: [', /^bad\.yml:1: not YAML/],
    ['is empty', '', /^bad\.yml:1: the file is empty/],
  ])('%s: 64, with the line', async (_what, text, says) => {
    const ran = await run(['evaluate', 'bad.yml'], { files: { 'bad.yml': text } });
    expect(ran).toMatchObject({ status: 64, stdout: '' });
    expect(ran.stderr).toMatch(says);
  });

  test('does not keep the others from their answers', async () => {
    const ran = await run(['evaluate', 'allowed.yml', 'bad.yml', '--json'], {
      files: { ...files, 'bad.yml': 'name: [' },
    });
    expect(ran.status).toBe(64);
    expect(JSON.parse(ran.stdout)).toHaveLength(1);
  });
});

test('the answer names the command that shows every statement of the same file', async () => {
  const { stdout } = await run(['evaluate', 'denied-silent.yml'], { files });
  expect(stdout).toContain('Every statement looked at: s3-403 evaluate denied-silent.yml --verbose');
});
