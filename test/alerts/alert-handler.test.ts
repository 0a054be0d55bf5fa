import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type AlertHandler, createAlertHandler } from '../../src/alerts/alert-handler.ts';
import type { AlertPorts } from '../../src/alerts/alert-ports.ts';
import type { LogFields, LogLevel } from '../../src/lambda/log.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import { parseJob } from '../../src/store/parse-job.ts';
import type { Job } from '../../src/store/queue.ts';
import { GENERAL, openSlackWorld, type SlackWorld } from '../slack/slack-world.ts';
import { aDeniedEvent } from './a-denied-event.ts';

interface Sent {
  readonly job: Job;
  readonly delaySeconds: number | undefined;
}

interface AlertWorld {
  readonly handle: (event: unknown) => ReturnType<ReturnType<typeof createAlertHandler>>;
  readonly sent: readonly Sent[];
  readonly log: readonly ({ level: LogLevel; message: string } & LogFields)[];
  readonly pass: (seconds: number) => void;
}

function openAlertWorld(ports: Partial<AlertPorts> = {}): AlertWorld {
  let clock = Date.parse('2026-10-01T12:00:00Z');
  const now = () => new Date(clock);
  const sent: Sent[] = [];
  const log: ({ level: LogLevel; message: string } & LogFields)[] = [];
  const handle = createAlertHandler({
    store: createMemoryStore(now),
    queue: { send: async (job, options) => void sent.push({ job, delaySeconds: options?.delaySeconds }) },
    channel: 'C0ONCALL',
    ownRoles: ['S3AccessDiagnostics'],
    windowSeconds: 900,
    log: (level, message, fields = {}) => void log.push({ level, message, ...fields }),
    now,
    ...ports,
  });
  return {
    handle,
    sent,
    log,
    pass: (seconds) => {
      clock += seconds * 1000;
    },
  };
}

const kinds = ({ sent }: AlertWorld) => sent.map(({ job }) => job.kind);

describe('a denied call', () => {
  test('is asked about for the on-call channel, with what CloudTrail knows of it', async () => {
    const world = openAlertWorld();
    await world.handle(aDeniedEvent());
    expect(world.sent).toEqual([
      {
        delaySeconds: undefined,
        job: expect.objectContaining({
          kind: 'alert',
          replyTo: { channel: 'C0ONCALL' },
          fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
          denial: expect.objectContaining({ source: 'cloudTrailEvent', at: '2026-10-01T11:58:00Z' }),
        }),
      },
    ]);
    expect(world.sent[0]?.job.denial.call).toMatchObject({
      operation: 'GetObject',
      target: { kind: 'bucket', name: 'payroll-reports' },
      key: '2026/10.csv',
      vpcEndpoint: 'vpce-1a',
    });
    const [sent] = world.sent;
    expect(parseJob(JSON.stringify(sent?.job))).toEqual({ kind: 'job', job: sent?.job });
  });

  test.each<[string, Parameters<typeof aDeniedEvent>[0]]>([
    ['of another key', { key: 'other.csv' }],
    ['in another session', { session: 'other' }],
  ])('%s is folded into the first, and the count is brought up to date a little later', async (_what, other) => {
    const world = openAlertWorld();
    await world.handle(aDeniedEvent());
    expect(await world.handle(aDeniedEvent({ ...other, eventId: 'second' }))).toEqual({
      kind: 'counted',
      jobId: world.sent[0]?.job.id,
    });
    expect(world.sent[1]).toMatchObject({ delaySeconds: 30, job: { kind: 'count', rerunOf: world.sent[0]?.job.id } });
  });

  test.each<[string, Parameters<typeof aDeniedEvent>[0]]>([
    ['bucket', { bucket: 'ledger-archive' }],
    ['role', { role: 'etl' }],
    ['operation', { operation: 'PutObject' }],
  ])('by another %s is told by itself', async (_what, other) => {
    const world = openAlertWorld();
    await world.handle(aDeniedEvent());
    await world.handle(aDeniedEvent({ ...other, eventId: 'second' }));
    expect(kinds(world)).toEqual(['alert', 'alert']);
  });

  test('a hundred times in a minute makes one alert and two changes of its count', async () => {
    const world = openAlertWorld();
    for (let index = 0; index < 100; index += 1) {
      await world.handle(aDeniedEvent({ eventId: `event-${index}` }));
      world.pass(0.6);
    }
    expect(kinds(world)).toEqual(['alert', 'count', 'count']);
    expect(world.log.at(-1)).toMatchObject({ message: 'denial counted', count: 100 });
  });

  test('after the window is told anew', async () => {
    const world = openAlertWorld();
    await world.handle(aDeniedEvent());
    world.pass(899);
    await world.handle(aDeniedEvent({ eventId: 'second' }));
    world.pass(2);
    await world.handle(aDeniedEvent({ eventId: 'third' }));
    expect(kinds(world)).toEqual(['alert', 'count', 'alert']);
  });

  test('that is delivered twice, or to both accounts, is counted once', async () => {
    const world = openAlertWorld();
    await world.handle(aDeniedEvent({ eventId: 'one', sharedEventId: 'shared' }));
    await world.handle(aDeniedEvent({ eventId: 'two', sharedEventId: 'shared' }));
    expect(kinds(world)).toEqual(['alert']);
    expect(world.log.at(-1)).toMatchObject({ because: 'it was seen before' });
  });

  test('of the bot’s own role is no news', async () => {
    const world = openAlertWorld();
    await world.handle(aDeniedEvent({ role: 'S3AccessDiagnostics' }));
    expect(world.sent).toEqual([]);
    expect(world.log.at(-1)).toMatchObject({ level: 'info', because: 'it was the bot’s own look' });
  });

  test('that the queue does not take is delivered again by EventBridge, and then is the first', async () => {
    let isDown = true;
    const sent: Job[] = [];
    const send = async (job: Job) => {
      if (isDown) throw new Error('SQS is down');
      sent.push(job);
    };
    const world = openAlertWorld({ queue: { send } });
    await expect(world.handle(aDeniedEvent())).rejects.toThrow('SQS is down');
    isDown = false;
    await world.handle(aDeniedEvent());
    expect(sent.map(({ kind }) => kind)).toEqual(['alert']);
  });

  test.each<[string, unknown]>([
    ['is told when EventBridge delivers it again', aDeniedEvent()],
    ['does not keep the next of its kind from being told', aDeniedEvent({ eventId: 'second' })],
  ])('with which the function died %s', async (_what, again) => {
    let dies = true;
    const sent: Job[] = [];
    const send = (job: Job) => {
      if (dies) return new Promise<never>(() => undefined);
      sent.push(job);
      return Promise.resolve();
    };
    const world = openAlertWorld({ queue: { send } });
    void world.handle(aDeniedEvent());
    await expect.poll(() => world.handle(aDeniedEvent())).toMatchObject({ because: 'it was seen before' });
    dies = false;
    world.pass(60);
    expect(await world.handle(again)).toMatchObject({ kind: 'told' });
    expect(await world.handle(aDeniedEvent({ eventId: 'third' }))).toMatchObject({ kind: 'counted' });
    expect(sent.map(({ kind }) => kind)).toEqual(['alert', 'count']);
    world.pass(60);
    await world.handle(again);
    expect(world.log.at(-1)).toMatchObject({ because: 'it was seen before' });
  });
});

describe('an event that is nothing to tell', () => {
  test.each<[string, unknown, LogLevel, RegExp]>([
    ['a call that succeeded', aDeniedEvent({ errorCode: null }), 'info', /succeeded/],
    ['a missing bucket', aDeniedEvent({ errorCode: 'NoSuchBucket' }), 'info', /NoSuchBucket/],
    ['a call to another service', aDeniedEvent({ eventSource: 'sqs.amazonaws.com' }), 'info', /not to S3/],
    ['an event of another kind', { id: 'x', 'detail-type': 'Scheduled Event', detail: {} }, 'error', /detail-type/],
    ['an event without a record', { id: 'x', 'detail-type': 'AWS API Call via CloudTrail' }, 'error', /detail/],
    ['a record that lacks its caller', aDeniedEvent({ userIdentity: {} }), 'error', /userIdentity|principal|type/],
    ['no event at all', undefined, 'error', /no CloudTrail event/],
    ['a text', 'hello', 'error', /no CloudTrail event/],
  ])('%s is logged and forgotten: another try would be no better', async (_what, event, level, because) => {
    const world = openAlertWorld();
    expect(await world.handle(event)).toMatchObject({ kind: 'ignored' });
    expect(world.sent).toEqual([]);
    expect(world.log.at(-1)).toMatchObject({ level, because: expect.stringMatching(because) });
  });
});

describe('in the on-call channel', () => {
  let slack: SlackWorld;
  let handle: AlertHandler;
  beforeEach(async () => {
    slack = await openSlackWorld();
    handle = createAlertHandler({
      store: slack.store,
      // Delays are the queue's; here none is waited for.
      queue: { send: (job) => slack.queue.send(job) },
      channel: GENERAL,
      ownRoles: [],
      windowSeconds: 900,
      log: () => undefined,
      now: () => new Date(),
    });
  });
  afterEach(() => slack.close());
  const root = () => slack.said().find(({ threadTs }) => threadTs === undefined);

  test('the alert is one message with its thread, and its count grows', async () => {
    await handle(aDeniedEvent({ eventId: 'first' }));
    await slack.queue.idle();
    expect(JSON.stringify(root()?.blocks)).toContain('Denied once');
    expect(slack.said().filter(({ threadTs }) => threadTs === root()?.ts)).toHaveLength(2);

    await handle(aDeniedEvent({ eventId: 'second', at: '2026-10-01T11:59:00Z' }));
    await slack.queue.idle();
    expect(JSON.stringify(root()?.blocks)).toContain('Denied 2 times');
    expect(slack.said().filter(({ threadTs }) => threadTs === undefined)).toHaveLength(1);
    expect(JSON.stringify(root()?.blocks)).toContain('"action_id":"rerun"');
  });

  test('a new count does not pass for a new look', async () => {
    await handle(aDeniedEvent({ eventId: 'first' }));
    await slack.queue.idle();
    const checked = /checked [^"]*/.exec(JSON.stringify(root()?.blocks))?.[0];
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await handle(aDeniedEvent({ eventId: 'second' }));
    await slack.queue.idle();
    expect(JSON.stringify(root()?.blocks)).toContain(checked);
  });

  test('Re-run keeps the count', async () => {
    for (const eventId of ['1', '2', '3']) await handle(aDeniedEvent({ eventId }));
    await slack.queue.idle();
    await slack.ada.press(GENERAL, root()?.ts ?? '', 'rerun');
    await slack.queue.idle();
    expect(JSON.stringify(root()?.blocks)).toContain('Denied 3 times');
  });
});
