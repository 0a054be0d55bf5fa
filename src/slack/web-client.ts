import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { Log } from '../lambda/log.ts';
import { slackLogger } from './slack-logger.ts';
import type { SlackAddress } from './slack-ports.ts';

/**
 * A client that answers soon, one way or the other. By default Slack's client retries for half an hour and sleeps through
 * rate limits inside the process; our queue does the waiting.
 */
export const webClientOptions = (
  { slackApiUrl, log }: SlackAddress & { readonly log: Log },
  timeoutMilliseconds: number,
): WebClientOptions => ({
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  timeout: timeoutMilliseconds,
  logger: slackLogger(log),
  ...(slackApiUrl === undefined ? {} : { slackApiUrl }),
});

export const createWebClient = (token: string, options: WebClientOptions) => new WebClient(token, options);
