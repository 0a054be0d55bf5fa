import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { READ_NAMES } from '../../src/collect/reads.ts';
import { checkMessage } from '../../src/sandbox/check-message.ts';
import { type FakeSlack, serveFakeSlack } from '../../src/sandbox/fake-slack/serve-fake-slack.ts';
import { signRequest } from '../../src/sandbox/fake-slack/sign-request.ts';
import { APP, TEAM } from '../../src/sandbox/fake-slack/workspace.ts';
import { httpApiEvent } from '../../src/sandbox/http-api-event.ts';
import { type BundleProcess, startBundle } from '../lambda/bundle-process.ts';
import { sqsEvent } from '../slack/slack-world.ts';
import { answering, ORDINARY } from '../wire/documented-answer.ts';
import { undeclaredCalls } from '../wire/undeclared-calls.ts';
import { tapWire, type WireTap } from '../wire/wire-tap.ts';
import { MANAGEMENT, REGION } from './account-clients.ts';
import { type MotoServer, startMoto } from './moto-server.ts';
import { createTable, motoDynamoDb } from './moto-table.ts';
import { KEY, makeWorld, type World } from './world.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const CHANNEL = 'C0GENERAL';
const HUB_REGION = 'eu-west-1';
const AT_HAND = { accessKeyId: 'testing', secretAccessKey: 'testing' };
const SECRET = {
  signingSecret: 'signing-secret',
  botToken: 'xoxb-test',
  botId: APP.botId,
  botUserId: APP.botUserId,
  teamId: TEAM.id,
  appId: APP.id,
};

let folder: string;
let moto: MotoServer;
let tap: WireTap;
let world: World;
let slack: FakeSlack;
let environment: Readonly<Record<string, string>>;
let sqs: SQSClient;
const running: BundleProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 's3-403-worker-'));
  const built = promisify(execFile)(process.execPath, ['build.mjs', 'slack', 'diagnose', '--out', folder], {
    cwd: ROOT,
  });
  moto = await startMoto();
  tap = await tapWire(moto.url, answering(...ORDINARY));
  slack = await serveFakeSlack({ botToken: SECRET.botToken, check: checkMessage });
  slack.workspace.channels.set(CHANNEL, { id: CHANNEL, name: 'general', kind: 'public', appIsMember: true });
  world = await makeWorld(moto.url);
  const hub = { region: HUB_REGION, endpoint: moto.url, credentials: AT_HAND };
  sqs = new SQSClient(hub);
  const secret = await new SecretsManagerClient(hub).send(
    new CreateSecretCommand({ Name: 'slack', SecretString: JSON.stringify(SECRET) }),
  );
  const queue = await sqs.send(new CreateQueueCommand({ QueueName: 'jobs' }));
  environment = {
    AWS_REGION: HUB_REGION,
    AWS_ACCESS_KEY_ID: AT_HAND.accessKeyId,
    AWS_SECRET_ACCESS_KEY: AT_HAND.secretAccessKey,
    AWS_ENDPOINT_URL: tap.url,
    FAKE_SLACK: slack.host,
    S3_403_TABLE: await createTable(motoDynamoDb(moto.url)),
    S3_403_QUEUE_URL: queue.QueueUrl ?? '',
    S3_403_SLACK_SECRET_ARN: secret.ARN ?? '',
    S3_403_ALLOWED_USERS: '*',
    S3_403_ORGANIZATION_ACCOUNT: MANAGEMENT,
  };
  await built;
});

afterAll(async () => {
  for (const bundle of running) await bundle.close();
  await slack?.close();
  await tap?.stop();
  await moto?.stop();
  await rm(folder, { recursive: true, force: true });
});

const start = async (name: string) => {
  const bundle = await startBundle(join(folder, name, 'index.mjs'), environment);
  running.push(bundle);
  return bundle;
};

const command = (text: string) => {
  const body = new URLSearchParams({
    team_id: TEAM.id,
    channel_id: CHANNEL,
    user_id: 'U0ADA',
    command: '/s3-403',
    text,
    api_app_id: APP.id,
    response_url: 'https://hooks.slack.com/response/x',
    trigger_id: 'trigger-1',
  }).toString();
  return httpApiEvent(signRequest(body, SECRET.signingSecret, Math.floor(Date.now() / 1000)));
};

test('a question in Slack is answered from the accounts themselves, by way of the queue', async () => {
  const receiver = await start('slack');
  const caller = world.principals.auditor ?? '';
  const asked = await receiver.call(command(`company-ledger ${KEY} ${caller} --context aws:SourceIp=203.0.113.7`));
  expect(asked.statusCode, receiver.log.join('\n')).toBe(200);
  const { Messages: [message] = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: environment.S3_403_QUEUE_URL, WaitTimeSeconds: 2 }),
  );

  const worker = await start('diagnose');
  const answer = await worker.call(sqsEvent(message?.Body ?? ''));
  expect(answer, worker.log.join('\n')).toEqual({ batchItemFailures: [] });

  const [root, ...replies] = slack.workspace.messages(CHANNEL);
  // The caller's account allows, and the bucket policy of the other account names somebody else.
  expect(root?.text).toMatch(/^Denied/);
  expect(root?.text).toContain('company-ledger');
  const said = JSON.stringify([root, ...replies]);
  expect(said).toContain(world.accounts.data);
  expect(said).toContain('bucket policy');
  expect(replies.length).toBeGreaterThanOrEqual(2);
  expect(new Set(replies.map(({ threadTs }) => threadTs))).toEqual(new Set([root?.ts]));
  expect(worker.log.join('\n')).toContain('"message":"answered"');
  expect(REGION).not.toBe(HUB_REGION);
});

test('the worker called nothing that is not declared, by nobody beyond its session', () => {
  expect(undeclaredCalls(tap.exchanges, { reads: READ_NAMES, household: /^(?:dynamodb|secretsmanager|sqs):/ })).toEqual(
    [],
  );
});
