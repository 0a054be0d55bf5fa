import { describe, expect, test } from 'vitest';
import { cliEnvironment } from '../../src/cli/cli-environment.ts';
import { diagnoseWith } from '../../src/cli/diagnose-aws.ts';
import type { DiagnoseOptions } from '../../src/request/diagnose-options.ts';
import { ROLE, run } from './run.ts';

const OPTIONS: DiagnoseOptions = { assume: true, fresh: false, json: false, verbose: false, trail: true };
const diagnose = diagnoseWith({ readFile: async () => '', writeFile: async () => {} });
const ASK = ['diagnose', 'payroll-reports', '2026/10.csv', ROLE];

describe('a variable that is not right is told by its name, and nothing is asked of AWS:', () => {
  test.each([
    ['S3_403_LOOK_AT_OBJECTS', 'true', '`true` is not `yes` or `no`'],
    ['S3_403_LOOK_AT_OBJECTS', 'Yes', '`Yes` is not `yes` or `no`'],
    ['S3_403_DIAGNOSTIC_ROLE', 'arn:aws:iam::111122223333:role/x', 'is not the name of a role'],
    ['S3_403_ORGANIZATION_ACCOUNT', '1111-2222-3333', 'is not an account id of twelve digits'],
    ['S3_403_TABLE', 'a table', 'is not the name or the ARN of a DynamoDB table'],
    ['S3_403_EXTERNAL_ID', 'SECRET SECRET', 'it is not an external id of 2 to 1,224 characters'],
  ])('%s=%s', async (name, value, says) => {
    const ran = await run(ASK, { diagnose, env: { [name]: value } });
    expect(ran).toMatchObject({ status: 64, stdout: '' });
    expect(ran.stderr).toContain(`the environment variable \`${name}\` is not right: `);
    expect(ran.stderr).toContain(says);
    expect(ran.stderr).not.toContain('SECRET SECRET');
  });
});

describe('the environment', () => {
  test('says what no option does', () => {
    const env = {
      S3_403_DIAGNOSTIC_ROLE: 'team/Diagnostics',
      S3_403_EXTERNAL_ID: 'e-1',
      S3_403_ORGANIZATION_ACCOUNT: '999900001111',
      S3_403_LOOK_AT_OBJECTS: 'yes',
      S3_403_TABLE: 's3-403',
    };
    expect(cliEnvironment(env, OPTIONS)).toEqual({
      kind: 'environment',
      roleName: 'team/Diagnostics',
      externalId: 'e-1',
      organizationAccount: '999900001111',
      lookAtObject: true,
      table: 's3-403',
    });
  });

  test('is not asked for what an option says, and may be empty', () => {
    const env = { S3_403_LOOK_AT_OBJECTS: ' ', S3_403_ORGANIZATION_ACCOUNT: 'wrong' };
    const told = cliEnvironment(env, { ...OPTIONS, organizationAccount: '999900001111' });
    expect(told).toEqual({ kind: 'environment', organizationAccount: '999900001111', lookAtObject: false });
  });
});
