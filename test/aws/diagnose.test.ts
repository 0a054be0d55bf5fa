import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { READ_NAMES } from '../../src/collect/reads.ts';
import { parseSnapshot } from '../../src/evidence/snapshot.ts';
import { answering, ORDINARY } from '../wire/documented-answer.ts';
import { sessionsBegun, undeclaredCalls } from '../wire/undeclared-calls.ts';
import { tapWire, type WireTap } from '../wire/wire-tap.ts';
import { MANAGEMENT, REGION } from './account-clients.ts';
import { buildCommandLine, type CommandLine, type Diagnosed } from './command-line.ts';
import { type MotoServer, startMoto } from './moto-server.ts';
import { KEY, makeWorld, type World } from './world.ts';

let moto: MotoServer;
let tap: WireTap;
let cli: CommandLine;
let world: World;

/** moto calls the policy of every access point public; these name a caller. */
const NOT_PUBLIC = {
  call: 's3control:GetAccessPointPolicyStatus',
  status: 200,
  headers: { 'content-type': 'application/xml' },
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_GetAccessPointPolicyStatus.html
  body: '<GetAccessPointPolicyStatusResult><PolicyStatus><IsPublic>false</IsPublic></PolicyStatus></GetAccessPointPolicyStatusResult>',
};
const OVER_THE_INTERNET = ['--context', 'aws:SourceIp=203.0.113.7'];
const IN_ORGANIZATION = ['--organization-account', MANAGEMENT, '--no-trail'];
const caller = (name: string): string => world.principals[name] ?? '';

beforeAll(async () => {
  moto = await startMoto();
  const ordinary = answering(...ORDINARY);
  tap = await tapWire(moto.url, (request) => (request.call === NOT_PUBLIC.call ? NOT_PUBLIC : ordinary(request)));
  [cli, world] = await Promise.all([buildCommandLine(tap.url), makeWorld(moto.url)]);
});

afterAll(async () => {
  await cli?.remove();
  await tap?.stop();
  await moto?.stop();
});

const outcome = ({ diagnosis }: Diagnosed, layer: string): readonly string[] | undefined =>
  diagnosis.requests[0]?.layers.find((one) => one.layer === layer)?.outcomes;

describe('the command line, over the wire', () => {
  test('finds the bucket, its account and its region, and the statement that denies', async () => {
    const answer = await cli.diagnose(['sealed-records', KEY, caller('auditor'), ...IN_ORGANIZATION]);
    expect(answer.status).toBe(1);
    expect(answer.diagnosis).toMatchObject({
      decision: 'deny',
      call: {
        bucketAccount: world.accounts.apps,
        region: REGION,
        principal: `arn:aws:iam::${world.accounts.apps}:role/audit/auditor`,
      },
    });
    expect(outcome(answer, 'bucketPolicy')).toEqual(['explicitDeny']);
    expect(outcome(answer, 'identityPolicies')).toEqual(['allow']);
  });

  test('sees that an object action was granted on the bucket', async () => {
    const answer = await cli.diagnose([
      'payroll-reports',
      KEY,
      caller('reports'),
      ...IN_ORGANIZATION,
      ...OVER_THE_INTERNET,
    ]);
    expect(answer.status).toBe(1);
    expect(outcome(answer, 'identityPolicies')).toEqual(['implicitDeny']);
    expect(answer.diagnosis.causes.map(({ code }) => code)).toContain('object-action-on-bucket-arn');
  });

  test('sees an organizational unit without an SCP that allows', async () => {
    const answer = await cli.diagnose(['scratch', KEY, caller('trainee'), ...IN_ORGANIZATION, ...OVER_THE_INTERNET]);
    expect(answer.status).toBe(1);
    expect(outcome(answer, 'serviceControlPolicies')).toEqual(['implicitDeny']);
    expect(outcome(answer, 'identityPolicies')).toEqual(['allow']);
    expect(answer.diagnosis.requests[0]?.remedies).toEqual([['serviceControlPolicies']]);
  });

  test('finds the bucket of another account, whose policy names somebody else', async () => {
    const answer = await cli.diagnose([
      'company-ledger',
      KEY,
      caller('auditor'),
      ...IN_ORGANIZATION,
      ...OVER_THE_INTERNET,
    ]);
    expect(answer.status).toBe(1);
    expect(answer.diagnosis.call.bucketAccount).toBe(world.accounts.data);
    expect(answer.diagnosis.requests[0]?.remedies).toEqual([['bucketPolicy']]);
  });

  test('allows across accounts where both sides do', async () => {
    const answer = await cli.diagnose([
      'company-ledger',
      KEY,
      caller('exporter'),
      ...IN_ORGANIZATION,
      ...OVER_THE_INTERNET,
    ]);
    expect(answer.status).toBe(0);
    expect(answer.diagnosis.decision).toBe('allow');
    expect(answer.diagnosis.unreadable).toEqual([]);
  });

  test('leaves open what it was not told: by which way the call came', async () => {
    const answer = await cli.diagnose(['company-ledger', KEY, caller('exporter'), ...IN_ORGANIZATION]);
    expect(answer.status).toBe(2);
    expect(answer.diagnosis.unreadable.map(({ layer }) => layer)).toEqual(['vpcEndpointPolicy']);
  });

  test('says that CloudTrail was not looked at, and why', async () => {
    const { diagnosis } = await cli.diagnose(['company-ledger', KEY, caller('exporter')]);
    const [first] = diagnosis.trail.looked;
    expect(first?.where).toContain(`account ${world.accounts.data} in ${REGION}`);
    expect(first?.because).toContain('not looked at: cloudtrail failed to answer `LookupEvents`');
    expect(diagnosis.trail.looked.map(({ where }) => where).join()).toContain('S3 data events');
  });

  test('records what it read, and replays it to the same answer without AWS', async () => {
    const file = join(tmpdir(), `s3-403-${process.pid}.snapshot.json`);
    const words = ['company-ledger', KEY, caller('auditor'), ...OVER_THE_INTERNET];
    const live = await cli.diagnose([...words, ...IN_ORGANIZATION, '--save-snapshot', file]);
    const nowhere = { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };
    const replayed = await cli.diagnose([...words, '--snapshot', file], nowhere);
    expect(replayed.diagnosis.requests).toEqual(live.diagnosis.requests);
    const text = await readFile(file, 'utf8');
    expect(parseSnapshot(text).kind).toBe('parsed');
    expect(text).not.toMatch(/SecretAccessKey|SessionToken|content that nobody reads/);
  });

  test('reads what hangs on a user through a group', async () => {
    const words = ['payroll-reports', KEY, caller('anna'), ...IN_ORGANIZATION, ...OVER_THE_INTERNET];
    const answer = await cli.diagnose(words);
    expect(answer.diagnosis.decision).toBe('allow');
    expect(outcome(answer, 'identityPolicies')).toEqual(['allow']);
  });

  test('reads resource control policies', async () => {
    const words = ['company-ledger', KEY, caller('auditor'), '--operation', 'PutObject', ...IN_ORGANIZATION];
    const answer = await cli.diagnose(words);
    expect(answer.status).toBe(1);
    expect(outcome(answer, 'resourceControlPolicies')).toEqual(['explicitDeny']);
  });

  test('reads the key that a bucket encrypts with, and its grants', async () => {
    const words = ['vault', KEY, caller('exporter'), ...IN_ORGANIZATION, ...OVER_THE_INTERNET];
    const { diagnosis } = await cli.diagnose(words);
    const [first, second] = diagnosis.requests;
    expect(first).toMatchObject({ action: 's3:GetObject', decision: 'allow' });
    // A grant is the key's side alone; across accounts the caller's own policies must allow as well.
    expect(second).toMatchObject({ action: 'kms:Decrypt', decision: 'deny', remedies: [['identityPolicies']] });
    expect(second?.layers).toContainEqual(expect.objectContaining({ layer: 'keyPolicy', outcomes: ['allow'] }));
  });

  test('reads the policy of a VPC endpoint', async () => {
    const words = ['company-ledger', KEY, caller('exporter'), ...IN_ORGANIZATION, '--vpc-endpoint', world.vpcEndpoint];
    const answer = await cli.diagnose(words);
    expect(answer.status).toBe(1);
    expect(answer.diagnosis.requests[0]?.remedies).toEqual([['vpcEndpointPolicy']]);
  });

  test('reads the policy of an access point, and finds the bucket behind it', async () => {
    const words = [world.accessPoint, KEY, caller('anna'), ...IN_ORGANIZATION, ...OVER_THE_INTERNET];
    const answer = await cli.diagnose(words);
    expect(outcome(answer, 'accessPointPolicy')).toEqual(['allow']);
    expect(answer.diagnosis.call.bucketAccount).toBe(world.accounts.apps);
    expect(answer.diagnosis.unreadable).toEqual([]);
  });

  test('reads an access point of another account, whose bucket does not leave the decision to it', async () => {
    const words = [world.sharedAccessPoint, KEY, caller('partner'), ...IN_ORGANIZATION, ...OVER_THE_INTERNET];
    const answer = await cli.diagnose(words);
    expect(answer.status).toBe(1);
    expect(answer.diagnosis.call).toMatchObject({ bucketAccount: world.accounts.apps, region: REGION });
    expect(outcome(answer, 'identityPolicies')).toEqual(['allow']);
    expect(outcome(answer, 'accessPointPolicy')).toEqual(['allow']);
    expect(outcome(answer, 'bucketPolicy')).toEqual(['implicitDeny']);
    expect(answer.diagnosis.requests[0]?.remedies).toEqual([['bucketPolicy']]);
    expect(answer.diagnosis.causes.map(({ code }) => code)).toContain('access-point-not-delegated');
    expect(answer.diagnosis.unreadable).toEqual([]);
  });

  test('takes an instance for its role, and reads the boundary of that', async () => {
    const words = ['payroll-reports', KEY, world.instance, ...IN_ORGANIZATION, ...OVER_THE_INTERNET];
    const answer = await cli.diagnose(words);
    expect(answer.status).toBe(1);
    expect(answer.diagnosis.call.principal).toBe(caller('batch'));
    expect(outcome(answer, 'identityPolicies')).toEqual(['allow']);
    expect(outcome(answer, 'permissionsBoundary')).toEqual(['implicitDeny']);
    expect(answer.diagnosis.requests[0]?.remedies).toEqual([['permissionsBoundary']]);
    expect(answer.diagnosis.causes.map(({ code }) => code)).toContain('boundary-without-allow');
  });

  test("asks for the buckets of the caller's own account", async () => {
    const answer = await cli.diagnose([caller('reports'), '--operation', 'ListBuckets', ...IN_ORGANIZATION]);
    expect(answer.diagnosis.requests[0]).toMatchObject({ action: 's3:ListAllMyBuckets', decision: 'deny' });
    expect(outcome(answer, 'identityPolicies')).toEqual(['implicitDeny']);
  });

  test('says that AWS was not reached', async () => {
    const words = ['diagnose', 'scratch', KEY, caller('trainee')];
    const { status, stderr } = await cli.run(words, { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' });
    expect(status).toBe(69);
    expect(stderr).toContain('ECONNREFUSED');
  });
});

describe('where the diagnostic role lacks a permission', () => {
  // From here on, moto asks for credentials and evaluates the identity policies of whoever calls.
  beforeAll(() => fetch(`${moto.url}/moto-api/reset-auth`, { method: 'POST', body: '0' }));

  test('the answer names it, and the account, and settles nothing that hangs on it', async () => {
    const words = ['payroll-reports', KEY, caller('auditor'), '--region', REGION, ...OVER_THE_INTERNET];
    const answer = await cli.diagnose(words, world.hub);
    expect(answer.status).toBe(2);
    expect(answer.diagnosis.unreadable).toContainEqual(
      expect.objectContaining({
        layer: 'bucketPolicy',
        needs: 's3:GetBucketPolicy',
        account: world.accounts.apps,
        because: `role \`S3AccessDiagnostics\` of account ${world.accounts.apps} was denied \`s3:GetBucketPolicy\``,
      }),
    );
    expect(outcome(answer, 'identityPolicies')).toEqual(['allow']);
  });

  test('credentials that AWS does not take are told at once', async () => {
    const { status, stderr } = await cli.run(['diagnose', 'scratch', KEY, caller('trainee')]);
    expect(status).toBe(69);
    expect(stderr).toContain('credentials');
  });
});

test('nothing was called that is not declared, by nobody beyond its session, and no content was asked for', () => {
  expect(undeclaredCalls(tap.exchanges, { reads: READ_NAMES })).toEqual([]);
  expect(sessionsBegun(tap.exchanges)).toBeGreaterThan(10);
});
