import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Listening, listen } from '../../src/sandbox/listen.ts';
import { readBody } from '../../src/sandbox/read-body.ts';
import { isResponseUrl, respond } from '../../src/slack/response-url.ts';

test.each<[string, boolean]>([
  ['https://hooks.slack.com/commands/T1/2/x', true],
  ['https://hooks.slack-gov.com/actions/T1/2/x', true],
  ['http://hooks.slack.com/commands/T1/2/x', false],
  ['https://hooks.slack.com.evil.example/x', false],
  ['https://hooks.slack.com@evil.example/x', false],
  ['https://hooks.slack.com:8443/x', false],
  ['https://slack.com/x', false],
  ['http://169.254.169.254/latest/meta-data', false],
  ['file:///etc/passwd', false],
  ['not a url', false],
  ['', false],
])('%s may be answered: %s', (url, allowed) => expect(isResponseUrl(url, {})).toBe(allowed));

test('a host that was named beside Slack’s may be answered, with its port', () => {
  const address = { extraResponseUrlHosts: ['127.0.0.1:4030'] };
  expect(isResponseUrl('http://127.0.0.1:4030/response/x', address)).toBe(true);
  expect(isResponseUrl('http://127.0.0.1:4031/response/x', address)).toBe(false);
});

describe('an answer', () => {
  let server: Listening;
  let bodies: string[];
  let status: number;
  beforeEach(async () => {
    bodies = [];
    status = 200;
    server = await listen(
      createServer(async (request, response) => {
        bodies.push(await readBody(request));
        response.writeHead(status, status === 302 ? { location: 'http://169.254.169.254/' } : {}).end('ok');
      }),
      0,
    );
  });
  afterEach(() => server.close());
  const send = () => respond(`http://${server.host}/x`, { text: 'hello' }, { extraResponseUrlHosts: [server.host] });

  test('is seen by one person and replaces nothing', async () => {
    expect(await send()).toEqual({ kind: 'sent' });
    expect(bodies.map((body) => JSON.parse(body))).toEqual([
      { response_type: 'ephemeral', replace_original: false, text: 'hello' },
    ]);
  });

  test.each([404, 500])('that Slack answers with %i has failed, and nothing is thrown', async (answered) => {
    status = answered;
    expect(await send()).toEqual({ kind: 'failed', because: `Slack answered ${answered}` });
  });

  test('is not carried on to where a redirect leads', async () => {
    status = 302;
    expect(await send()).toMatchObject({ kind: 'failed' });
  });

  test('to nowhere has failed', async () => {
    expect(await respond(undefined, { text: 'x' }, {})).toMatchObject({ kind: 'failed' });
    expect(await respond('https://evil.example/', { text: 'x' }, {})).toMatchObject({ kind: 'failed' });
  });
});
