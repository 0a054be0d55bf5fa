import { createServer, type IncomingMessage, type Server } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { openCollectSession } from '../../src/collect/collect-session.ts';
import { openClientPool, openLiveGate } from '../../src/collect/live-gate.ts';
import { read } from '../../src/collect/read.ts';

/** What a small server was asked, and answers: an HTTP status with a body, or nothing ever. */
interface Request {
  readonly path: string;
  readonly body: string;
  readonly authorization: string;
}
type Reply = (request: Request) => { readonly status: number; readonly body: string } | 'silence';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(reply: Reply): Promise<{ url: string; requests: readonly Request[] }> {
  const requests: Request[] = [];
  server = createServer(async (incoming, outgoing) => {
    const request = {
      path: incoming.url ?? '',
      body: await bodyOf(incoming),
      authorization: incoming.headers.authorization ?? '',
    };
    requests.push(request);
    const answer = reply(request);
    if (answer !== 'silence') outgoing.writeHead(answer.status, { 'content-type': 'text/xml' }).end(answer.body);
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : address;
  return { url: `http://127.0.0.1:${port}`, requests };
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}

const assumed = (expires: Date) => ({
  status: 200,
  body: `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
    <AccessKeyId>ASIAOFTHEROLE</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken>
    <Expiration>${expires.toISOString()}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
});
const IN_AN_HOUR = new Date(Date.now() + 3_600_000);
const policyOf = (text: string) => ({ status: 200, body: text });
const isAssumeRole = ({ body }: Request) => body.includes('Action=AssumeRole');
const refusal = (code: string, status: number) => ({
  status,
  body: `<ErrorResponse><Error><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`,
});

const environment = (AWS_ENDPOINT_URL: string) => ({ AWS_ENDPOINT_URL });
beforeAll(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAATHAND');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
});
afterAll(() => void vi.unstubAllEnvs());

const readPolicy = (
  url: string,
  options: Parameters<typeof openLiveGate>[0] = {},
  pool = openClientPool(),
  bucket = 'ledger',
) =>
  read(
    openCollectSession({
      gate: openLiveGate({ environment: environment(url), ...options }, pool),
      now: new Date(),
      budgetMilliseconds: 3_000,
    }),
    's3:GetBucketPolicy',
    {
      account: '444455556666',
      region: 'eu-central-1',
      input: { Bucket: bucket },
      output: z.object({ Policy: z.string() }),
    },
  );

describe('a read', () => {
  test("is made with the credentials of the account's diagnostic role", async () => {
    const { url, requests } = await serve((request) => (isAssumeRole(request) ? assumed(IN_AN_HOUR) : policyOf('{}')));
    expect(await readPolicy(url, { askedBy: 'U024 BE7LH', externalId: 'x-1' })).toEqual({
      kind: 'found',
      value: { Policy: '{}' },
    });
    const asked = new URLSearchParams(requests[0]?.body);
    expect(asked.get('RoleArn')).toBe('arn:aws:iam::444455556666:role/S3AccessDiagnostics');
    expect(asked.get('RoleSessionName')).toBe('s3-403-U024-BE7LH');
    expect(asked.get('ExternalId')).toBe('x-1');
    expect(asked.get('Policy')).toContain('s3:GetBucketPolicy');
    expect(requests[0]?.authorization).toContain('Credential=AKIAATHAND/');
    expect(requests[1]).toMatchObject({
      path: expect.stringMatching(/^\/ledger\/?\?policy/),
      authorization: expect.stringContaining('ASIAOFTHEROLE/'),
    });
  });

  test('is made with the credentials at hand where no role is to be assumed', async () => {
    const { url, requests } = await serve(() => policyOf('{}'));
    await readPolicy(url, { noAssume: true });
    expect(requests.map(({ authorization }) => authorization.slice(0, 40))).toEqual([
      'AWS4-HMAC-SHA256 Credential=AKIAATHAND/2',
    ]);
  });

  test('and then gives no answer of one account for another', async () => {
    const { url, requests } = await serve(() => ({
      status: 200,
      body: `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/ana</Arn><UserId>AIDAEXAMPLE</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
    }));
    const gate = openLiveGate({ environment: environment(url), noAssume: true }, openClientPool());
    const session = openCollectSession({ gate, now: new Date(), budgetMilliseconds: 3_000 });
    const input = { RoleName: 'reports' };
    const output = z.unknown();
    const reading = await read(session, 'iam:GetRole', { account: '444455556666', region: 'us-east-1', input, output });
    expect(reading).toMatchObject({
      kind: 'unreadable',
      account: '444455556666',
      because: expect.stringContaining(
        'the credentials at hand are of account 111122223333, and `--no-assume` reads no',
      ),
    });
    expect(requests.map(({ body }) => /Action=(\w+)/.exec(body)?.[1])).toEqual(['GetCallerIdentity']);
  });

  test('assumes a role once, for all reads in its account', async () => {
    const { url, requests } = await serve((request) => (isAssumeRole(request) ? assumed(IN_AN_HOUR) : policyOf('{}')));
    const pool = openClientPool();
    await Promise.all(['a', 'b', 'c'].map((bucket) => readPolicy(url, {}, pool, `ledger-${bucket}`)));
    await readPolicy(url, {}, pool, 'ledger-d');
    expect(requests.filter(isAssumeRole)).toHaveLength(1);
    expect(pool.clients.size).toBe(2);
  });

  test('assumes it again for somebody else, whose name the account is to see', async () => {
    const { url, requests } = await serve((request) => (isAssumeRole(request) ? assumed(IN_AN_HOUR) : policyOf('{}')));
    const pool = openClientPool();
    await readPolicy(url, { askedBy: 'U1' }, pool);
    await readPolicy(url, { askedBy: 'U2' }, pool);
    expect(requests.filter(isAssumeRole)).toHaveLength(2);
  });

  test('assumes it again before its credentials end', async () => {
    const soon = new Date(Date.now() + 60_000);
    const { url, requests } = await serve((request) => (isAssumeRole(request) ? assumed(soon) : policyOf('{}')));
    const pool = openClientPool();
    await readPolicy(url, {}, pool);
    await readPolicy(url, {}, pool, 'ledger-b');
    expect(requests.filter(isAssumeRole).length).toBeGreaterThan(1);
  });
});

describe('what goes wrong on the wire', () => {
  test('a role that is refused is told by its ARN, and asked for again the next time', async () => {
    const { url, requests } = await serve(() => refusal('AccessDenied', 403));
    const pool = openClientPool();
    const reading = await readPolicy(url, {}, pool);
    expect(reading).toMatchObject({
      needs: 'sts:AssumeRole',
      because: expect.stringContaining('arn:aws:iam::444455556666:role/S3AccessDiagnostics'),
    });
    await readPolicy(url, {}, pool);
    expect(requests).toHaveLength(2);
  });

  test.each<[string, number, string, string]>([
    ['AccessDenied', 403, 'unreadable', 'was denied `s3:GetBucketPolicy`'],
    ['MethodNotAllowed', 405, 'unreadable', 'is answered only in the account that owns the bucket'],
    ['ExpiredToken', 400, 'unreadable', 'AWS did not accept'],
    ['NoSuchBucket', 404, 'unreadable', 'there is nothing (any more) that `GetBucketPolicy` asks for: `NoSuchBucket`'],
    ['NoSuchBucketPolicy', 404, 'absent', ''],
  ])('%s of S3 (%i) is %s', async (code, status, kind, because) => {
    const body = `<Error><Code>${code}</Code><Message>no</Message></Error>`;
    const { url } = await serve(() => ({ status, body }));
    const reading = await readPolicy(url, { noAssume: true });
    expect(reading.kind).toBe(kind);
    if (reading.kind === 'unreadable') expect(reading.because).toContain(because);
  });

  test('SlowDown passes', async () => {
    let answers = 0;
    const { url } = await serve(() => {
      answers += 1;
      return answers < 3 ? { status: 503, body: '<Error><Code>SlowDown</Code></Error>' } : policyOf('{}');
    });
    expect(await readPolicy(url, { noAssume: true })).toMatchObject({ kind: 'found' });
  });

  test('silence is told of in time', async () => {
    const { url } = await serve(() => 'silence');
    const reading = await readPolicy(url, { noAssume: true });
    expect(reading).toMatchObject({
      kind: 'unreadable',
      because: expect.stringContaining('had no answer within 2.4 s'),
    });
  });

  test('a port that nobody listens on is no connection', async () => {
    const reading = await readPolicy('http://127.0.0.1:9', { noAssume: true });
    expect(reading).toMatchObject({ because: expect.stringMatching(/^no connection to s3 in eu-central-1/) });
  });
});
