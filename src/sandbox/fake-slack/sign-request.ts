import { createHmac } from 'node:crypto';

/** A request as Slack sends it to an app. */
export interface SlackRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Signs a body as Slack does (https://docs.slack.dev/authentication/verifying-requests-from-slack). */
export function signRequest(body: string, signingSecret: string, timestampSeconds: number): SlackRequest {
  const timestamp = String(timestampSeconds);
  const signature = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      accept: 'application/json,*/*',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signature}`,
    },
    body,
  };
}
