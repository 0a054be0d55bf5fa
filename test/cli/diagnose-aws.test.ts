import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Diagnose } from '../../src/cli/cli-ports.ts';
import { diagnoseWith } from '../../src/cli/diagnose-aws.ts';
import { DiagnosisJson } from '../../src/render/diagnosis-json.ts';
import { toItemAttributes } from '../../src/store/attribute-value.ts';
import { type StubAws, serveStubAws } from '../lambda/stub-aws.ts';
import { ROLE, ROOT, run } from './run.ts';

const SNAPSHOT = 'src/sandbox/demo-organization/demo.snapshot.json';
const ASK = ['diagnose', 'payroll-reports', '2026/10.csv', ROLE];

const written = new Map<string, string>();
/** Clients outlive a question, so each test has its own. */
let diagnose: Diagnose;
beforeEach(() => {
  diagnose = diagnoseWith({
    readFile: async (path) => written.get(path) ?? readFile(join(ROOT, path), 'utf8'),
    writeFile: async (path, text) => {
      if (path.startsWith('/nowhere/')) throw Object.assign(new Error('no'), { code: 'ENOENT' });
      written.set(path, text);
    },
  });
});
const json = (stdout: string) => DiagnosisJson.parse(JSON.parse(stdout));

describe('a snapshot', () => {
  test('is read instead of AWS', async () => {
    const ran = await run([...ASK, '--snapshot', SNAPSHOT, '--json'], { diagnose });
    expect(ran.status).toBe(1);
    expect(json(ran.stdout)).toMatchObject({
      decision: 'deny',
      call: { operation: 'GetObject', bucket: 'payroll-reports', key: '2026/10.csv', principal: ROLE },
    });
  });

  test('tells how it goes on, layer by layer', async () => {
    const ran = await run([...ASK, '--snapshot', SNAPSHOT, '--no-trail'], { diagnose, terminal: true });
    expect(ran.stderr).toMatch(/^ {2}identity-based policies: read$/m);
    expect(ran.stderr).toMatch(/^ {2}permissions boundary: there is none$/m);
  });

  test.each<[string, readonly string[], RegExp]>([
    ['that is not there', ['--snapshot', 'nowhere.json'], /`nowhere\.json` cannot be read: there is no such file/],
    ['that is none', ['--snapshot', 'package.json'], /`package\.json`: not a snapshot/],
    ['that is to be read and written', ['--snapshot', SNAPSHOT, '--save-snapshot', 'x'], /exclude each other/],
  ])('%s is a bad argument', async (_what, options, says) => {
    const ran = await run([...ASK, ...options], { diagnose });
    expect(ran).toMatchObject({ status: 64, stdout: '' });
    expect(ran.stderr).toMatch(says);
  });
});

describe('AWS', () => {
  let server: Server;
  let endpoint = '';
  let requests = 0;
  let body = '';

  beforeEach(async () => {
    requests = 0;
    server = createServer((_request, response) => {
      requests += 1;
      response.writeHead(403, { 'content-type': 'text/xml' }).end(body);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const address = server.address();
    endpoint = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'SECRETSECRETSECRET');
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    server.closeAllConnections();
    if (server.listening) await new Promise((done) => server.close(done));
  });

  const fault = (code: string) =>
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${code} it is</Message></Error><RequestId>x</RequestId></ErrorResponse>`;
  const ask = (...options: readonly string[]) =>
    run([...ASK, ...options], { diagnose, env: { AWS_ENDPOINT_URL: endpoint } });

  test('that takes no such credentials is told at once: 69', async () => {
    body = fault('InvalidClientTokenId');
    const ran = await ask('--no-assume');
    expect(ran).toMatchObject({ status: 69, stdout: '' });
    expect(ran.stderr).toMatch(/no credentials that AWS takes: InvalidClientTokenId it is/);
    expect(ran.stderr).not.toContain('SECRET');
  });

  test('that nobody answers for is told: 69', async () => {
    const port = new URL(endpoint).port;
    await new Promise((done) => server.close(done));
    const ran = await ask('--no-assume');
    expect(ran).toMatchObject({ status: 69, stdout: '' });
    expect(ran.stderr).toMatch(new RegExp(`AWS does not answer: .*${port}`));
  });

  test('that lets nothing be read is asked all the same, and kept in a snapshot without secrets', async () => {
    body = fault('AccessDenied');
    const ran = await ask('--no-assume', '--no-trail', '--json', '--save-snapshot', 'saved.json');
    expect(ran.status).toBe(2);
    expect(requests).toBeGreaterThan(5);
    const saved = written.get('saved.json') ?? '';
    expect(saved).not.toMatch(/SECRET|AKIA/);
    const again = await run([...ASK, '--snapshot', 'saved.json', '--no-trail', '--json'], { diagnose });
    expect(json(again.stdout)).toMatchObject({
      decision: json(ran.stdout).decision,
      requests: [{ layers: json(ran.stdout).requests[0]?.layers.map(({ layer, outcomes }) => ({ layer, outcomes })) }],
    });
  });

  describe('with the table of the hub', () => {
    let table: StubAws;
    beforeEach(async () => {
      body = fault('AccessDenied');
      table = await serveStubAws({});
      vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', table.url);
      vi.stubEnv('AWS_REGION', 'eu-west-1');
      const now = Date.now();
      const put = (pk: string, item: Readonly<Record<string, string | number>>) =>
        new DynamoDBClient({}).send(
          new PutItemCommand({
            TableName: 's3-403',
            Item: { pk: { S: pk }, sk: { S: 'ITEM' }, ...toItemAttributes({ ...item, expiresAt: now / 1_000 + 60 }) },
          }),
        );
      await put('bucket#payroll-reports', { account: '444455556666', region: 'eu-west-1', writtenAt: now });
      await put('inventory-account#444455556666', { state: 'read', seenAt: now, writtenAt: now });
    });
    afterEach(() => table.close());
    const asking = (env: Readonly<Record<string, string>>) =>
      run([...ASK, '--no-trail', '--json'], { diagnose, env: { AWS_ENDPOINT_URL: endpoint, ...env } });

    test('knows whose a bucket is from the inventory, which is said with its age', async () => {
      const { call, notes } = json((await asking({ S3_403_TABLE: 's3-403' })).stdout);
      expect(call.bucketAccount).toBe('444455556666');
      expect(notes.join()).toContain('in account 444455556666: the inventory saw it there less than a minute ago');
    });

    test('asks it nothing where it is not named', async () => {
      const before = table.calls.length;
      const { call } = json((await asking({})).stdout);
      expect([call.bucketAccount, table.calls.length]).toEqual([null, before]);
    });

    test('goes the long way where the table does not answer', async () => {
      await table.close();
      const { call, notes } = json((await asking({ S3_403_TABLE: 's3-403' })).stdout);
      expect(call.bucketAccount).toBeNull();
      expect(notes.join()).not.toContain('inventory');
    });
  });

  test('that is asked through roles which cannot be assumed gives an answer, too', async () => {
    body = fault('AccessDenied');
    const ran = await ask('--no-trail', '--json');
    expect(ran.status).toBe(2);
    expect(ran.stdout).toContain('could not be assumed');
  });

  test('is not asked in vain where the snapshot cannot be written: the answer is shown, then the fault', async () => {
    body = fault('AccessDenied');
    const ran = await ask('--no-assume', '--no-trail', '--json', '--save-snapshot', '/nowhere/x.json');
    expect(ran.status).toBe(64);
    expect(json(ran.stdout).decision).toBe('undetermined');
    expect(ran.stderr).toMatch(/`\/nowhere\/x\.json` cannot be written: there is no such file/);
  });
});
