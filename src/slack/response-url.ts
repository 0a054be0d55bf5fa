import type { SlackAddress } from './slack-ports.ts';

/** https://docs.slack.dev/interactivity/handling-user-interaction */
const SLACK_HOSTS = ['hooks.slack.com', 'hooks.slack-gov.com'];
const TIMEOUT_MILLISECONDS = 2500;

/** A message that only the person who asked sees. */
export interface EphemeralMessage {
  readonly text: string;
  readonly blocks?: readonly object[];
}

export type ResponseUrlResult = { readonly kind: 'sent' } | { readonly kind: 'failed'; readonly because: string };

/** Whether a response_url is one of Slack's (or of a host that was named beside them): nothing is sent to any other. */
export function isResponseUrl(url: string, { extraResponseUrlHosts = [] }: SlackAddress): boolean {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined) return false;
  return (
    (parsed.protocol === 'https:' && SLACK_HOSTS.includes(parsed.host)) || extraResponseUrlHosts.includes(parsed.host)
  );
}

/** Answers through a response_url: five times within thirty minutes, seen by one person, even where the app is no member. */
export async function respond(
  url: string | undefined,
  message: EphemeralMessage,
  address: SlackAddress,
): Promise<ResponseUrlResult> {
  if (url === undefined) return { kind: 'failed', because: 'there is no response_url' };
  if (!isResponseUrl(url, address)) return { kind: 'failed', because: 'the response_url is not Slack’s' };
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, ...message }),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
    });
    return response.ok ? { kind: 'sent' } : { kind: 'failed', because: `Slack answered ${response.status}` };
  } catch (error) {
    return { kind: 'failed', because: error instanceof Error ? error.name : 'the call failed' };
  }
}
