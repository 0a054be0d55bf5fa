import type { WebClient } from '@slack/web-api';
import type { SlackMessage } from '../render/slack/blocks.ts';
import { LIMITS } from '../render/slack/limits.ts';
import { clip } from '../render/slack/mrkdwn.ts';
import type { DiagnosePorts } from './diagnose-ports.ts';
import { type SlackFailure, slackFailure } from './slack-failure.ts';
import { createWebClient, webClientOptions } from './web-client.ts';

export type SlackResult<T> = { readonly kind: 'done'; readonly value: T } | SlackFailure;

export interface Posted {
  readonly channel: string;
  readonly ts: string;
}

/** What the worker says in Slack. No call throws for what Slack does. */
export interface Conversation {
  post(
    to: { readonly channel: string; readonly threadTs?: string | undefined },
    message: SlackMessage,
  ): Promise<SlackResult<Posted>>;
  update(place: Posted, message: SlackMessage, patience?: Patience): Promise<SlackResult<Posted>>;
  openDirectMessage(userId: string): Promise<SlackResult<string>>;
}

/** `waits`: a short rate limit is sat out here; `hurries`: it is the caller's. */
export type Patience = 'waits' | 'hurries';

const CALL_MILLISECONDS = 10_000;
/** Longer limits are sat out in the queue. */
const LONGEST_WAIT_SECONDS = 5;
const MOST_WAITS = 3;
/** Left for what comes after the wait. */
const RESERVE_MILLISECONDS = 5_000;

const QUIET = { unfurl_links: false, unfurl_media: false } as const;
const PLAIN_NOTE = '\n(Slack did not take the layout of this message. The whole answer is on the command line.)';

/** A conversation with Slack's Web API, in the time that is left. */
export function createConversation(ports: DiagnosePorts, remainingMilliseconds: () => number): Conversation {
  const call = async <T>(perform: (client: WebClient) => Promise<T>, patience: Patience): Promise<SlackResult<T>> => {
    let secrets = await ports.secrets.current();
    for (let waits = 0; ; ) {
      const client = createWebClient(secrets.botToken, webClientOptions(ports, CALL_MILLISECONDS));
      const result: SlackResult<T> = await perform(client).then(
        (value) => ({ kind: 'done', value }),
        (error: unknown) => slackFailure(error),
      );
      if (result.kind === 'rateLimited' && patience === 'waits' && waits < MOST_WAITS) {
        const { retryAfterSeconds } = result;
        const inTime = retryAfterSeconds * 1000 + RESERVE_MILLISECONDS < remainingMilliseconds();
        if (retryAfterSeconds > LONGEST_WAIT_SECONDS || !inTime) return result;
        waits += 1;
        await new Promise((resolve) => setTimeout(resolve, retryAfterSeconds * 1000));
        continue;
      }
      if (result.kind !== 'unauthorized') return result;
      // The token may have been rotated since it was read.
      const rotated = await ports.secrets.refresh();
      if (rotated.botToken === secrets.botToken) return result;
      secrets = rotated;
    }
  };

  const send = async (
    message: SlackMessage,
    patience: Patience,
    perform: (client: WebClient, message: SlackMessage) => Promise<{ channel?: string; ts?: string }>,
  ): Promise<SlackResult<Posted>> => {
    const first = await call((client) => perform(client, message), patience);
    if (first.kind === 'unrenderable') ports.log('error', 'Slack did not take the blocks', { because: first.because });
    const result =
      first.kind === 'unrenderable' ? await call((client) => perform(client, asPlainText(message)), patience) : first;
    if (result.kind !== 'done') return result;
    const { channel, ts } = result.value;
    return channel === undefined || ts === undefined
      ? { kind: 'uncertain', because: 'Slack did not say where the message stands' }
      : { kind: 'done', value: { channel, ts } };
  };

  return {
    post: ({ channel, threadTs }, message) =>
      send(message, 'waits', (client, { text, blocks }) =>
        client.chat.postMessage({
          ...QUIET,
          channel,
          text,
          ...(blocks.length === 0 ? {} : { blocks }),
          ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
        }),
      ),
    update: ({ channel, ts }, message, patience = 'waits') =>
      send(message, patience, (client, { text, blocks }) =>
        client.chat.update({ channel, ts, text, ...(blocks.length === 0 ? {} : { blocks }) }),
      ),
    openDirectMessage: async (userId) => {
      const result = await call((client) => client.conversations.open({ users: userId }), 'waits');
      if (result.kind !== 'done') return result;
      const channel = result.value.channel?.id;
      return channel === undefined
        ? { kind: 'refused', because: 'Slack opened no direct message' }
        : { kind: 'done', value: channel };
    },
  };
}

/** The message for a Slack that rejects its blocks: what notifications show, and where the rest is. */
const asPlainText = ({ text }: SlackMessage): SlackMessage => ({
  text: `${clip(text, LIMITS.text - PLAIN_NOTE.length)}${PLAIN_NOTE}`,
  blocks: [],
});
