import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { checkMessage } from '../../src/sandbox/check-message.ts';
import { DEMO_SNAPSHOT } from '../../src/sandbox/demo-organization/demo-snapshot-path.ts';
import { type FakeSlack, serveFakeSlack } from '../../src/sandbox/fake-slack/serve-fake-slack.ts';
import { signRequest } from '../../src/sandbox/fake-slack/sign-request.ts';
import { APP, TEAM } from '../../src/sandbox/fake-slack/workspace.ts';
import { httpApiEvent } from '../../src/sandbox/http-api-event.ts';
import { aDeniedEvent } from '../alerts/a-denied-event.ts';
import { sqsEvent } from '../slack/slack-world.ts';
import { type BundleProcess, startBundle } from './bundle-process.ts';
import { DEFAULT_KEY, OWN_KEY, serveStubAccounts } from './stub-accounts.ts';
import { type StubAws, serveStubAws } from './stub-aws.ts';

const ROOT = join(import.meta.dirname, '../..');
const SIGNING_SECRET = 'signing-secret';
const SECRET = {
  signingSecret: SIGNING_SECRET,
  botToken: 'xoxb-test',
  botId: APP.botId,
  botUserId: APP.botUserId,
  teamId: TEAM.id,
  appId: APP.id,
};

const BUNDLES = ['slack', 'diagnose', 'alert', 'inventory'];

let folder: string;
let aws: StubAws;
let slack: FakeSlack;
const running: BundleProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 's3-403-bundles-'));
  await promisify(execFile)(process.execPath, ['build.mjs', ...BUNDLES, '--out', folder], {
    cwd: ROOT,
  });
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

beforeEach(async () => {
  aws = await serveStubAws(SECRET);
  slack = await serveFakeSlack({ botToken: SECRET.botToken, check: checkMessage });
  slack.workspace.channels.set('C0GENERAL', { id: 'C0GENERAL', name: 'general', kind: 'public', appIsMember: true });
});
afterEach(async () => {
  for (const process of running.splice(0)) expect(await process.close()).toBe(0);
  await aws.close();
  await slack.close();
});

const environment = () => ({
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_ENDPOINT_URL: aws.url,
  FAKE_SLACK: slack.host,
  S3_403_TABLE: 's3-403',
  S3_403_QUEUE_URL: aws.queueUrl,
  S3_403_SLACK_SECRET_ARN: 'arn:aws:secretsmanager:eu-west-1:999900001111:secret:slack-AbCdEf',
  S3_403_ALLOWED_USERS: '*',
  S3_403_ALERT_CHANNEL: 'C0GENERAL',
});
const start = async (name: string, more: Readonly<Record<string, string>> = {}) => {
  const bundle = await startBundle(join(folder, name, 'index.mjs'), { ...environment(), ...more });
  running.push(bundle);
  return bundle;
};

const QUESTION = 'payroll-reports 2026/10.csv arn:aws:iam::111122223333:role/reports';
const commandEvent = (secret = SIGNING_SECRET, text = QUESTION) => {
  const body = new URLSearchParams({
    team_id: TEAM.id,
    channel_id: 'C0GENERAL',
    user_id: 'U0ADA',
    command: '/s3-403',
    text,
    api_app_id: APP.id,
    response_url: 'https://hooks.slack.com/response/x',
    trigger_id: `trigger-${Math.random()}`,
  }).toString();
  return httpApiEvent(signRequest(body, secret, Math.floor(Date.now() / 1000)));
};

describe('the slack bundle', () => {
  test('answers a signed command and puts the question on the queue', async () => {
    const bundle = await start('slack');
    expect(bundle.loaded.parameters).toBe(2);
    const answer = await bundle.call(commandEvent());
    expect(answer.statusCode).toBe(200);
    expect(String(answer.body)).toContain('Checking');
    expect(aws.messages.map((body) => JSON.parse(body))).toMatchObject([
      { kind: 'diagnose', replyTo: { channel: 'C0GENERAL', userId: 'U0ADA' } },
    ]);
    expect(slack.calls).toEqual([]);
  });

  test('refuses a forged one: nothing is written, nothing is queued', async () => {
    const bundle = await start('slack');
    expect(await bundle.call(commandEvent('guessed'))).toMatchObject({ statusCode: 401 });
    expect(aws.messages).toEqual([]);
    expect(new Set(aws.calls)).toEqual(new Set(['secretsmanager.GetSecretValue']));
  });

  test('survives garbage and answers the next request', async () => {
    const bundle = await start('slack');
    for (const garbage of [{}, { body: '{' }, { headers: null, body: 7 }])
      expect(await bundle.call(garbage)).not.toHaveProperty('threw');
    expect(await bundle.call(commandEvent())).toMatchObject({ statusCode: 200 });
  });

  test('without its configuration does not start, and names what is missing', async () => {
    const { S3_403_TABLE: _, ...rest } = environment();
    await expect(startBundle(join(folder, 'slack', 'index.mjs'), rest)).rejects.toThrow('S3_403_TABLE is not set');
  });

  test('carries nothing it does not need: below 600 kB, without the worker’s clients', async () => {
    const path = join(folder, 'slack', 'index.mjs');
    expect((await stat(path)).size).toBeLessThan(600_000);
    const text = await readFile(path, 'utf8');
    const unneeded = [
      'AssumeRoleWithSAML',
      'DescribeVpcEndpoints',
      'GetBucketPolicyRequest',
      'iconv',
      'sec-websocket-key',
    ];
    expect(unneeded.filter((word) => text.includes(word))).toEqual([]);
  });
});

describe('the diagnose bundle', () => {
  const replay = { S3_403_SNAPSHOT: join(ROOT, DEMO_SNAPSHOT) };

  test('answers a question from the queue: what the slack bundle sent, in a thread', async () => {
    const receiver = await start('slack');
    await receiver.call(commandEvent());
    const worker = await start('diagnose', replay);
    const answer = await worker.call(sqsEvent(aws.messages[0] ?? ''));
    expect(answer, worker.log.join('\n')).toEqual({ batchItemFailures: [] });
    const [root, ...replies] = slack.workspace.messages('C0GENERAL');
    expect(root?.text).toMatch(/^Denied/);
    expect(root?.text).toContain('payroll-reports');
    expect(replies.length).toBeGreaterThanOrEqual(2);
    expect(new Set(replies.map(({ threadTs }) => threadTs))).toEqual(new Set([root?.ts]));
    expect(worker.log.join('\n')).toContain('"message":"answered"');
    expect(worker.log.join('\n')).not.toContain('payroll-reports');
  });

  test('delivered again posts nothing more', async () => {
    const receiver = await start('slack');
    await receiver.call(commandEvent());
    const worker = await start('diagnose', replay);
    await worker.call(sqsEvent(aws.messages[0] ?? ''));
    const before = slack.workspace.messages().length;
    expect(await worker.call(sqsEvent(aws.messages[0] ?? '', 2))).toEqual({ batchItemFailures: [] });
    expect(slack.workspace.messages()).toHaveLength(before);
  });

  test('refuses a recording on Lambda: answers come from AWS', async () => {
    const onLambda = { ...environment(), ...replay, AWS_LAMBDA_FUNCTION_NAME: 's3-403-prod-diagnose' };
    await expect(startBundle(join(folder, 'diagnose', 'index.mjs'), onLambda)).rejects.toThrow('S3_403_SNAPSHOT');
  });

  describe('deployed with looking at objects', () => {
    async function answered(more: Readonly<Record<string, string>>) {
      const accounts = await serveStubAccounts();
      try {
        const receiver = await start('slack');
        await receiver.call(
          commandEvent(SIGNING_SECRET, `${QUESTION} --bucket-account 444455556666 --region eu-west-1`),
        );
        const worker = await start('diagnose', { ...accounts.environment, ...more });
        const answer = await worker.call(sqsEvent(aws.messages[0] ?? ''));
        expect(answer, worker.log.join('\n')).toEqual({ batchItemFailures: [] });
        // Formatting splits a sentence into pieces.
        const json = JSON.stringify(slack.workspace.messages('C0GENERAL'));
        const said = [...json.matchAll(/"text":"((?:[^"\\\\]|\\\\.)*)"/g)].map(([, text]) => text).join('');
        return { said, narrowedTo: new Set(accounts.narrowedTo), ofObjects: new Set(accounts.ofObjects) };
      } finally {
        await accounts.close();
      }
    }
    const actionsOf = (policies: ReadonlySet<string>): readonly string[] => {
      expect(policies.size).toBe(1);
      return [...policies].flatMap((policy) => JSON.parse(policy).Statement[0].Action);
    };

    test('asks for its head with a session that may, and says that the key is its own', async () => {
      const { said, narrowedTo, ofObjects } = await answered({ S3_403_LOOK_AT_OBJECTS: 'yes' });
      expect([...ofObjects]).toEqual(['HEAD /payroll-reports/2026/10.csv']);
      expect(actionsOf(narrowedTo)).toEqual(expect.arrayContaining(['s3:GetObject', 's3:GetObjectVersion']));
      expect(said).toContain(`The key is the object's own, ${OWN_KEY}`);
      expect(said).toContain(`kms:Decrypt on ${OWN_KEY}`);
      expect(said).not.toContain(`kms:Decrypt on ${DEFAULT_KEY}`);
    });

    test('and without it never asks, with a session that may not, and says that the key is the bucket’s', async () => {
      const { said, narrowedTo, ofObjects } = await answered({ S3_403_LOOK_AT_OBJECTS: '' });
      expect([...ofObjects]).toEqual([]);
      expect(actionsOf(narrowedTo)).not.toContain('s3:GetObject');
      expect(said).toContain("the object is encrypted as the bucket's default says");
      expect(said).toContain(DEFAULT_KEY);
    });

    test('with half an opt-in does not start, and names the variable', async () => {
      const half = { ...environment(), S3_403_LOOK_AT_OBJECTS: 'true' };
      await expect(startBundle(join(folder, 'diagnose', 'index.mjs'), half)).rejects.toThrow(
        'S3_403_LOOK_AT_OBJECTS must be yes or no',
      );
    });
  });

  test('leaves the largest client aside until a question needs it', async () => {
    const entry = await readFile(join(folder, 'diagnose', 'index.mjs'), 'utf8');
    expect(entry.includes('DescribeVpcEndpointsRequest')).toBe(false);
    const chunks = await readdir(join(folder, 'diagnose', 'chunks'));
    expect(chunks.some((name) => /^ec2-.*\.mjs$/.test(name))).toBe(true);
  });
});

describe('the alert bundle', () => {
  test('turns a denied call into a question for the on-call channel, and folds the next into it', async () => {
    const bundle = await start('alert');
    expect(await bundle.call(aDeniedEvent({ eventId: 'one' }))).toMatchObject({ kind: 'told' });
    expect(await bundle.call(aDeniedEvent({ eventId: 'two' }))).toMatchObject({ kind: 'counted' });
    expect(aws.messages.map((body) => JSON.parse(body).kind)).toEqual(['alert', 'count']);
  });

  test('forgets what is no denial', async () => {
    const bundle = await start('alert');
    expect(await bundle.call({ hello: 1 })).toMatchObject({ kind: 'ignored' });
    expect(aws.calls).toEqual([]);
  });
});

describe('the inventory bundle', () => {
  test('refuses a payload that is none, and asks AWS nothing', async () => {
    const bundle = await start('inventory');
    expect(bundle.loaded.parameters).toBe(2);
    expect(await bundle.call({ accounts: ['everyone'] })).toEqual({
      threw: expect.stringContaining('must be account ids of 12 digits'),
    });
    expect(aws.calls).toEqual([]);
  });

  test('without its configuration does not start, and names what is missing', async () => {
    const { S3_403_QUEUE_URL: _, ...rest } = environment();
    await expect(startBundle(join(folder, 'inventory', 'index.mjs'), rest)).rejects.toThrow(
      'S3_403_QUEUE_URL is not set',
    );
  });
});

test('no bundle holds code under the AGPL', async () => {
  for (const name of BUNDLES) {
    const maps = (await readdir(join(folder, name), { recursive: true })).filter((path) => path.endsWith('.map'));
    expect(maps.length).toBeGreaterThan(0);
    for (const map of maps) {
      const { sources } = JSON.parse(await readFile(join(folder, name, map), 'utf8'));
      expect(sources.filter((source: string) => source.includes('@cloud-copilot'))).toEqual([]);
    }
  }
});
