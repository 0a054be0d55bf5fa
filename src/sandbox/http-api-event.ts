import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { SlackRequest } from './fake-slack/sign-request.ts';
import type { Deliver } from './fake-slack/slack-person.ts';

/**
 * A request to an HTTP API as API Gateway hands it to Lambda, payload format 2.0: header names in lower case, a form's
 * body in base64 (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html).
 */
export function httpApiEvent({ headers, body }: SlackRequest, path = '/slack/events'): APIGatewayProxyEventV2 {
  const now = new Date();
  return {
    version: '2.0',
    routeKey: `POST ${path}`,
    rawPath: path,
    rawQueryString: '',
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    requestContext: {
      accountId: '111122223333',
      apiId: 'sandbox',
      domainName: 'sandbox.execute-api.eu-west-1.amazonaws.com',
      domainPrefix: 'sandbox',
      http: {
        method: 'POST',
        path,
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: 'sandbox',
      routeKey: `POST ${path}`,
      stage: '$default',
      time: now.toISOString(),
      timeEpoch: now.getTime(),
    },
    body: Buffer.from(body, 'utf8').toString('base64'),
    isBase64Encoded: true,
  };
}

/** A Lambda function behind an HTTP API. */
export type HttpApiHandler = (
  event: APIGatewayProxyEventV2,
  context: unknown,
) => Promise<{ readonly statusCode?: number; readonly body?: string; readonly isBase64Encoded?: boolean }>;

/** Hands Slack's requests straight to the handler of the `slack` function. */
export const deliverTo =
  (handler: HttpApiHandler): Deliver =>
  async (request) => {
    const { statusCode = 200, body = '', isBase64Encoded } = await handler(httpApiEvent(request), {});
    return { statusCode, body: isBase64Encoded === true ? Buffer.from(body, 'base64').toString('utf8') : body };
  };
