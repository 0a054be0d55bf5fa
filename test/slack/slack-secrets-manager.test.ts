import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { beforeEach, describe, expect, test } from 'vitest';
import { secretsManagerSecrets } from '../../src/slack/slack-secrets-manager.ts';

const SECRET = {
  signingSecret: 'new',
  botToken: 'xoxb-1',
  botId: 'B1',
  botUserId: 'U1',
  teamId: 'T1',
};
let answers: (string | Error)[];
let reads: number;
let clock: number;
beforeEach(() => {
  answers = [];
  reads = 0;
  clock = 1_770_000_000_000;
});

/** A client whose answers the test gives, one for each read; the last one stays. */
const client = () => {
  const real = new SecretsManagerClient({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
  real.middlewareStack.add(
    () => async () => {
      const answer = answers[Math.min(reads, answers.length - 1)] ?? '';
      reads += 1;
      if (answer instanceof Error) throw answer;
      return { output: { $metadata: {}, SecretString: answer }, response: {} };
    },
    { step: 'initialize' },
  );
  return real;
};
const open = (...given: (object | string | Error)[]) => {
  answers = given.map((answer) =>
    typeof answer === 'string' || answer instanceof Error ? answer : JSON.stringify(answer),
  );
  return secretsManagerSecrets(
    client(),
    'arn:aws:secretsmanager:eu-west-1:999900001111:secret:slack',
    () => new Date(clock),
  );
};

describe('the secret', () => {
  test('is read once, however many ask at once', async () => {
    const secrets = open(SECRET);
    const [one, two] = await Promise.all([secrets.current(), secrets.current()]);
    expect(one).toBe(two);
    expect(one).toEqual({ signingSecrets: ['new'], botToken: 'xoxb-1', botId: 'B1', botUserId: 'U1', teamId: 'T1' });
    expect(reads).toBe(1);
  });

  test('may have the one before it, while it is rotated', async () => {
    const secrets = open({ ...SECRET, previousSigningSecret: 'old', appId: 'A1' });
    expect(await secrets.current()).toMatchObject({ signingSecrets: ['new', 'old'], appId: 'A1' });
  });

  test('is read again at most once a minute, however many forged requests come', async () => {
    const secrets = open(SECRET, { ...SECRET, signingSecret: 'newer' });
    await secrets.current();
    await secrets.refresh();
    expect(reads).toBe(1);
    clock += 61_000;
    expect(await secrets.refresh()).toMatchObject({ signingSecrets: ['newer'] });
    await secrets.refresh();
    expect(reads).toBe(2);
    expect(await secrets.current()).toMatchObject({ signingSecrets: ['newer'] });
  });

  test('that cannot be read again stays as it was', async () => {
    const secrets = open(SECRET, new Error('throttled'));
    await secrets.current();
    clock += 61_000;
    expect(await secrets.refresh()).toMatchObject({ signingSecrets: ['new'] });
    expect(await secrets.current()).toMatchObject({ signingSecrets: ['new'] });
  });

  test('that could not be read is read by the next who asks', async () => {
    const secrets = open(new Error('throttled'), SECRET);
    await expect(secrets.current()).rejects.toThrow('throttled');
    expect(await secrets.current()).toMatchObject({ botToken: 'xoxb-1' });
  });

  test.each<[string, object | string, string]>([
    ['is no JSON', 'xoxb-plain', 'the whole'],
    ['lacks the bot’s ids', { signingSecret: 's', botToken: 'xoxb-plain' }, 'botId, botUserId, teamId'],
    ['has an empty signing secret', { ...SECRET, signingSecret: '', botToken: 'xoxb-plain' }, 'signingSecret'],
  ])('that %s is an error that names the field and no value', async (_what, secret, field) => {
    const secrets = open(secret);
    await expect(secrets.current()).rejects.toThrow(field);
    await expect(secrets.current()).rejects.not.toThrow('xoxb-plain');
  });
});
