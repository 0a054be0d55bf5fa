import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** The parts that we read of an HTTP API, function URL (payload 2.0) or REST API (1.0) event. */
const IncomingEvent = z.object({
  headers: z.record(z.string(), z.string().nullish()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
  httpMethod: z.string().nullish(),
  requestContext: z.object({ http: z.object({ method: z.string() }).nullish() }).nullish(),
});

export const FORM = 'application/x-www-form-urlencoded';
export const JSON_TYPE = 'application/json';

/** A request that has the form of one of Slack's; whether Slack signed it is not known yet. */
export interface SignedRequest {
  readonly body: string;
  readonly contentType: typeof FORM | typeof JSON_TYPE;
  readonly timestamp: string;
  readonly signature: string;
}

export interface Refused {
  readonly kind: 'refused';
  readonly statusCode: 400 | 401 | 405 | 413 | 415;
  readonly because: string;
}

const refused = (statusCode: Refused['statusCode'], because: string): Refused => ({
  kind: 'refused',
  statusCode,
  because,
});

/** Slack's own requests stay far below; API Gateway takes 10 MB. */
const MAX_BODY = 1_000_000;
/** https://docs.slack.dev/authentication/verifying-requests-from-slack */
const WINDOW_SECONDS = 300;
const SIGNATURE = /^v0=[0-9a-f]{64}$/;

/** Takes a request apart as far as it can be trusted before its signature was checked. */
export function readRequest(event: unknown, now: Date): { kind: 'signed'; request: SignedRequest } | Refused {
  const parsed = IncomingEvent.safeParse(event);
  if (!parsed.success) return refused(400, 'this is no HTTP event');
  const { headers, body, isBase64Encoded, httpMethod, requestContext } = parsed.data;
  if ((requestContext?.http?.method ?? httpMethod ?? 'POST') !== 'POST') return refused(405, 'the method is not POST');
  if (body === undefined || body === null || body === '') return refused(400, 'there is no body');
  if (body.length > MAX_BODY) return refused(413, 'the body is too large');

  const header = (name: string) =>
    Object.entries(headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1] ?? undefined;
  const contentType = header('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (contentType !== FORM && contentType !== JSON_TYPE) return refused(415, 'the content type is none of Slack’s');

  const timestamp = header('x-slack-request-timestamp') ?? '';
  const signature = header('x-slack-signature') ?? '';
  if (!/^\d{1,12}$/.test(timestamp)) return refused(401, 'there is no timestamp');
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > WINDOW_SECONDS)
    return refused(401, 'the timestamp is more than five minutes away');
  if (!SIGNATURE.test(signature)) return refused(401, 'there is no v0 signature');
  return {
    kind: 'signed',
    request: {
      body: isBase64Encoded === true ? Buffer.from(body, 'base64').toString('utf8') : body,
      contentType,
      timestamp,
      signature,
    },
  };
}

/** The one of our secrets with which Slack signed the request; undefined: it is not Slack's. */
export function signingSecretOf(
  { body, timestamp, signature }: SignedRequest,
  signingSecrets: readonly string[],
): string | undefined {
  return signingSecrets.find((secret) =>
    timingSafeEqual(Buffer.from(signature), Buffer.from(sign(secret, timestamp, body))),
  );
}

/** Slack's signature of a request body. */
export function sign(signingSecret: string, timestamp: string, body: string): string {
  return `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

const Payload = z.object({
  type: z.string().nullish(),
  trigger_id: z.string().nullish(),
  event_id: z.string().nullish(),
  api_app_id: z.string().nullish(),
});

export interface Payload {
  /** Names what Slack tells us of: the same when the same is told twice. */
  readonly occurrence: string;
  readonly type: string | undefined;
  readonly appId: string | undefined;
}

/** What an authentic body says of itself; a body that is no form with JSON in `payload` and no JSON is refused. */
export function readPayload({
  body,
  contentType,
  signature,
}: SignedRequest): { kind: 'payload'; payload: Payload } | Refused {
  const json = contentType === FORM ? formJson(body) : body;
  const parsed = Payload.safeParse(typeof json === 'string' ? parseJson(json) : json);
  if (!parsed.success) return refused(400, 'the body is not what Slack sends');
  const { type, trigger_id, event_id, api_app_id } = parsed.data;
  return {
    kind: 'payload',
    payload: {
      occurrence: trigger_id ?? event_id ?? signature,
      type: type ?? undefined,
      appId: api_app_id ?? undefined,
    },
  };
}

function formJson(body: string): string | Record<string, string> {
  const form = new URLSearchParams(body);
  return form.get('payload') ?? Object.fromEntries(form);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
