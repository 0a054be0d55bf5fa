import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Fault } from '../../src/sandbox/fake-slack/faults.ts';
import { keepJobRecord, newJobRecord, readJobRecord } from '../../src/store/job-record.ts';
import { createMemoryQueue } from '../../src/store/memory-queue.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import { aJob } from '../store/a-job.ts';
import { aDiagnosis } from './a-diagnosis.ts';
import {
  COMMAND,
  GENERAL,
  openSlackWorld,
  SECRET,
  type SlackWorld,
  sqsEvent,
  type WorldOptions,
} from './slack-world.ts';

let world: SlackWorld;
const open = async (options: WorldOptions = {}) => {
  await world?.close();
  world = await openSlackWorld(options);
};
beforeEach(() => open());
afterEach(() => world.close());

const ask = async (channel = GENERAL) => {
  await world.ada.type(channel, COMMAND);
  await world.queue.idle();
};
const roots = (channel = GENERAL) => world.said(channel).filter(({ threadTs }) => threadTs === undefined);
const replies = (channel = GENERAL) => world.said(channel).filter(({ threadTs }) => threadTs !== undefined);
const texts = (messages: readonly { readonly text: string }[]) => messages.map(({ text }) => text);
const calls = (method: string) => world.slack.calls.filter((call) => call.method === method);
const shown = (message: { readonly blocks: unknown } | undefined) => JSON.stringify(message?.blocks);
const FAILED = { batchItemFailures: [{ itemIdentifier: 'message-1' }] };
const DONE = { batchItemFailures: [] };

describe('an answer', () => {
  test('is one root message, changed from "checking" to the verdict, with the layers and the causes in its thread', async () => {
    await ask();
    expect(calls('chat.postMessage')[0]?.args.text).toMatch(/^Checking/);
    expect(texts(roots())).toEqual([
      'Denied by the bucket policy. The bucket policy of `payroll-reports` denies `s3:GetObject`.',
    ]);
    expect(shown(roots()[0])).toContain('"action_id":"rerun"');
    expect(texts(replies())).toEqual(['The layers, one by one', 'Why, and what to change']);
    expect(new Set(replies().map(({ threadTs }) => threadTs))).toEqual(new Set([roots()[0]?.ts]));
    expect(roots()[0]?.edited).toBe(false);
  });

  test('unfolds no links', async () => {
    await ask();
    for (const { args } of calls('chat.postMessage'))
      expect(args).toMatchObject({ unfurl_links: 'false', unfurl_media: 'false' });
  });

  test('shows how far it is while it is worked out, and the verdict comes last', async () => {
    await open({
      diagnose: async (_denial, { onProgress }) => {
        onProgress({ layer: 'bucketPolicy', state: 'found' });
        onProgress({ layer: 'serviceControlPolicies', state: 'reading' });
        await new Promise((resolve) => setTimeout(resolve, 1700));
        onProgress({ layer: 'serviceControlPolicies', state: 'unreadable' });
        return aDiagnosis();
      },
    });
    await ask();
    const updates = calls('chat.update').map(({ args }) => String(args.text));
    expect(updates).toHaveLength(2);
    expect(updates[0]).toMatch(/^Checking/);
    expect(JSON.stringify(calls('chat.update')[0]?.args.blocks)).toMatch(
      /\(SCP\): reading …[\s\S]*bucket policy: read/,
    );
    expect(updates.at(-1)).toMatch(/^Denied/);
  });

  test('is logged by ids and verdict, not by what it says', async () => {
    await ask();
    expect(world.log).toContainEqual({
      level: 'info',
      message: 'answered',
      jobId: world.sent[0]?.id,
      userId: 'U0ADA',
      teamId: 'T0DEMO',
      verdict: 'deny',
    });
    expect(JSON.stringify(world.log)).not.toMatch(/payroll-reports|xoxb|\/response\//);
  });

  test('to AWS’s error text in a message goes in the thread of that message', async () => {
    const message = world.ada.say(
      GENERAL,
      'help: User: arn:aws:iam::111122223333:role/reports is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::payroll-reports/2026/10.csv" because no identity-based policy allows the s3:GetObject action',
    );
    await world.ada.useShortcut(GENERAL, message.ts, 'diagnose_s3_403');
    await world.queue.idle();
    expect(replies().map(({ threadTs }) => threadTs)).toEqual([message.ts, message.ts, message.ts]);
    expect(texts(replies())[0]).toMatch(/^Denied by/);
    expect(world.whispered()[0]).toMatch(/^Checking/);
  });

  test('to a message without such a text is what was wrong, to the person alone', async () => {
    const message = world.ada.say(GENERAL, 'good morning');
    await world.ada.useShortcut(GENERAL, message.ts, 'diagnose_s3_403');
    await world.queue.idle();
    expect(world.sent).toEqual([]);
    expect(world.whispered()[0]).toContain('/s3-403 ');
  });

  test('a stranger has no shortcut', async () => {
    const message = world.ada.say(GENERAL, 'AccessDenied');
    await world.person().useShortcut(GENERAL, message.ts, 'diagnose_s3_403');
    expect(world.sent).toEqual([]);
    expect(world.whispered()).toEqual(['Not done: you are not among the people who may ask.']);
  });
});

describe('a job that is delivered again', () => {
  test('when it was answered posts nothing', async () => {
    await ask();
    const before = world.slack.calls.length;
    const [job] = world.sent;
    if (job === undefined) throw new Error('nothing was sent');
    expect(await world.deliver(job)).toEqual(DONE);
    expect(world.slack.calls).toHaveLength(before);
  });

  test.each<[string, string, number]>([
    ['after the root message', 'chat.update', 1],
    ['after the verdict', 'chat.postMessage', 2],
    ['after the layers', 'chat.postMessage', 3],
  ])('when Slack broke off %s goes on there, with one root message and no part twice', async (_where, method, nth) => {
    await open({ works: false });
    let seen = 0;
    const realNext = world.slack.faults.next.bind(world.slack.faults);
    world.slack.faults.next = (called) => {
      if (called === method) seen += 1;
      return called === method && seen === nth ? { kind: 'error', error: 'some_new_error' } : realNext(called);
    };
    const job = aJob({ id: 'a'.repeat(24) });
    expect(await world.deliver(job)).toEqual(FAILED);
    expect(await world.deliver(job, 2)).toEqual(DONE);
    expect(texts(roots())).toEqual([expect.stringMatching(/^Denied by/)]);
    expect(texts(replies())).toEqual(['The layers, one by one', 'Why, and what to change']);
  });

  test('when the worker died at any write of the store posts one root message', async () => {
    for (let fatal = 1; fatal <= 12; fatal += 1) {
      const store = createMemoryStore();
      let writes = 0;
      const dying = async <T>(perform: () => Promise<T>): Promise<T> => {
        writes += 1;
        if (writes === fatal) throw new Error('the worker died');
        return perform();
      };
      await open({
        works: false,
        slackPorts: { store },
        diagnosePorts: {
          store: {
            ...store,
            claim: (...given) => dying(() => store.claim(...given)),
            put: (...given) => dying(() => store.put(...given)),
          },
        },
      });
      const job = aJob({ id: 'b'.repeat(24) });
      for (let receive = 1; receive <= 3; receive += 1) await world.deliver(job, receive);
      const everywhere = world.slack.workspace.messages().filter(({ threadTs }) => threadTs === undefined);
      expect(everywhere.filter(({ channel }) => channel === GENERAL).length, `write ${fatal}`).toBeLessThanOrEqual(1);
      expect(
        everywhere.some(({ text }) => text.startsWith('Denied by')),
        `write ${fatal}`,
      ).toBe(true);
    }
  });

  test('when nobody knows whether the root message was posted answers in a direct message, not twice in the channel', async () => {
    world.slack.faults.inject('chat.postMessage', { kind: 'hangUpAfter' });
    await ask();
    expect(roots()).toHaveLength(1);
    expect(texts(roots('D0ADA'))).toEqual([expect.stringMatching(/^Denied by/)]);
    expect(world.whispered().at(-1)).toMatch(/direct message/);
  });

  test('twice at the same time is worked on once', async () => {
    await open({
      works: false,
      diagnose: async () => {
        await new Promise((resolve) => setTimeout(resolve, 50));
        return aDiagnosis();
      },
    });
    const job = aJob({ id: 'c'.repeat(24) });
    const results = await Promise.all([world.deliver(job), world.deliver(job)]);
    expect(results).toContainEqual(DONE);
    expect(results).toContainEqual(FAILED);
    expect(world.redelivered).toEqual([]);
    expect(roots()).toHaveLength(1);
    expect(replies()).toHaveLength(2);
  });
});

describe('where the app may not post', () => {
  test('the answer is a direct message, and the channel says so to the person who asked', async () => {
    await ask(SECRET);
    expect(world.said(SECRET)).toEqual([]);
    expect(texts(roots('D0ADA'))).toEqual([expect.stringMatching(/^Denied by/)]);
    expect(replies('D0ADA')).toHaveLength(2);
    expect(world.whispered(SECRET).at(-1)).toMatch(/\/invite.*direct message/);
  });

  test('the person is told once where the answer is, however often it is tried', async () => {
    let tries = 0;
    await open({
      diagnose: async () => {
        tries += 1;
        if (tries === 1) throw new Error('once');
        return aDiagnosis();
      },
    });
    await ask(SECRET);
    expect(texts(roots('D0ADA'))).toEqual([expect.stringMatching(/^Denied by/)]);
    expect(world.whispered(SECRET).filter((text) => text.includes('direct message'))).toHaveLength(1);
  });

  test('and no direct message either, the whole answer is for the eyes of the person who asked', async () => {
    world.slack.faults.inject('conversations.open', { kind: 'error', error: 'missing_scope' });
    await ask(SECRET);
    expect(world.whispered(SECRET).slice(1)).toEqual([
      expect.stringMatching(/^Denied by/),
      'The layers, one by one',
      'Why, and what to change',
    ]);
    expect(world.queue.deadLetters).toEqual([]);
  });

  test.each(['is_archived', 'restricted_action', 'not_in_channel', 'channel_not_found'])(
    '%s is such a place',
    async (error) => {
      world.slack.faults.inject('chat.postMessage', { kind: 'error', error });
      await ask();
      expect(roots('D0ADA')).toHaveLength(1);
    },
  );

  test('nothing is sent to a response_url that is not Slack’s', async () => {
    world.slack.faults.inject('conversations.open', { kind: 'error', error: 'missing_scope' });
    const replyTo = { channel: SECRET, userId: 'U0ADA', responseUrl: 'http://169.254.169.254/latest/' };
    expect(await world.deliver(aJob({ id: 'd'.repeat(24), replyTo }))).toEqual(FAILED);
    expect(world.log).toContainEqual(expect.objectContaining({ because: expect.stringContaining('not Slack’s') }));
  });

  test('an alert has nobody to tell and ends with the dead letters', async () => {
    world.slack.faults.inject('chat.postMessage', { kind: 'error', error: 'is_archived' });
    expect(await world.deliver(aJob({ id: 'e'.repeat(24), kind: 'alert', replyTo: { channel: GENERAL } }))).toEqual(
      FAILED,
    );
  });
});

describe('when Slack asks to wait', () => {
  test('a moment, the worker waits', async () => {
    world.slack.faults.inject('chat.postMessage', { kind: 'rateLimited', retryAfterSeconds: 1 }, 2);
    await ask();
    expect(texts(roots())).toEqual([expect.stringMatching(/^Denied by/)]);
    expect(world.sent).toHaveLength(1);
  });

  test.each<[string, string]>([
    ['before the root message', 'chat.postMessage'],
    ['before the verdict', 'chat.update'],
  ])('longer, %s, the job is put back and comes again', async (_when, method) => {
    await open({ works: false });
    world.slack.faults.inject(method, { kind: 'rateLimited', retryAfterSeconds: 60 });
    const job = aJob({ id: 'f'.repeat(24) });
    expect(await world.deliver(job)).toEqual(DONE);
    expect(world.sent).toEqual([{ ...job, attempt: 1 }]);
    expect(await world.deliver({ ...job, attempt: 1 })).toEqual(DONE);
    expect(roots()).toHaveLength(1);
    expect(replies()).toHaveLength(2);
  });

  test('too often, it is given up', async () => {
    await open({ works: false });
    world.slack.faults.inject('chat.postMessage', { kind: 'rateLimited', retryAfterSeconds: 60 });
    expect(await world.deliver(aJob({ id: 'f'.repeat(24), attempt: 8 }))).toEqual(FAILED);
    expect(world.sent).toEqual([]);
  });
});

describe('when something breaks', () => {
  const broken: WorldOptions = { diagnose: () => Promise.reject(new TypeError('x of undefined: payroll-reports')) };

  test('in our own code, the root message says so with the job’s id, and nothing of our insides', async () => {
    await open({ ...broken, works: false });
    const job = aJob({ id: '1'.repeat(24) });
    expect(await world.deliver(job)).toEqual(FAILED);
    expect(shown(roots()[0])).toContain(job.id);
    expect(shown(roots()[0])).toContain('tried again by itself');
    expect(shown(roots()[0])).not.toContain('undefined');
    expect(world.log).toContainEqual(
      expect.objectContaining({ level: 'error', message: 'the answer broke', jobId: job.id }),
    );
  });

  test('while the answer is put into words, the root message says so too', async () => {
    const { evaluations: _, ...incomplete } = aDiagnosis();
    await open({ works: false, diagnosis: JSON.parse(JSON.stringify(incomplete)) });
    expect(await world.deliver(aJob({ id: '5'.repeat(24) }))).toEqual(FAILED);
    expect(shown(roots()[0])).toContain('broke on our side');
    expect(replies()).toEqual([]);
  });

  test('and the queue will not deliver it again, the root message says that too', async () => {
    await open(broken);
    await ask();
    expect(roots()).toHaveLength(1);
    expect(shown(roots()[0])).toContain('tried as often as it can be');
    expect(shown(roots()[0])).toContain('"action_id":"rerun"');
    expect(world.queue.deadLetters).toHaveLength(1);
  });

  test('once, the next try answers in the same message', async () => {
    let tries = 0;
    await open({
      diagnose: async () => {
        tries += 1;
        if (tries === 1) throw new Error('once');
        return aDiagnosis();
      },
    });
    await ask();
    expect(texts(roots())).toEqual([expect.stringMatching(/^Denied by/)]);
    expect(replies()).toHaveLength(2);
  });

  test('the next try comes in seconds, and the last failure goes to the dead letters at once', async () => {
    await open({ ...broken, works: false });
    const job = aJob({ id: '9'.repeat(24) });
    for (const receive of [1, 2, 3]) expect(await world.deliver(job, receive)).toEqual(FAILED);
    expect(world.redelivered).toEqual([5, 30, 0]);
  });

  test('and the queue will not say when, it is delivered again all the same', async () => {
    const redeliver = () => Promise.reject(new Error('SQS is down'));
    await open({ ...broken, works: false, diagnosePorts: { queue: { ...createMemoryQueue(), redeliver } } });
    expect(await world.deliver(aJob({ id: '8'.repeat(24) }))).toEqual(FAILED);
  });

  test('where the app may not post either, the person who asked hears of it', async () => {
    await open(broken);
    world.slack.faults.inject('conversations.open', { kind: 'error', error: 'missing_scope' }, 3);
    await ask(SECRET);
    expect(world.whispered(SECRET).at(-1)).toMatch(/No answer/);
  });

  test('a diagnosis that does not come in its time is broken, not silent', async () => {
    await open({ works: false, diagnose: () => new Promise(() => undefined) });
    const job = aJob({ id: '2'.repeat(24) });
    const clock = { getRemainingTimeInMillis: () => 15_100 };
    const began = Date.now();
    expect(await world.worker(sqsEvent(job), clock)).toEqual(FAILED);
    expect(Date.now() - began).toBeLessThan(9_000);
    expect(shown(roots()[0])).toContain('broke on our side');
  });

  test.each<[string, Fault]>([
    ['Slack refuses the blocks', { kind: 'error', error: 'invalid_blocks' }],
    ['Slack finds them too long', { kind: 'error', error: 'msg_blocks_too_long' }],
  ])('%s, the words come without their layout', async (_what, fault) => {
    world.slack.faults.inject('chat.update', fault);
    await ask();
    expect(roots()[0]?.text).toMatch(/^Denied by the bucket policy[\s\S]*did not take the layout/);
    expect(replies()).toHaveLength(2);
  });

  test('a root message that somebody deleted does not stop the thread', async () => {
    world.slack.faults.inject('chat.update', { kind: 'error', error: 'message_not_found' });
    await ask();
    expect(replies()).toHaveLength(2);
    expect(world.queue.deadLetters).toEqual([]);
  });

  test('a token that was rotated is read again', async () => {
    let token = 'xoxb-old';
    const secrets = async () => ({
      signingSecrets: ['s'],
      botToken: token,
      botId: 'B0S3403',
      botUserId: 'U0S3403',
      teamId: 'T0DEMO',
    });
    const refresh = async () => {
      token = 'xoxb-test';
      return secrets();
    };
    await open({ works: false, diagnosePorts: { secrets: { current: secrets, refresh } } });
    expect(await world.deliver(aJob({ id: '3'.repeat(24) }))).toEqual(DONE);
    expect(roots()).toHaveLength(1);
  });

  test.each<[string, unknown]>([
    ['that is no JSON', '{'],
    ['that is no job', { hello: 1 }],
    ['of a version to come', { ...aJob({ id: 'x' }), schemaVersion: 2 }],
  ])('a message %s fails by itself, and says why', async (_what, body) => {
    expect(await world.worker(sqsEvent(body))).toEqual(FAILED);
    expect(world.log).toContainEqual(expect.objectContaining({ level: 'error', message: 'a message is no job' }));
  });

  test('one message of several that fails leaves the others done', async () => {
    const records = [sqsEvent('{', 1, 'bad').Records, sqsEvent(aJob({ id: '4'.repeat(24) }), 1, 'good').Records].flat();
    expect(await world.worker({ Records: records })).toEqual({ batchItemFailures: [{ itemIdentifier: 'bad' }] });
    expect(roots()).toHaveLength(1);
  });
});

describe('Re-run', () => {
  const press = async (who = world.ada) => {
    const [root] = roots();
    await who.press(GENERAL, root?.ts ?? '', 'rerun');
    await world.queue.idle();
  };

  test('takes nothing from the cache, which the first question may', async () => {
    const fresh: boolean[] = [];
    await open({
      diagnose: async (_denial, options) => {
        fresh.push(options.fresh);
        return aDiagnosis();
      },
    });
    await ask();
    await world.ada.press(GENERAL, roots()[0]?.ts ?? '', 'rerun');
    await world.queue.idle();
    expect(fresh).toEqual([false, true]);
  });

  test('brings the root message up to date and says in the thread what changed', async () => {
    let decision: 'deny' | 'allow' = 'deny';
    await open({ diagnose: async () => aDiagnosis(decision) });
    await ask();
    decision = 'allow';
    await press();
    expect(roots()).toHaveLength(1);
    expect(roots()[0]?.text).toMatch(/^Allowed/);
    expect(texts(replies()).at(-1)).toBe('Since the last run');
    expect(shown(replies().at(-1))).toContain('was denied and is now allowed');
  });

  test('says that nothing changed, and compares with the last run each time', async () => {
    let decision: 'deny' | 'allow' = 'deny';
    await open({ diagnose: async () => aDiagnosis(decision) });
    await ask();
    decision = 'allow';
    await press();
    await press();
    expect(shown(replies().at(-1))).toContain('nothing changed');
    expect(replies()).toHaveLength(4);
  });

  test('a stranger’s click does nothing, and they hear why', async () => {
    await ask();
    await press(world.person());
    expect(world.sent).toHaveLength(1);
    expect(world.whispered().at(-1)).toBe('Not done: you are not among the people who may ask.');
    await press(world.person(undefined, 'T0OTHER'));
    expect(world.whispered().at(-1)).toMatch(/another workspace/);
  });

  test('clicked twice while it runs asks once', async () => {
    let release = () => {};
    let runs = 0;
    await open({
      diagnose: async () => {
        runs += 1;
        if (runs === 2) await new Promise<void>((resolve) => (release = resolve));
        return aDiagnosis();
      },
    });
    await ask();
    const [root] = roots();
    await world.ada.press(GENERAL, root?.ts ?? '', 'rerun');
    await world.ada.press(GENERAL, root?.ts ?? '', 'rerun');
    expect(world.whispered().at(-1)).toMatch(/being checked again already/);
    await expect.poll(() => runs).toBe(2);
    release();
    await world.queue.idle();
    await press();
    expect(runs).toBe(3);
  });

  test('redelivered after Slack broke off posts what changed once', async () => {
    await ask();
    const seen = { posts: 0 };
    const realNext = world.slack.faults.next.bind(world.slack.faults);
    world.slack.faults.next = (method) => {
      if (method === 'chat.postMessage') seen.posts += 1;
      return method === 'chat.postMessage' && seen.posts === 1
        ? { kind: 'error', error: 'some_new_error' }
        : realNext(method);
    };
    await press();
    expect(texts(replies()).filter((text) => text === 'Since the last run')).toHaveLength(1);
  });

  test('of an answer that is no longer kept says so', async () => {
    await ask();
    await world.store.delete(`job#${world.sent[0]?.id}`);
    await press();
    expect(world.whispered().at(-1)).toMatch(/too old/);
  });

  test('of another channel’s answer is refused', async () => {
    await ask();
    const [job] = world.sent;
    if (job === undefined) throw new Error('nothing was sent');
    const record = { ...newJobRecord(job), place: { kind: 'channel' as const, channel: SECRET, ts: '1.0' } };
    await keepJobRecord(world.store, job.id, { ...record, replyTo: { channel: SECRET } });
    await press();
    expect(world.whispered().at(-1)).toMatch(/another channel/);
  });

  test('that breaks says so, and can be tried again', async () => {
    let runs = 0;
    await open({
      diagnose: async () => {
        runs += 1;
        if (runs > 1 && runs < 5) throw new Error('broken');
        return aDiagnosis();
      },
    });
    await ask();
    await press();
    expect(shown(roots()[0])).toContain('tried as often as it can be');
    await press();
    expect(roots()[0]?.text).toMatch(/^Denied by/);
  });

  test('after an answer that never came tells all of it', async () => {
    let runs = 0;
    await open({
      diagnose: async () => {
        runs += 1;
        if (runs <= 3) throw new Error('broken');
        return aDiagnosis();
      },
    });
    await ask();
    expect(replies()).toEqual([]);
    await press();
    expect(texts(roots())).toEqual([expect.stringMatching(/^Denied by/)]);
    expect(replies()).toHaveLength(2);
  });

  test('pressed while the thread is still being written waits for it', async () => {
    await ask();
    const [job] = world.sent;
    const record = await readJobRecord(world.store, job?.id ?? '');
    if (job === undefined || record === undefined) throw new Error('nothing was asked');
    await keepJobRecord(world.store, job.id, { ...record, state: 'working' });
    const rerun = { ...job, id: 'e'.repeat(24), kind: 'rerun' as const, rerunOf: job.id };
    const before = world.slack.calls.length;
    expect(await world.deliver(rerun)).toEqual(DONE);
    expect(world.slack.calls).toHaveLength(before);
    expect(world.sent.at(-1)).toEqual({ ...rerun, attempt: 1 });
    await keepJobRecord(world.store, job.id, record);
    await world.queue.idle();
    expect(texts(replies()).at(-1)).toBe('Since the last run');
  });

  test('of an answer that only one person saw answers that person again, or the channel if it can by now', async () => {
    world.slack.faults.inject('conversations.open', { kind: 'error', error: 'missing_scope' });
    await ask(SECRET);
    const { channels } = world.slack.workspace;
    channels.set(SECRET, { id: SECRET, name: 'secret', kind: 'private', appIsMember: true });
    const ephemeral = world.slack.workspace
      .messages(SECRET)
      .find(({ onlyVisibleTo, text }) => onlyVisibleTo !== undefined && text.startsWith('Denied'));
    await world.ada.press(SECRET, ephemeral?.ts ?? '', 'rerun');
    await world.queue.idle();
    expect(texts(roots(SECRET))).toEqual([expect.stringMatching(/^Denied by/)]);
    await world.ada.press(SECRET, roots(SECRET)[0]?.ts ?? '', 'rerun');
    await world.queue.idle();
    expect(roots(SECRET)).toHaveLength(1);
    expect(shown(replies(SECRET).at(-1))).toContain('nothing changed');
  });

  test('keeps nothing but ids in its button', async () => {
    await ask();
    const [job] = world.sent;
    expect(shown(roots()[0])).toContain(`"value":"${job?.id}"`);
    expect((await readJobRecord(world.store, job?.id ?? ''))?.state).toBe('done');
  });
});
