/** An answer to API Gateway (payload 2.0). */
export interface SlackResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export const plainResponse = (statusCode: number, body = ''): SlackResponse => ({
  statusCode,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body,
});
