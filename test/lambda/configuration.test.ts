import { describe, expect, test } from 'vitest';
import {
  alertConfiguration,
  ConfigurationError,
  diagnoseConfiguration,
  type Environment,
  inventoryConfiguration,
  slackConfiguration,
} from '../../src/lambda/configuration.ts';

const COMMON = {
  S3_403_TABLE: 's3-403',
  S3_403_QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/999900001111/jobs',
};
const SECRET = { S3_403_SLACK_SECRET_ARN: 'arn:aws:secretsmanager:eu-west-1:999900001111:secret:slack-AbCdEf' };
const SLACK = { ...COMMON, ...SECRET };
const ALERT = { ...COMMON, S3_403_ALERT_CHANNEL: 'C0ONCALL' };

describe('the environment', () => {
  test('of the slack function says who may ask', () => {
    const environment = {
      ...SLACK,
      S3_403_ALLOWED_USERS: 'U0ADA, W0BOB,',
      S3_403_ALLOWED_USER_GROUPS: 'S0ONCALL',
      S3_403_ALLOWED_CHANNELS: '',
    };
    expect(slackConfiguration(environment)).toEqual({
      table: 's3-403',
      queueUrl: COMMON.S3_403_QUEUE_URL,
      logLevel: 'info',
      secretArn: SECRET.S3_403_SLACK_SECRET_ARN,
      mayAsk: { users: ['U0ADA', 'W0BOB'], userGroups: ['S0ONCALL'], channels: [], teams: [] },
      questionsPerMinute: 10,
      command: '/s3-403',
    });
  });

  test('that names nobody lets nobody in', () => {
    expect(slackConfiguration(SLACK).mayAsk).toEqual({ users: [], userGroups: [], channels: [], teams: [] });
  });

  test('of the diagnose function may leave out what is optional, as an empty parameter does', () => {
    expect(diagnoseConfiguration({ ...SLACK, S3_403_EXTERNAL_ID: '', S3_403_ORGANIZATION_ACCOUNT: '' })).toMatchObject({
      diagnosticRole: 'S3AccessDiagnostics',
      externalId: undefined,
      organizationAccount: undefined,
      lookAtObjects: false,
      maxReceives: 3,
    });
  });

  test.each<[string | undefined, boolean]>([
    [undefined, false],
    ['', false],
    ['no', false],
    ['yes', true],
  ])('of the diagnose function opts in to looking at objects with nothing but yes: %s', (said, expected) => {
    expect(diagnoseConfiguration({ ...SLACK, S3_403_LOOK_AT_OBJECTS: said }).lookAtObjects).toBe(expected);
  });

  test('of the inventory says whose accounts are read, and by which role', () => {
    const environment = { ...COMMON, S3_403_ORGANIZATION_ACCOUNT: '999900001111', S3_403_EXTERNAL_ID: '' };
    expect(inventoryConfiguration(environment)).toEqual({
      table: 's3-403',
      queueUrl: COMMON.S3_403_QUEUE_URL,
      logLevel: 'info',
      diagnosticRole: 'S3AccessDiagnostics',
      externalId: undefined,
      organizationAccount: '999900001111',
    });
  });

  test('of the alert function says where alerts go', () => {
    expect(alertConfiguration(ALERT)).toMatchObject({ channel: 'C0ONCALL', windowSeconds: 900 });
  });

  test.each<[string, () => unknown, readonly string[]]>([
    [
      'nothing',
      () => slackConfiguration({}),
      ['S3_403_TABLE', 'S3_403_QUEUE_URL', 'S3_403_SLACK_SECRET_ARN', 'is not set'],
    ],
    ['an empty table', () => slackConfiguration({ ...SLACK, S3_403_TABLE: ' ' }), ['S3_403_TABLE is empty']],
    [
      'a queue name',
      () => slackConfiguration({ ...SLACK, S3_403_QUEUE_URL: 'jobs' }),
      ['S3_403_QUEUE_URL must be the URL'],
    ],
    [
      'a user’s name',
      () => slackConfiguration({ ...SLACK, S3_403_ALLOWED_USERS: '@ada' }),
      ['S3_403_ALLOWED_USERS must be ids', 'U012AB3CD'],
    ],
    [
      'a channel’s name',
      () => alertConfiguration({ ...ALERT, S3_403_ALERT_CHANNEL: '#oncall' }),
      ['S3_403_ALERT_CHANNEL', 'C012AB3CD'],
    ],
    [
      'a secret in place of its ARN',
      () => slackConfiguration({ ...SLACK, S3_403_SLACK_SECRET_ARN: 'xoxb-1' }),
      ['S3_403_SLACK_SECRET_ARN must be the ARN'],
    ],
    ['no account', () => diagnoseConfiguration({ ...SLACK, S3_403_ORGANIZATION_ACCOUNT: '1' }), ['12 digits']],
    [
      'half an opt-in',
      () => diagnoseConfiguration({ ...SLACK, S3_403_LOOK_AT_OBJECTS: 'true' }),
      ['S3_403_LOOK_AT_OBJECTS must be yes or no'],
    ],
    [
      'no number',
      () => alertConfiguration({ ...ALERT, S3_403_ALERT_WINDOW_SECONDS: 'long' }),
      ['S3_403_ALERT_WINDOW_SECONDS'],
    ],
  ])('with %s is an error that names the variable', (_what, read, words) => {
    expect(read).toThrow(ConfigurationError);
    for (const word of words) expect(read).toThrow(word);
  });

  test('that is wrong never shows a value: it may be a secret', () => {
    const environment: Environment = { ...SLACK, S3_403_SLACK_SECRET_ARN: 'xoxb-secret' };
    expect(() => slackConfiguration(environment)).not.toThrow('xoxb-secret');
  });

  test('of a test is refused on Lambda', () => {
    const environment = { ...SLACK, S3_403_SNAPSHOT: '/tmp/a.snapshot.json' };
    expect(diagnoseConfiguration(environment).snapshot).toBe('/tmp/a.snapshot.json');
    const onLambda = { ...environment, AWS_LAMBDA_FUNCTION_NAME: 's3-403-prod-diagnose' };
    expect(() => diagnoseConfiguration(onLambda)).toThrow('S3_403_SNAPSHOT');
  });
});
