import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Fault } from '../../src/sandbox/fake-slack/faults.ts';
import { type FakeSlack, serveFakeSlack } from '../../src/sandbox/fake-slack/serve-fake-slack.ts';
import { type SlackFailure, slackFailure } from '../../src/slack/slack-failure.ts';
import { webClientOptions } from '../../src/slack/web-client.ts';

let slack: FakeSlack;
beforeEach(async () => {
  slack = await serveFakeSlack({ botToken: 'xoxb-test', check: () => [] });
});
afterEach(() => slack.close());

const call = async (slackApiUrl = slack.apiUrl): Promise<SlackFailure | 'done'> => {
  const client = new WebClient('xoxb-test', webClientOptions({ slackApiUrl, log: () => undefined }, 200));
  return client.auth.test().then(
    () => 'done',
    (error: unknown) => slackFailure(error),
  );
};

describe('what Slack answers', () => {
  test.each<[string, Fault, SlackFailure['kind']]>([
    ['429', { kind: 'rateLimited', retryAfterSeconds: 7 }, 'rateLimited'],
    ['not_in_channel', { kind: 'error', error: 'not_in_channel' }, 'notHere'],
    ['is_archived', { kind: 'error', error: 'is_archived' }, 'notHere'],
    ['message_not_found', { kind: 'error', error: 'message_not_found' }, 'gone'],
    ['invalid_blocks', { kind: 'error', error: 'invalid_blocks' }, 'unrenderable'],
    ['token_revoked', { kind: 'error', error: 'token_revoked' }, 'unauthorized'],
    ['service_unavailable', { kind: 'error', error: 'service_unavailable' }, 'unavailable'],
    ['fatal_error', { kind: 'error', error: 'fatal_error' }, 'uncertain'],
    ['an error nobody knows', { kind: 'error', error: 'brand_new' }, 'refused'],
    ['HTTP 503', { kind: 'status', status: 503 }, 'unavailable'],
    ['HTTP 500', { kind: 'status', status: 500 }, 'uncertain'],
    ['HTTP 404', { kind: 'status', status: 404 }, 'refused'],
    ['a connection that breaks', { kind: 'hangUpAfter' }, 'uncertain'],
    ['nothing in time', { kind: 'slow', milliseconds: 400 }, 'uncertain'],
  ])('%s is told apart by what follows from it', async (_answer, fault, kind) => {
    slack.faults.inject('auth.test', fault);
    expect(await call()).toMatchObject({ kind });
  });

  test('429 says how long to wait', async () => {
    slack.faults.inject('auth.test', { kind: 'rateLimited', retryAfterSeconds: 7 });
    expect(await call()).toMatchObject({ retryAfterSeconds: 7 });
  });

  test('nobody at the address: nothing was sent', async () => {
    await slack.close();
    expect(await call()).toMatchObject({ kind: 'unavailable' });
  });

  test('is met once: the client neither retries nor sleeps', async () => {
    slack.faults.inject('auth.test', { kind: 'status', status: 500 }, 5);
    await call();
    expect(slack.calls).toHaveLength(1);
  });
});

test('what is no error of Slack’s may have been done', () => {
  expect(slackFailure(new Error('odd'))).toEqual({ kind: 'uncertain', because: 'odd' });
  expect(slackFailure('odd')).toMatchObject({ kind: 'uncertain' });
});
