import type { Log } from '../lambda/log.ts';
import type { Queue } from '../store/queue.ts';
import type { Store } from '../store/store.ts';
import type { SlackSecretsSource } from './slack-secrets.ts';
import type { MayAskRules } from './who-may-ask.ts';

/** Where Slack is: real unless the sandbox or a test says otherwise. */
export interface SlackAddress {
  /** The Web API's base address, with a slash at its end. Undefined: Slack's own. */
  readonly slackApiUrl?: string;
  /** Hosts (with port) that a response_url may name beside Slack's own. */
  readonly extraResponseUrlHosts?: readonly string[];
}

/** What the function that answers Slack needs from outside. */
export interface SlackPorts extends SlackAddress {
  readonly secrets: SlackSecretsSource;
  readonly store: Store;
  readonly queue: Pick<Queue, 'send'>;
  readonly mayAsk: MayAskRules;
  /** Questions one person may ask in a minute. */
  readonly questionsPerMinute: number;
  /** The slash command, with its slash. */
  readonly command: string;
  readonly log: Log;
  readonly now: () => Date;
}
