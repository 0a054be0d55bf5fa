import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FakeSlack, serveFakeSlack } from '../../../src/sandbox/fake-slack/serve-fake-slack.ts';
import type { SlackRequest } from '../../../src/sandbox/fake-slack/sign-request.ts';
import { type Deliver, SlackPerson } from '../../../src/sandbox/fake-slack/slack-person.ts';

const ADA = { id: 'U0ADA', name: 'ada', realName: 'Ada Okoye' };
const section = (text: string) => ({ type: 'section' as const, text: { type: 'mrkdwn' as const, text } });

let slack: FakeSlack;
let clock: number;
let client: WebClient;

beforeEach(async () => {
  clock = 1_770_000_000_000;
  slack = await serveFakeSlack({
    botToken: 'xoxb-demo',
    now: () => clock,
    check: ({ blocks = [] }) => (blocks.length > 50 ? ['no more than 50 items allowed [json-pointer:/blocks]'] : []),
  });
  slack.workspace.channels.set('C1', { id: 'C1', name: 'general', kind: 'public', appIsMember: true });
  slack.workspace.channels.set('C2', { id: 'C2', name: 'random', kind: 'public', appIsMember: false });
  slack.workspace.channels.set('C3', { id: 'C3', name: 'secret', kind: 'private', appIsMember: false });
  slack.workspace.channels.set('C4', { id: 'C4', name: 'old', kind: 'public', appIsMember: true, isArchived: true });
  slack.workspace.people.set(ADA.id, ADA);
  client = new WebClient('xoxb-demo', {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  });
});
afterEach(() => slack.close());

describe('the Web API', () => {
  test('a posted message can be replied to in its thread and updated in place', async () => {
    const root = await client.chat.postMessage({ channel: 'C1', text: 'checking', blocks: [section('checking')] });
    const ts = root.ts ?? '';
    await client.chat.postMessage({ channel: 'C1', text: 'layers', thread_ts: ts });
    await client.chat.update({ channel: 'C1', ts, text: 'denied', blocks: [section('denied')] });
    expect(slack.workspace.thread('C1', ts).map(({ text, edited }) => [text, edited])).toEqual([
      ['denied', false],
      ['layers', false],
    ]);
  });

  test('a message updated with text alone loses its blocks and is marked as edited', async () => {
    const { ts = '' } = await client.chat.postMessage({ channel: 'C1', text: 'a', blocks: [section('a')] });
    await client.chat.update({ channel: 'C1', ts, text: 'b' });
    expect(slack.workspace.find('C1', ts)).toMatchObject({ text: 'b', blocks: [], edited: true });
  });

  test.each<[string, Parameters<WebClient['chat']['postMessage']>[0], string]>([
    ['an unknown channel', { channel: 'C9', text: 'x' }, 'channel_not_found'],
    ['a public channel without the app', { channel: 'C2', text: 'x' }, 'not_in_channel'],
    ['a private channel without the app', { channel: 'C3', text: 'x' }, 'channel_not_found'],
    ['an archived channel', { channel: 'C4', text: 'x' }, 'is_archived'],
    ['a thread that is not there', { channel: 'C1', text: 'x', thread_ts: '1.0' }, 'thread_not_found'],
    [
      'too many blocks',
      { channel: 'C1', text: 'x', blocks: Array.from({ length: 51 }, () => section('x')) },
      'invalid_blocks',
    ],
  ])('posting to %s is refused', async (_where, message, error) => {
    await expect(client.chat.postMessage(message)).rejects.toMatchObject({ data: { error } });
    expect(slack.workspace.messages()).toEqual([]);
  });

  test('a wrong token is refused', async () => {
    const stranger = new WebClient('xoxb-other', { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } });
    await expect(stranger.auth.test()).rejects.toMatchObject({ data: { error: 'invalid_auth' } });
  });

  test('posting to a person opens the direct message with them', async () => {
    const opened = await client.conversations.open({ users: ADA.id });
    await client.chat.postMessage({ channel: ADA.id, text: 'hello' });
    expect(slack.workspace.messages(opened.channel?.id).map(({ text }) => text)).toEqual(['hello']);
  });

  test('a trigger opens one view, and only within three seconds', async () => {
    const view = { type: 'modal' as const, title: { type: 'plain_text' as const, text: 't' }, blocks: [section('x')] };
    const trigger = slack.issueTrigger(ADA.id);
    await client.views.open({ trigger_id: trigger, view });
    await expect(client.views.open({ trigger_id: trigger, view })).rejects.toThrow('expired_trigger_id');
    const late = slack.issueTrigger(ADA.id);
    clock += 3_001;
    await expect(client.views.open({ trigger_id: late, view })).rejects.toThrow('expired_trigger_id');
  });
});

describe('faults', () => {
  test('a rate limit says how long to wait, once', async () => {
    slack.faults.inject('chat.postMessage', { kind: 'rateLimited', retryAfterSeconds: 7 });
    await expect(client.chat.postMessage({ channel: 'C1', text: 'x' })).rejects.toMatchObject({ retryAfter: 7 });
    expect((await client.chat.postMessage({ channel: 'C1', text: 'x' })).ok).toBe(true);
  });

  test('a connection that breaks after the work leaves the message behind', async () => {
    slack.faults.inject('chat.postMessage', { kind: 'hangUpAfter' });
    await expect(client.chat.postMessage({ channel: 'C1', text: 'x' })).rejects.toThrow();
    expect(slack.workspace.messages('C1')).toHaveLength(1);
  });

  test('an injected error is given in place of the work', async () => {
    slack.faults.inject('*', { kind: 'error', error: 'fatal_error' });
    await expect(client.chat.postMessage({ channel: 'C1', text: 'x' })).rejects.toThrow('fatal_error');
    expect(slack.workspace.messages('C1')).toEqual([]);
  });
});

describe('a response_url', () => {
  const post = (url: string, body: object) =>
    fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

  test('takes five answers, seen by the person who asked alone', async () => {
    const url = slack.issueResponseUrl({ channel: 'C3', user: ADA.id });
    for (let use = 0; use < 5; use += 1) expect((await post(url, { text: 'x' })).status).toBe(200);
    expect(await (await post(url, { text: 'x' })).json()).toEqual({ ok: false, error: 'used_url' });
    expect(slack.workspace.messages('C3').map(({ onlyVisibleTo }) => onlyVisibleTo)).toEqual(Array(5).fill(ADA.id));
  });

  test('is good for thirty minutes', async () => {
    const url = slack.issueResponseUrl({ channel: 'C1', user: ADA.id });
    clock += 30 * 60 * 1000 + 1;
    expect(await (await post(url, { text: 'x' })).json()).toEqual({ ok: false, error: 'expired_url' });
  });

  test('of a button replaces or deletes the message that bears it', async () => {
    const message = slack.workspace.post({ channel: 'C1', user: 'U0S3403', text: 'old' });
    const url = slack.issueResponseUrl({ channel: 'C1', user: ADA.id, messageTs: message.ts });
    await post(url, { text: 'new', replace_original: true });
    expect(slack.workspace.messages('C1').map(({ text }) => text)).toEqual(['new']);
    await post(url, { delete_original: true });
    expect(slack.workspace.messages('C1')).toEqual([]);
  });
});

describe('what a person does', () => {
  const sent: SlackRequest[] = [];
  const personWith = (deliver: Deliver) => {
    sent.length = 0;
    return new SlackPerson({
      slack,
      person: ADA,
      signingSecret: 'secret',
      deliver: (request) => {
        sent.push(request);
        return deliver(request);
      },
    });
  };
  const form = () => Object.fromEntries(new URLSearchParams(sent[0]?.body));

  test('a typed command arrives as a form, and its acknowledgement is ephemeral', async () => {
    const ada = personWith(async () => ({ statusCode: 200, body: 'Looking.' }));
    await ada.type('C1', '/s3-403 "a b" ключ  x');
    expect(form()).toMatchObject({ command: '/s3-403', text: '"a b" ключ  x', user_id: ADA.id, channel_id: 'C1' });
    expect(sent[0]?.headers['x-slack-signature']).toMatch(/^v0=[0-9a-f]{64}$/);
    expect(slack.workspace.messages('C1')).toMatchObject([{ text: 'Looking.', onlyVisibleTo: ADA.id }]);
  });

  test('an app that fails or answers late is reported by Slackbot', async () => {
    await personWith(async () => ({ statusCode: 500, body: '' })).type('C1', '/s3-403');
    await personWith(() => Promise.reject(new Error('down'))).type('C1', '/s3-403');
    await personWith(() => new Promise(() => undefined)).type('C1', '/s3-403');
    expect(slack.workspace.messages('C1').map(({ user, text }) => [user, text])).toEqual([
      ['USLACKBOT', '/s3-403 failed with the error "dispatch_failed"'],
      ['USLACKBOT', '/s3-403 failed with the error "dispatch_failed"'],
      ['USLACKBOT', '/s3-403 failed with the error "operation_timeout"'],
    ]);
  });

  test('a pressed button brings its value, its message and a response_url', async () => {
    const button = { type: 'button', text: { type: 'plain_text', text: 'Re-run' }, action_id: 'rerun', value: 'job-1' };
    const message = slack.workspace.post({
      channel: 'C1',
      user: 'U0S3403',
      text: 'x',
      blocks: [{ type: 'actions', elements: [button] }],
    });
    const ada = personWith(async () => ({ statusCode: 200, body: '' }));
    await ada.press('C1', message.ts, 'rerun');
    expect(JSON.parse(form().payload ?? '')).toMatchObject({
      type: 'block_actions',
      message: { ts: message.ts },
      actions: [{ action_id: 'rerun', value: 'job-1' }],
      response_url: expect.stringContaining('/response/'),
    });
    await expect(ada.press('C1', message.ts, 'other')).rejects.toThrow('no button other');
  });

  test('a message shortcut brings the whole message', async () => {
    const message = slack.workspace.post({ channel: 'C1', user: ADA.id, text: 'AccessDenied: …' });
    await personWith(async () => ({ statusCode: 200, body: '' })).useShortcut('C1', message.ts, 'diagnose');
    expect(JSON.parse(form().payload ?? '')).toMatchObject({
      type: 'message_action',
      callback_id: 'diagnose',
      message: { text: 'AccessDenied: …', user: ADA.id },
    });
  });

  test('a submitted modal closes, unless the app answers with errors', async () => {
    const view = slack.workspace.openView(ADA.id, { type: 'modal', callback_id: 'ask', private_metadata: 'p' });
    const errors = JSON.stringify({ response_action: 'errors', errors: { bucket: 'no' } });
    await personWith(async () => ({ statusCode: 200, body: errors })).submit(view, {});
    expect(slack.workspace.views.has(view.id)).toBe(true);
    await personWith(async () => ({ statusCode: 200, body: '' })).submit(view, { bucket: { v: { value: 'b' } } });
    expect(slack.workspace.views.has(view.id)).toBe(false);
    expect(JSON.parse(form().payload ?? '')).toMatchObject({
      type: 'view_submission',
      view: { callback_id: 'ask', private_metadata: 'p', state: { values: { bucket: { v: { value: 'b' } } } } },
    });
  });
});
