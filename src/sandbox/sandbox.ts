import { createAlertHandler } from '../alerts/alert-handler.ts';
import type { Log } from '../lambda/log.ts';
import { createDiagnoseHandler } from '../slack/diagnose-handler.ts';
import type { DiagnosePorts } from '../slack/diagnose-ports.ts';
import { createSlackHandler } from '../slack/slack-handler.ts';
import { givenSecrets } from '../slack/slack-secrets.ts';
import { createMemoryQueue } from '../store/memory-queue.ts';
import { createMemoryStore } from '../store/memory-store.ts';
import { checkMessage } from './check-message.ts';
import { furnish, ON_CALL, YOU } from './demo-workspace.ts';
import { deniedEvent } from './denied-event.ts';
import { type FakeSlack, serveFakeSlack } from './fake-slack/serve-fake-slack.ts';
import { SlackPerson } from './fake-slack/slack-person.ts';
import { APP, TEAM } from './fake-slack/workspace.ts';
import { deliverTo } from './http-api-event.ts';
import { impatientQueue, impatientStore } from './impatient.ts';

export const COMMAND = '/s3-403';

export interface SandboxOptions {
  readonly diagnose: DiagnosePorts['diagnose'];
  /** The clock that answers show: the recording's. Signatures are by the machine's own, which Bolt reads. */
  readonly now: () => Date;
  readonly log: Log;
}

const machineClock = (): Date => new Date();

/** The product as it runs on Lambda, with a Slack workspace, a queue and a store in this process. */
export interface Sandbox {
  readonly slack: FakeSlack;
  readonly you: SlackPerson;
  /** EventBridge delivers the denial of a call. */
  sendDenial(): Promise<void>;
  /** Resolves when nothing is being worked on. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

const SIGNING_SECRET = 'a-signing-secret-of-the-demo';
const BOT_TOKEN = 'xoxb-demo';
const MAX_RECEIVES = 3;

/** Starts the handlers and the workspace, and joins them as API Gateway, SQS and EventBridge do. */
export async function startSandbox({ diagnose, now, log }: SandboxOptions): Promise<Sandbox> {
  const slack = await serveFakeSlack({ botToken: BOT_TOKEN, check: checkMessage, now: () => now().getTime() });
  furnish(slack.workspace);

  const store = impatientStore(createMemoryStore(machineClock));
  const queue = impatientQueue(createMemoryQueue({ maxReceives: MAX_RECEIVES }));
  const secrets = givenSecrets({
    signingSecrets: [SIGNING_SECRET],
    botToken: BOT_TOKEN,
    botId: APP.botId,
    botUserId: APP.botUserId,
    teamId: TEAM.id,
    appId: APP.id,
  });
  const common = { secrets, store, queue, log, slackApiUrl: slack.apiUrl, extraResponseUrlHosts: [slack.host] };
  const slackHandler = createSlackHandler({
    ...common,
    now: machineClock,
    mayAsk: { users: ['*'], userGroups: [], channels: [], teams: [] },
    questionsPerMinute: 60,
    command: COMMAND,
  });
  queue.consume(createDiagnoseHandler({ ...common, now, diagnose, maxReceives: MAX_RECEIVES }));
  const alertHandler = createAlertHandler({
    store,
    queue,
    channel: ON_CALL.id,
    ownRoles: ['S3AccessDiagnostics'],
    windowSeconds: 15 * 60,
    log,
    now,
  });

  const you = new SlackPerson({
    slack,
    person: YOU,
    signingSecret: SIGNING_SECRET,
    deliver: deliverTo(slackHandler),
    commands: [COMMAND],
    signingClock: Date.now,
  });
  return {
    slack,
    you,
    sendDenial: async () => {
      await alertHandler(deniedEvent(now()));
    },
    idle: () => queue.idle(),
    close: async () => {
      await queue.idle();
      await slack.close();
    },
  };
}
