// Bolt's main module loads every receiver, and with them undici, iconv-lite and mime-db: ten times the code that a function
// needs which must answer Slack within three seconds. So its two parts are imported by their paths, and build.mjs leaves
// out what they load in vain.
import boltApp from '@slack/bolt/dist/App.js';
import awsLambdaReceiver from '@slack/bolt/dist/receivers/AwsLambdaReceiver.js';
import { listenForCommand } from './diagnose-command.ts';
import { createDoorkeeper } from './doorkeeper.ts';
import { listenForShortcut } from './message-shortcut.ts';
import { listenForRerun } from './rerun-button.ts';
import { slackLogger } from './slack-logger.ts';
import type { SlackPorts } from './slack-ports.ts';
import type { SlackResponse } from './slack-response.ts';
import type { SlackSecrets } from './slack-secrets.ts';
import type { SignedRequest } from './verify-request.ts';
import { webClientOptions } from './web-client.ts';

// Node hands over the whole CommonJS module, some loaders (vitest's) its `default`.
const { default: App } = 'default' in boltApp ? boltApp : { default: boltApp };
const { default: AwsLambdaReceiver } =
  'default' in awsLambdaReceiver ? awsLambdaReceiver : { default: awsLambdaReceiver };

export type BoltApp = InstanceType<typeof App>;
export type BoltHandler = (request: SignedRequest) => Promise<SlackResponse>;

/** Within Slack's three seconds there is time for one call of Slack's API. */
const CALL_MILLISECONDS = 1500;

/** A Bolt app for requests that were signed with this secret. It calls nobody until somebody asks something. */
export function createBoltHandler(ports: SlackPorts, secrets: SlackSecrets, signingSecret: string): BoltHandler {
  const logger = slackLogger(ports.log);
  const receiver = new AwsLambdaReceiver({
    signingSecret,
    logger,
    invalidRequestSignatureHandler: () => ports.log('warn', 'Bolt refused a signature'),
  });
  const { botToken, botId, botUserId } = secrets;
  const app = new App({
    receiver,
    logger,
    convoStore: false,
    clientOptions: webClientOptions(ports, CALL_MILLISECONDS),
    // With `token` Bolt would call auth.test on every cold start, and remember its failure for good.
    authorize: async () => ({ botToken, botId, botUserId }),
  });
  const doorkeeper = createDoorkeeper(ports, secrets.teamId);
  listenForCommand(app, ports, doorkeeper);
  listenForRerun(app, ports, doorkeeper);
  listenForShortcut(app, ports, doorkeeper);

  const handler = receiver.toHandler();
  return async ({ body, contentType, timestamp, signature }) => {
    // Only what was verified reaches Bolt, in the one form that it reads rightly: it compares content types as a whole and
    // decodes base64 as ASCII.
    const {
      statusCode,
      headers = {},
      body: answer,
    } = await handler(
      {
        version: '2.0',
        routeKey: '$default',
        rawPath: '/slack/events',
        rawQueryString: '',
        requestContext: {},
        headers: {
          'content-type': contentType,
          'x-slack-request-timestamp': timestamp,
          'x-slack-signature': signature,
        },
        body,
        isBase64Encoded: false,
      },
      {},
    );
    return {
      statusCode,
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)])),
      body: answer,
    };
  };
}
