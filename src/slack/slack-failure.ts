import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';

/** Why Slack did not do what it was asked, by what follows from it. */
export type SlackFailure = { readonly because: string } & (
  | { readonly kind: 'rateLimited'; readonly retryAfterSeconds: number }
  /** The app cannot post in this channel. */
  | { readonly kind: 'notHere' }
  /** The message that was to be changed is no longer there. */
  | { readonly kind: 'gone' }
  /** Slack does not take the blocks. */
  | { readonly kind: 'unrenderable' }
  | { readonly kind: 'unauthorized' }
  /** It was not done; later it may be. */
  | { readonly kind: 'unavailable' }
  /** Slack broke off: it may have been done. */
  | { readonly kind: 'uncertain' }
  | { readonly kind: 'refused' }
);

type PlatformKind = Exclude<SlackFailure['kind'], 'rateLimited'>;

/** https://docs.slack.dev/reference/methods/chat.postMessage and chat.update */
const BY_ERROR: Readonly<Record<string, PlatformKind>> = {
  channel_not_found: 'notHere',
  not_in_channel: 'notHere',
  is_archived: 'notHere',
  restricted_action: 'notHere',
  restricted_action_read_only_channel: 'notHere',
  restricted_action_thread_only_channel: 'notHere',
  restricted_action_thread_locked: 'notHere',
  restricted_action_non_threadable_channel: 'notHere',
  thread_not_found: 'notHere',
  message_not_found: 'gone',
  cant_update_message: 'gone',
  edit_window_closed: 'gone',
  invalid_blocks: 'unrenderable',
  invalid_blocks_format: 'unrenderable',
  msg_blocks_too_long: 'unrenderable',
  msg_too_long: 'unrenderable',
  not_authed: 'unauthorized',
  invalid_auth: 'unauthorized',
  token_expired: 'unauthorized',
  token_revoked: 'unauthorized',
  account_inactive: 'unauthorized',
  service_unavailable: 'unavailable',
  team_added_to_org: 'unavailable',
  request_timeout: 'unavailable',
  // "Some aspect of the operation succeeded before the error was raised."
  fatal_error: 'uncertain',
  internal_error: 'uncertain',
};

/** Statuses with which a gateway turns a request away before it was looked at. */
const NOT_TAKEN = [502, 503];
/** Failures to connect: nothing was sent. */
const NOT_SENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'];

/** What an error of Slack's client means. One that is not known may stand for anything, so it may have been done. */
export function slackFailure(error: unknown): SlackFailure {
  if (error instanceof WebAPIRateLimitedError)
    return { kind: 'rateLimited', retryAfterSeconds: error.retryAfter, because: 'Slack asks to wait' };
  if (error instanceof WebAPIPlatformError) {
    const code = error.data.error;
    if (code === 'ratelimited') return { kind: 'rateLimited', retryAfterSeconds: 30, because: 'Slack asks to wait' };
    return { kind: BY_ERROR[code] ?? 'refused', because: `Slack answered \`${code}\`` };
  }
  if (error instanceof WebAPIHTTPError) {
    const because = `Slack answered with HTTP ${error.statusCode}`;
    if (NOT_TAKEN.includes(error.statusCode)) return { kind: 'unavailable', because };
    return { kind: error.statusCode >= 500 ? 'uncertain' : 'refused', because };
  }
  if (error instanceof WebAPIRequestError)
    return causes(error).some((code) => NOT_SENT.includes(code))
      ? { kind: 'unavailable', because: 'Slack could not be reached' }
      : { kind: 'uncertain', because: 'the connection to Slack broke off' };
  return { kind: 'uncertain', because: error instanceof Error ? error.message : 'the call of Slack failed' };
}

function causes(error: unknown): readonly string[] {
  const codes: string[] = [];
  for (let at: unknown = error; at instanceof Error; at = at.cause) if ('code' in at) codes.push(String(at.code));
  return codes;
}
