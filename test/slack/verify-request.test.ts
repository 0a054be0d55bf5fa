import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSlackHandler } from '../../src/slack/slack-handler.ts';
import { givenSecrets } from '../../src/slack/slack-secrets.ts';
import { readRequest, sign, signingSecretOf } from '../../src/slack/verify-request.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import type { Job } from '../../src/store/queue.ts';

const NOW = new Date('2026-10-01T12:00:00Z');
const AT = String(NOW.getTime() / 1000);

// https://docs.slack.dev/authentication/verifying-requests-from-slack
test('Slack’s own example is signed as Slack signs it', () => {
  const body =
    'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
  expect(sign('8f742231b10e8888abcd99yyyzzz85a5', '1531420618', body)).toBe(
    'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
  );
});

const signed = (body: string, secret: string) => ({
  headers: {
    'content-type': 'application/json',
    'x-slack-request-timestamp': AT,
    'x-slack-signature': sign(secret, AT, body),
  },
  body,
});

describe('a signature', () => {
  test('holds for the body and the secret it was made for, and for no other', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        fc.string({ minLength: 1 }),
        fc.string({ minLength: 1 }),
        (body, secret, other) => {
          const read = readRequest(signed(body, secret), NOW);
          if (read.kind !== 'signed') throw new Error(read.because);
          expect(signingSecretOf(read.request, [secret])).toBe(secret);
          if (other !== secret) expect(signingSecretOf(read.request, [other])).toBeUndefined();
          if (other !== body) expect(signingSecretOf({ ...read.request, body: other }, [secret])).toBeUndefined();
        },
      ),
    );
  });

  test('holds for any bytes of text, however they were carried', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (body) => {
        const carried = { ...signed(body, 's'), body: Buffer.from(body).toString('base64'), isBase64Encoded: true };
        const read = readRequest(carried, NOW);
        expect(read.kind === 'signed' && signingSecretOf(read.request, ['s'])).toBe('s');
      }),
    );
  });
});

test('whatever comes unsigned, the handler neither throws nor takes it', async () => {
  const sent: Job[] = [];
  const handler = createSlackHandler({
    secrets: givenSecrets({ signingSecrets: ['secret'], botToken: 't', botId: 'B', botUserId: 'U', teamId: 'T' }),
    store: createMemoryStore(),
    queue: { send: async (job) => void sent.push(job) },
    mayAsk: { users: ['*'], userGroups: [], channels: [], teams: [] },
    questionsPerMinute: 1,
    command: '/s3-403',
    log: () => undefined,
    now: () => NOW,
  });
  const event = fc.oneof(
    fc.anything(),
    fc.record({
      headers: fc.record({
        'content-type': fc.constantFrom('application/json', 'application/x-www-form-urlencoded', 'text/plain', ''),
        'x-slack-request-timestamp': fc.constantFrom(AT, '', 'x', '0'),
        'x-slack-signature': fc.oneof(fc.string(), fc.constant(`v0=${'0'.repeat(64)}`)),
      }),
      body: fc.oneof(fc.json(), fc.string(), fc.constant('ssl_check=1'), fc.constant('payload={')),
      isBase64Encoded: fc.boolean(),
    }),
  );
  await fc.assert(
    fc.asyncProperty(event, async (given) => {
      const { statusCode } = await handler(given, {});
      expect([400, 401, 405, 413, 415]).toContain(statusCode);
    }),
    { numRuns: 300 },
  );
  expect(sent).toEqual([]);
});
