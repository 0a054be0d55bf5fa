import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { signRequest } from '../../src/sandbox/fake-slack/sign-request.ts';
import { httpApiEvent } from '../../src/sandbox/http-api-event.ts';
import type { SlackResponse } from '../../src/slack/slack-response.ts';
import type { SlackSecrets } from '../../src/slack/slack-secrets.ts';
import { sign } from '../../src/slack/verify-request.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import { BOT_TOKEN, COMMAND, GENERAL, openSlackWorld, SIGNING_SECRET, type SlackWorld } from './slack-world.ts';

let world: SlackWorld;
beforeEach(async () => {
  world = await openSlackWorld({ works: false });
});
afterEach(() => world.close());

const seconds = () => Math.floor(Date.now() / 1000);

const form = (fields: Readonly<Record<string, string>> = {}) =>
  new URLSearchParams({
    team_id: 'T0DEMO',
    channel_id: GENERAL,
    user_id: 'U0ADA',
    command: '/s3-403',
    text: COMMAND.slice('/s3-403 '.length),
    api_app_id: 'A0S3403',
    is_enterprise_install: 'false',
    response_url: `http://${world.slack.host}/response/x`,
    trigger_id: 'trigger-1',
    ...fields,
  }).toString();

/** A signed event, then changed as the test says. */
const event = (
  body: string,
  { headers = {}, isBase64Encoded = false, at = seconds(), secret = SIGNING_SECRET, ...rest }: EventChanges = {},
) => ({
  version: '2.0',
  requestContext: { http: { method: 'POST' } },
  headers: {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': String(at),
    'x-slack-signature': sign(secret, String(at), body),
    ...headers,
  },
  body: isBase64Encoded ? Buffer.from(body).toString('base64') : body,
  isBase64Encoded,
  ...rest,
});
interface EventChanges {
  readonly headers?: Readonly<Record<string, string>>;
  readonly isBase64Encoded?: boolean;
  readonly at?: number;
  readonly secret?: string;
  readonly body?: unknown;
  readonly requestContext?: unknown;
  readonly httpMethod?: string;
}

const send = (given: unknown): Promise<SlackResponse> => world.handler(given, {});
const nothingHappened = () => {
  expect(world.sent).toEqual([]);
  expect(world.slack.calls).toEqual([]);
};

describe('a request that Slack signed', () => {
  test.each<[string, () => unknown]>([
    ['as it is', () => event(form())],
    ['in base64, as an HTTP API hands on forms', () => event(form(), { isBase64Encoded: true })],
    [
      'with a charset in its content type',
      () => event(form(), { headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' } }),
    ],
    [
      'with header names in capitals, as a REST API hands them on',
      () => {
        const { headers, ...rest } = event(form());
        const capitals = Object.fromEntries(
          Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]),
        );
        return { ...rest, headers: capitals, requestContext: {}, httpMethod: 'POST' };
      },
    ],
    ['with a clock four minutes ahead', () => event(form(), { at: seconds() + 240 })],
  ])('%s is taken', async (_how, given) => {
    const { statusCode, body } = await send(given());
    expect(statusCode).toBe(200);
    expect(body).toContain('Checking');
    expect(world.sent).toHaveLength(1);
  });

  test('keeps what is not ASCII', async () => {
    const { headers, body } = signRequest(
      form({ text: 'payroll-reports "ключ ☃" arn:aws:iam::111122223333:role/r' }),
      SIGNING_SECRET,
      seconds(),
    );
    await send(httpApiEvent({ headers, body }));
    expect(world.sent[0]?.denial.call.key).toBe('ключ ☃');
  });

  test('keeps a JSON body that is not ASCII in base64', async () => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'ключ' });
    const answer = await send(event(body, { isBase64Encoded: true, headers: { 'content-type': 'application/json' } }));
    expect(answer).toMatchObject({ statusCode: 200, body: JSON.stringify({ challenge: 'ключ' }) });
  });

  test('played again does nothing', async () => {
    const once = event(form());
    await send(once);
    expect(await send(once)).toMatchObject({ statusCode: 200, body: '' });
    expect(await send(event(form(), { at: seconds() + 1 }))).toMatchObject({ statusCode: 200, body: '' });
    expect(world.sent).toHaveLength(1);
  });

  test('for another app is refused', async () => {
    expect((await send(event(form({ api_app_id: 'A0OTHER' })))).statusCode).toBe(401);
    nothingHappened();
  });

  test('that checks the certificate is answered, and asks nothing', async () => {
    expect((await send(event('ssl_check=1&token=x'))).statusCode).toBe(200);
    nothingHappened();
  });

  test.each<[string, string]>([
    ['a payload that is no JSON', 'payload=nope'],
    ['a payload that is no object', 'payload=7'],
    ['a payload of an unknown type', `payload=${JSON.stringify({ type: 'surprise' })}`],
    ['a button without a message', `payload=${JSON.stringify({ type: 'block_actions', actions: [{}] })}`],
    ['no fields that are known', 'a=b'],
    ['an interaction with nothing in it', `payload=${JSON.stringify({ type: 'block_actions' })}`],
  ])('with %s gets an answer and starts nothing', async (_what, body) => {
    const { statusCode } = await send(event(body));
    expect([200, 400, 404, 500]).toContain(statusCode);
    expect(world.sent).toEqual([]);
  });
});

describe('what Slack did not sign', () => {
  test.each<[string, number, () => unknown]>([
    ['a forged signature', 401, () => event(form(), { secret: 'guessed' })],
    ['a changed body', 401, () => event(form(), { body: form({ user_id: 'U0EVE' }) })],
    ['no signature', 401, () => event(form(), { headers: { 'x-slack-signature': '' } })],
    ['a signature of another length', 401, () => event(form(), { headers: { 'x-slack-signature': 'v0=00' } })],
    [
      'a version that is not v0',
      401,
      () => event(form(), { headers: { 'x-slack-signature': `v1=${'0'.repeat(64)}` } }),
    ],
    ['a timestamp six minutes old', 401, () => event(form(), { at: seconds() - 360 })],
    ['a timestamp a day ahead, rightly signed', 401, () => event(form(), { at: seconds() + 86_400 })],
    ['a timestamp that is no number', 401, () => event(form(), { headers: { 'x-slack-request-timestamp': 'now' } })],
    ['an unsigned certificate check', 401, () => event('ssl_check=1', { secret: 'guessed' })],
    [
      'an unsigned challenge',
      401,
      () => event('{"type":"url_verification"}', { secret: 'x', headers: { 'content-type': 'application/json' } }),
    ],
    ['unsigned broken JSON', 401, () => event('{', { secret: 'x', headers: { 'content-type': 'application/json' } })],
    ['unsigned plain text', 415, () => event('hello', { headers: { 'content-type': 'text/plain' } })],
    ['a multipart form', 415, () => event('x', { headers: { 'content-type': 'multipart/form-data; boundary=x' } })],
    ['no body', 400, () => event(form(), { body: null })],
    ['an empty body', 400, () => event('')],
    ['a body of a megabyte and more', 413, () => event('x'.repeat(1_000_001))],
    ['a GET', 405, () => event(form(), { requestContext: { http: { method: 'GET' } } })],
    ['no headers', 415, () => ({ body: 'x' })],
    ['headers that are no texts', 400, () => ({ headers: { a: 1 }, body: 'x' })],
    ['an event of another kind', 400, () => ({ Records: [] })],
    ['nothing', 400, () => undefined],
    ['a text', 400, () => 'hello'],
  ])('%s gets its status, and nothing else happens', async (_what, status, given) => {
    expect((await send(given())).statusCode).toBe(status);
    nothingHappened();
  });

  test('leaves neither its body nor its signature in the log', async () => {
    await send(event(form({ text: 'a-secret-word' }), { secret: 'guessed' }));
    const log = JSON.stringify(world.log);
    expect(log).toContain('signature is not');
    expect(log).not.toContain('a-secret-word');
    expect(log).not.toMatch(/v0=[0-9a-f]{8}/);
  });
});

describe('the secrets', () => {
  const secretsOf = (...signingSecrets: string[]): SlackSecrets => ({
    signingSecrets,
    botToken: BOT_TOKEN,
    botId: 'B0S3403',
    botUserId: 'U0S3403',
    teamId: 'T0DEMO',
  });

  test('while one is rotated both are believed', async () => {
    const both = secretsOf('new', 'old');
    const rotating = await openSlackWorld({
      works: false,
      slackPorts: { secrets: { current: async () => both, refresh: async () => both } },
    });
    for (const [secret, trigger] of [
      ['new', 't1'],
      ['old', 't2'],
    ] as const)
      expect((await rotating.handler(event(form({ trigger_id: trigger }), { secret }), {})).statusCode).toBe(200);
    expect(rotating.sent).toHaveLength(2);
    await rotating.close();
  });

  test('one that was rotated is read again', async () => {
    const refresh = vi.fn(async () => secretsOf('new'));
    const stale = secretsOf('old');
    const rotated = await openSlackWorld({
      works: false,
      slackPorts: { secrets: { current: async () => stale, refresh } },
    });
    expect((await rotated.handler(event(form(), { secret: 'new' }), {})).statusCode).toBe(200);
    expect(refresh).toHaveBeenCalledOnce();
    await rotated.close();
  });

  test('that cannot be read are our trouble, not a crash', async () => {
    const broken = await openSlackWorld({
      works: false,
      slackPorts: {
        secrets: { current: () => Promise.reject(new Error('down')), refresh: () => Promise.reject(new Error('down')) },
      },
    });
    expect((await broken.handler(event(form()), {})).statusCode).toBe(500);
    expect(broken.log).toContainEqual({
      level: 'error',
      message: 'the request could not be answered',
      because: 'Error: down',
    });
    await broken.close();
  });
});

test('the handler takes two parameters, since Lambda’s Node.js 24 refuses a third', () => {
  expect(world.handler).toHaveLength(2);
});

test('nobody is called while the app starts: a slow or broken Slack cannot hold up an acknowledgement', async () => {
  world.slack.faults.inject('*', { kind: 'status', status: 500 }, 100);
  expect((await send(event(form()))).statusCode).toBe(200);
  expect(world.slack.calls).toEqual([]);
});

test('a store that is down is our trouble: nothing is asked twice', async () => {
  const store = { ...createMemoryStore(), claim: () => Promise.reject(new Error('down')) };
  const broken = await openSlackWorld({ works: false, slackPorts: { store } });
  expect((await broken.handler(event(form()), {})).statusCode).toBe(500);
  expect(broken.sent).toEqual([]);
  await broken.close();
});
