import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createMemoryQueue } from '../../src/store/memory-queue.ts';
import { COMMAND, GENERAL, openSlackWorld, SECRET, type SlackWorld, type WorldOptions } from './slack-world.ts';

let world: SlackWorld;
const open = async (options: WorldOptions = {}) => {
  await world?.close();
  world = await openSlackWorld({ works: false, ...options });
};
beforeEach(() => open());
afterEach(() => world.close());

describe('a question', () => {
  test('is put on the queue with what the answer needs, and the person is told', async () => {
    const outcome = await world.ada.type(GENERAL, COMMAND);
    expect(outcome).toMatchObject({ kind: 'answered', answer: { statusCode: 200 } });
    expect(world.whispered()).toEqual([
      'Checking `GetObject` on `payroll-reports/2026/10.csv` by `arn:aws:iam::111122223333:role/reports` … The answer follows here.',
    ]);
    expect(world.sent).toEqual([
      {
        schemaVersion: 1,
        id: expect.stringMatching(/^[0-9a-f]{24}$/),
        kind: 'diagnose',
        denial: expect.objectContaining({ source: 'person' }),
        replyTo: {
          channel: GENERAL,
          userId: 'U0ADA',
          teamId: 'T0DEMO',
          responseUrl: expect.stringContaining('/response/'),
        },
        askedAt: expect.stringMatching(/^\d{4}-/),
      },
    ]);
    expect(world.said()).toEqual([]);
  });

  test('is taken where the app is no member: the answer has other ways', async () => {
    await world.ada.type(SECRET, COMMAND);
    expect(world.sent).toHaveLength(1);
  });

  test('that the queue does not take is our trouble, and the person hears so', async () => {
    const queue = { ...createMemoryQueue(), send: () => Promise.reject(new Error('SQS is down')) };
    await open({ slackPorts: { queue } });
    await world.ada.type(GENERAL, COMMAND);
    expect(world.whispered()[0]).toMatch(/could not be taken: the trouble is on our side/);
    expect(JSON.stringify(world.whispered())).not.toContain('SQS is down');
  });

  test('leaves no text, response_url or token in the log', async () => {
    await world.ada.type(GENERAL, COMMAND);
    const log = JSON.stringify(world.log);
    expect(log).toContain('diagnose queued');
    for (const secret of ['payroll-reports', '/response/', 'xoxb-', 'deprecated-verification-token'])
      expect(log).not.toContain(secret);
  });
});

describe('bad input', () => {
  test.each<[string, string, RegExp]>([
    ['no words', '', /BUCKET \[KEY\] PRINCIPAL/],
    ['the word help', 'help', /BUCKET \[KEY\] PRINCIPAL/],
    ['a misspelt option', 'payroll-reports k arn:aws:iam::111122223333:role/r --opration GetObject', /--operation/],
    ['an option of the command line', 'payroll-reports k arn:aws:iam::111122223333:role/r --snapshot f', /snapshot/],
    ['a bucket name that cannot be one', 'Payroll_Reports! k arn:aws:iam::111122223333:role/r', /Payroll_Reports/],
    ['an ARN of another service', 'arn:aws:sqs:eu-west-1:111122223333:q k arn:aws:iam::111122223333:role/r', /sqs/],
    ['an empty key', 'payroll-reports "" arn:aws:iam::111122223333:role/r', /KEY/],
    ['3,000 characters', 'x'.repeat(3000), /3,000/],
    ['a bucket alone', 'payroll-reports', /PRINCIPAL|principal/],
  ])('%s: a short answer that only the person sees, with a right example', async (_what, text, names) => {
    await world.ada.type(GENERAL, `/s3-403 ${text}`);
    const [answer = ''] = world.whispered();
    expect(answer).toMatch(names);
    expect(answer).toContain('/s3-403 ');
    expect(answer).toContain('arn:aws:iam::111122223333:role/reports');
    expect(answer.length).toBeLessThan(1200);
    for (const line of answer.split('\n').slice(0, 2)) expect(line).toMatch(/^[A-Z0-9`*].*[.?!:`*]$/);
    expect(world.sent).toEqual([]);
    expect(world.said()).toEqual([]);
  });

  test('what was typed cannot mention anybody', async () => {
    await world.ada.type(GENERAL, '/s3-403 <!channel>` k arn:aws:iam::111122223333:role/r');
    expect(world.whispered()[0]).not.toMatch(/<!channel>/);
  });
});

describe('who may ask', () => {
  test('a stranger may not, and hears why', async () => {
    await world.person().type(GENERAL, COMMAND);
    expect(world.whispered()).toEqual(['Not done: you are not among the people who may ask.']);
    expect(world.sent).toEqual([]);
  });

  test('somebody from another workspace may not, even where everybody may', async () => {
    await open({ slackPorts: { mayAsk: { users: ['*'], userGroups: [], channels: [], teams: [] } } });
    await world.person(undefined, 'T0OTHER').type(GENERAL, COMMAND);
    expect(world.whispered()).toEqual(['Not done: people from another workspace may not ask here.']);
    await world.person().type(GENERAL, COMMAND);
    expect(world.sent).toHaveLength(1);
  });

  test('a member of a user group may, as Slack says who is one', async () => {
    await open({ slackPorts: { mayAsk: { users: [], userGroups: ['S0ONCALL'], channels: [], teams: [] } } });
    world.slack.workspace.userGroups.set('S0ONCALL', ['U0ADA']);
    await world.ada.type(GENERAL, COMMAND);
    await world.ada.type(GENERAL, COMMAND);
    await world.person().type(GENERAL, COMMAND);
    expect(world.sent.map(({ replyTo }) => replyTo.userId)).toEqual(['U0ADA', 'U0ADA']);
    expect(world.slack.calls.map(({ method }) => method)).toEqual(['usergroups.users.list']);
  });

  test('nobody may while Slack does not say who is in the group', async () => {
    await open({ slackPorts: { mayAsk: { users: [], userGroups: ['S0ONCALL'], channels: [], teams: [] } } });
    await world.ada.type(GENERAL, COMMAND);
    expect(world.whispered()[0]).toMatch(/could not be read from Slack/);
    expect(world.sent).toEqual([]);
  });

  test('one person may ask only so often in a minute', async () => {
    const began = Date.now();
    await open({ slackPorts: { questionsPerMinute: 2, now: () => new Date(began) } });
    for (let asked = 0; asked < 3; asked += 1) await world.ada.type(GENERAL, COMMAND);
    expect(world.sent).toHaveLength(2);
    expect(world.whispered().at(-1)).toMatch(/more than 2 questions in a minute/);
  });
});
