import type { SQSBatchResponse } from 'aws-lambda';
import type { Diagnosis } from '../../src/explain/diagnosis.ts';
import type { LogFields, LogLevel } from '../../src/lambda/log.ts';
import { validateMessage } from '../../src/render/slack/validate-message.ts';
import { type FakeSlack, serveFakeSlack } from '../../src/sandbox/fake-slack/serve-fake-slack.ts';
import { SlackPerson } from '../../src/sandbox/fake-slack/slack-person.ts';
import { APP, type Message, TEAM } from '../../src/sandbox/fake-slack/workspace.ts';
import { deliverTo } from '../../src/sandbox/http-api-event.ts';
import { createDiagnoseHandler, type DiagnoseHandler } from '../../src/slack/diagnose-handler.ts';
import type { DiagnosePorts } from '../../src/slack/diagnose-ports.ts';
import { createSlackHandler, type SlackHandler } from '../../src/slack/slack-handler.ts';
import type { SlackPorts } from '../../src/slack/slack-ports.ts';
import { givenSecrets } from '../../src/slack/slack-secrets.ts';
import { createMemoryQueue, type MemoryQueue } from '../../src/store/memory-queue.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import type { Job } from '../../src/store/queue.ts';
import type { Store } from '../../src/store/store.ts';
import { aDiagnosis } from './a-diagnosis.ts';

export const SIGNING_SECRET = 'signing-secret';
export const BOT_TOKEN = 'xoxb-test';
export const GENERAL = 'C0GENERAL';
/** A private channel without the app. */
export const SECRET = 'C0SECRET';
export const COMMAND = '/s3-403 payroll-reports 2026/10.csv arn:aws:iam::111122223333:role/reports';
const ADA = { id: 'U0ADA', name: 'ada', realName: 'Ada Okoye' };
const EVE = { id: 'U0EVE', name: 'eve', realName: 'Eve Stranger' };

export interface LogLine extends LogFields {
  readonly level: LogLevel;
  readonly message: string;
}

/** The real handlers between a fake Slack and memory. The diagnosis is what the test says. */
export interface SlackWorld {
  readonly slack: FakeSlack;
  readonly store: Store;
  readonly queue: MemoryQueue;
  readonly handler: SlackHandler;
  readonly worker: DiagnoseHandler;
  readonly log: readonly LogLine[];
  /** Jobs as they were sent. */
  readonly sent: readonly Job[];
  /** After how many seconds each message that was not finished was to be delivered again. */
  readonly redelivered: readonly number[];
  readonly ada: SlackPerson;
  person(id?: typeof EVE, teamId?: string): SlackPerson;
  /** Delivers a job to the worker as the queue does. */
  deliver(job: Job, receives?: number): Promise<SQSBatchResponse>;
  /** What stands in a channel for everybody, roots and replies. */
  said(channel?: string): readonly Message[];
  /** What one person alone was told. */
  whispered(channel?: string): readonly string[];
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly slackPorts?: Partial<SlackPorts>;
  readonly diagnosePorts?: Partial<DiagnosePorts>;
  readonly diagnose?: DiagnosePorts['diagnose'];
  readonly diagnosis?: Diagnosis;
  /** False: jobs stay in the queue. */
  readonly works?: boolean;
}

export async function openSlackWorld({
  slackPorts = {},
  diagnosePorts = {},
  diagnosis = aDiagnosis(),
  diagnose = async () => diagnosis,
  works = true,
}: WorldOptions = {}): Promise<SlackWorld> {
  const slack = await serveFakeSlack({ botToken: BOT_TOKEN, check: faultsOf });
  const { channels } = slack.workspace;
  channels.set(GENERAL, { id: GENERAL, name: 'general', kind: 'public', appIsMember: true });
  channels.set(SECRET, { id: SECRET, name: 'secret', kind: 'private', appIsMember: false });

  const log: LogLine[] = [];
  const sent: Job[] = [];
  const redelivered: number[] = [];
  const store = slackPorts.store ?? createMemoryStore();
  const memoryQueue = createMemoryQueue({ visibilityMilliseconds: 5 });
  const queue: MemoryQueue = {
    ...memoryQueue,
    send: (job, options) => {
      sent.push(job);
      return memoryQueue.send(job, options);
    },
    redeliver: async (_receiptHandle, afterSeconds) => void redelivered.push(afterSeconds),
  };
  const common = {
    secrets: givenSecrets({
      signingSecrets: [SIGNING_SECRET],
      botToken: BOT_TOKEN,
      botId: APP.botId,
      botUserId: APP.botUserId,
      teamId: TEAM.id,
      appId: APP.id,
    }),
    store,
    queue,
    log: (level: LogLevel, message: string, fields: LogFields = {}) => void log.push({ level, message, ...fields }),
    now: () => new Date(),
    slackApiUrl: slack.apiUrl,
    extraResponseUrlHosts: [slack.host],
  };
  const handler = createSlackHandler({
    ...common,
    mayAsk: { users: [ADA.id], userGroups: [], channels: [], teams: [] },
    questionsPerMinute: 100,
    command: '/s3-403',
    ...slackPorts,
  });
  const worker = createDiagnoseHandler({ ...common, diagnose, maxReceives: 3, ...diagnosePorts });
  if (works) memoryQueue.consume(worker);

  const person = (who = ADA, teamId?: string) =>
    new SlackPerson({
      slack,
      person: who,
      signingSecret: SIGNING_SECRET,
      deliver: deliverTo((event) => handler(event, {})),
      ...(teamId === undefined ? {} : { teamId }),
    });

  return {
    slack,
    store,
    queue,
    handler,
    worker,
    log,
    sent,
    redelivered,
    ada: person(),
    person: (who = EVE, teamId) => person(who, teamId),
    deliver: (job, receives = 1) => worker(sqsEvent(job, receives)),
    said: (channel = GENERAL) =>
      slack.workspace.messages(channel).filter(({ onlyVisibleTo }) => onlyVisibleTo === undefined),
    whispered: (channel = GENERAL) =>
      slack.workspace
        .messages(channel)
        .flatMap(({ onlyVisibleTo, text }) => (onlyVisibleTo === undefined ? [] : [text])),
    close: slack.close,
  };
}

const faultsOf = (message: unknown): string[] =>
  validateMessage(message).map(({ pointer, because }) => `${pointer} ${because}`);

export const sqsEvent = (job: unknown, receives = 1, messageId = 'message-1') => ({
  Records: [
    {
      messageId,
      receiptHandle: 'r',
      body: typeof job === 'string' ? job : JSON.stringify(job),
      attributes: {
        ApproximateReceiveCount: String(receives),
        SentTimestamp: '0',
        SenderId: 's',
        ApproximateFirstReceiveTimestamp: '0',
      },
      messageAttributes: {},
      md5OfBody: '',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:us-east-1:111122223333:jobs',
      awsRegion: 'us-east-1',
    },
  ],
});
