import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutBucketPolicyCommand, PutBucketTaggingCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { READ_NAMES } from '../../src/collect/reads.ts';
import { answering, ORDINARY } from '../wire/documented-answer.ts';
import { sessionsBegun, undeclaredCalls } from '../wire/undeclared-calls.ts';
import { tapWire, type WireTap } from '../wire/wire-tap.ts';
import { clientsOf, MANAGEMENT, REGION } from './account-clients.ts';
import { buildCommandLine, type CommandLine, type Diagnosed } from './command-line.ts';
import { ACCESS_POINT, type EveryRead, makeEveryRead, RECORD, RECORDS } from './every-read.ts';
import { type MotoServer, startMoto } from './moto-server.ts';
import { allow, attachPolicy, createBucket, createRole, policy } from './setup.ts';
import { KEY, makeWorld, type World } from './world.ts';

const OVER_THE_INTERNET = ['--context', 'aws:SourceIp=203.0.113.7'];
/** Of no organization: the account that the documented events are of. */
const ELSEWHERE = '111122223333';

let moto: MotoServer;
let tap: WireTap;
let cli: CommandLine;
let world: World;
let every: EveryRead;
let keeper: string;
let instead = answering();

beforeAll(async () => {
  moto = await startMoto();
  tap = await tapWire(moto.url, (request) => instead(request));
  [cli, world] = await Promise.all([buildCommandLine(tap.url), makeWorld(moto.url)]);
  const { apps: callers, data: owners } = world.accounts;
  const [management, apps, data, elsewhere] = await Promise.all([
    clientsOf(moto.url, MANAGEMENT),
    clientsOf(moto.url, callers),
    clientsOf(moto.url, owners),
    clientsOf(moto.url, ELSEWHERE),
  ]);
  every = await makeEveryRead(data, apps, world.kmsKey);
  for (const bucket of ['by-inline', 'by-managed', 'by-group', 'by-group-managed'])
    await createBucket(apps, bucket, KEY);
  keeper = await createRole(data, 'keeper', { inline: policy(allow('s3:*', '*')) });
  await attachPolicy(
    management,
    'SERVICE_CONTROL_POLICY',
    owners,
    'KeepBuckets',
    policy({ Effect: 'Deny', Action: 's3:DeleteBucket', Resource: '*' }),
  );
  const tagged = { Condition: { StringEquals: { 's3:BucketTag/team': 'finance' } } };
  await createRole(data, 'accountant', { inline: policy({ ...allow('s3:GetObject', '*'), ...tagged }) });
  await createBucket(data, 'invoices', KEY);
  const Tagging = { TagSet: [{ Key: 'team', Value: 'finance' }] };
  await data.s3.send(new PutBucketTaggingCommand({ Bucket: 'invoices', Tagging }));
  await apps.iam.send(
    new PutRolePolicyCommand({
      RoleName: 'exporter',
      PolicyName: 'Decrypt',
      PolicyDocument: policy(allow('kms:Decrypt', world.kmsKey)),
    }),
  );
  // Public by its policy alone: nothing of the bucket or of the account blocks it.
  await data.s3.send(
    new CreateBucketCommand({ Bucket: 'brochures', CreateBucketConfiguration: { LocationConstraint: REGION } }),
  );
  const Policy = policy({ ...allow('s3:GetObject', 'arn:aws:s3:::brochures/*'), Principal: '*' });
  await data.s3.send(new PutBucketPolicyCommand({ Bucket: 'brochures', Policy }));
  await createRole(elsewhere, 'AssumeNothing', { inline: policy(allow('s3:*', '*')) });
  await createBucket(elsewhere, 'amzn-s3-demo-bucket', KEY);
});

afterAll(async () => {
  await cli?.remove();
  await tap?.stop();
  await moto?.stop();
});

/** A diagnosis in the organization, where AWS gives these documented answers in place of moto's. */
async function diagnose(words: readonly string[], ...documented: readonly string[]): Promise<Diagnosed> {
  instead = answering(...ORDINARY, ...documented);
  return cli.diagnose([...words, ...OVER_THE_INTERNET, '--organization-account', MANAGEMENT]);
}
const layerOf = ({ diagnosis }: Diagnosed, layer: string, request = 0) =>
  diagnosis.requests[request]?.layers.find((one) => one.layer === layer);
const outcomesOf = (answer: Diagnosed, layer: string, request = 0) => layerOf(answer, layer, request)?.outcomes;
const causesOf = ({ diagnosis }: Diagnosed) => diagnosis.causes.map(({ code }) => code);
const account = (name: 'apps' | 'data') => world.accounts[name];

describe('the policies of a caller, over the wire', () => {
  test.each([
    ['an inline policy', 'by-inline', 'Own'],
    ['a managed policy', 'by-managed', 'UserManaged'],
    ['the inline policy of a group', 'by-group', 'Shared'],
    ['the managed policy of a group', 'by-group-managed', 'GroupManaged'],
  ])('a user is allowed by %s', async (_way, bucket, name) => {
    const answer = await diagnose([bucket, KEY, every.user, '--no-trail']);
    expect(answer.status).toBe(0);
    const matched = layerOf(answer, 'identityPolicies')?.statements.filter(({ match }) => match === 'yes');
    expect(matched?.map((statement) => statement.policy)).toEqual([name]);
  });

  test('a role is kept by its boundary from what its policy allows', async () => {
    const answer = await diagnose(['by-inline', KEY, every.role, '--no-trail']);
    expect(answer.status).toBe(1);
    expect(outcomesOf(answer, 'identityPolicies')).toEqual(['allow']);
    expect(answer.diagnosis.requests[0]?.remedies).toEqual([['permissionsBoundary']]);
  });

  test('a Lambda function has the policies of its role', async () => {
    const answer = await diagnose(['by-inline', KEY, every.lambdaFunction, '--no-trail']);
    expect(answer.diagnosis.call.principal).toBe(every.role);
    expect(answer.diagnosis.requests[0]?.remedies).toEqual([['permissionsBoundary']]);
  });

  test('an SCP denies what the policies of a role allow', async () => {
    const words = ['company-ledger', keeper, '--operation', 'DeleteBucket', '--no-trail'];
    const answer = await diagnose(words);
    expect(answer.status).toBe(1);
    expect(outcomesOf(answer, 'serviceControlPolicies')).toEqual(['explicitDeny']);
    expect(answer.diagnosis.requests[0]?.remedies).toEqual([['serviceControlPolicies']]);
  });

  test('a session is limited by the policy that it began with, as CloudTrail tells', async () => {
    const session = `arn:aws:sts::${ELSEWHERE}:assumed-role/AssumeNothing/JohnDoe-report`;
    const answer = await diagnose(['amzn-s3-demo-bucket', KEY, session], 'assume-role-with-session-policy');
    expect(answer.status).toBe(1);
    expect(outcomesOf(answer, 'identityPolicies')).toEqual(['allow']);
    expect(answer.diagnosis.requests[0]?.remedies).toEqual([['sessionPolicies']]);
    expect(answer.diagnosis.notes.join()).toContain('the `AssumeRole` event of 2026-11-20');
  });

  test('the simulator has a second opinion where the SCPs cannot be read', async () => {
    const refused = { status: 400, headers: { 'content-type': 'application/x-amz-json-1.1' } };
    const denied = { ...refused, body: JSON.stringify({ __type: 'AccessDeniedException', Message: 'no' }) };
    const simulator = answering('scps-refuse-in-the-simulator');
    instead = (request) => (request.call.startsWith('organizations:') ? denied : simulator(request));
    const words = ['company-ledger', KEY, world.principals.exporter ?? '', '--no-trail', ...OVER_THE_INTERNET];
    const answer = await cli.diagnose([...words, '--bucket-account', account('data')]);
    expect(answer.status).toBe(2);
    expect(answer.diagnosis.unreadable.map(({ layer }) => layer)).toContain('serviceControlPolicies');
    expect(answer.diagnosis.notes.join()).toContain('do not allow `s3:GetObject`');
  });
});

describe('the settings of a bucket, over the wire', () => {
  const deletion = () => [RECORDS, RECORD, keeper, '--operation', 'DeleteObject', '--version-id', every.version];

  test('a legal hold keeps a version from whoever may delete it', async () => {
    const answer = await diagnose([...deletion(), '--no-trail']);
    expect(answer.status).toBe(1);
    expect(answer.diagnosis.requests.map(({ decision }) => decision)).toEqual(['allow']);
    expect(answer.diagnosis.causes[0]?.what).toMatch(/^The version is under a legal hold/);
  });

  test('so does a retention, beside it', async () => {
    const answer = await diagnose([...deletion(), '--no-trail'], 'object-retention');
    expect(answer.status).toBe(1);
    const told = answer.diagnosis.causes.map(({ what }) => what).join();
    expect(told).toContain('under a legal hold');
    expect(told).toContain('in compliance mode until 2090-01-01');
  });

  test('what was read of them replays to the same answer', async () => {
    const file = join(tmpdir(), `s3-403-${process.pid}-locked.snapshot.json`);
    const words = [...deletion(), '--no-trail'];
    const live = await diagnose([...words, '--save-snapshot', file], 'object-retention', 'mfa-delete');
    const nowhere = { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };
    const replayed = await cli.diagnose([...words, ...OVER_THE_INTERNET, '--snapshot', file], nowhere);
    await rm(file);
    expect(replayed.diagnosis).toEqual(live.diagnosis);
  });

  test('MFA Delete keeps a version as well', async () => {
    const answer = await diagnose([...deletion(), '--no-trail'], 'mfa-delete');
    expect(answer.status).toBe(1);
    expect(causesOf(answer)).toContain('mfa-delete');
  });

  test('a delete that names no version is no matter of locks', async () => {
    const words = deletion().slice(0, -2);
    const answer = await diagnose([...words, '--no-trail'], 'mfa-delete', 'object-retention');
    expect(answer.status).toBe(0);
    expect(causesOf(answer)).not.toContain('object-locked');
  });

  test('a Requester Pays bucket refuses a caller of another account who does not offer to pay', async () => {
    const words = ['company-ledger', KEY, world.principals.exporter ?? '', '--no-trail'];
    expect(causesOf(await diagnose(words, 'requester-pays'))).toEqual(['requester-pays']);
    const offering = [...words, '--context', 'x-amz-request-payer=requester'];
    expect(causesOf(await diagnose(offering, 'requester-pays'))).toEqual([]);
  });

  test('the tags of a bucket count where attribute-based access control is on, and only there', async () => {
    const words = ['invoices', KEY, `arn:aws:iam::${account('data')}:role/accountant`, '--no-trail'];
    const on = await diagnose(words, 'bucket-abac-enabled');
    expect(outcomesOf(on, 'identityPolicies')).toEqual(['allow']);
    expect(on.status).toBe(0);
    const off = await diagnose(words);
    expect(outcomesOf(off, 'identityPolicies')).toEqual(['implicitDeny']);
    expect(off.status).toBe(1);
  });

  test('the S3 policy of the organization closes a bucket that its own policy opens', async () => {
    const words = ['brochures', KEY, 'anonymous', '--bucket-account', account('data'), '--no-trail'];
    const closed = await diagnose(words, 'effective-s3-policy');
    expect(outcomesOf(closed, 'blockPublicAccess')).toEqual(['explicitDeny']);
    const open = await diagnose(words);
    expect(outcomesOf(open, 'blockPublicAccess')).toEqual(['allow']);
  });
});

describe('between accounts, over the wire', () => {
  test('a grant of the key is enough with a policy of the caller that allows the same', async () => {
    const words = ['vault', KEY, world.principals.exporter ?? '', '--no-trail'];
    const answer = await diagnose(words);
    expect(answer.diagnosis.requests).toMatchObject([
      { action: 's3:GetObject', decision: 'allow' },
      { action: 'kms:Decrypt', decision: 'allow' },
    ]);
    expect(answer.status).toBe(0);
  });

  test('an access point for a VPC lets nobody in from elsewhere', async () => {
    const arn = `arn:aws:s3:${REGION}:${account('data')}:accesspoint/${ACCESS_POINT}`;
    const answer = await diagnose([arn, RECORD, keeper, '--no-trail']);
    expect(answer.status).toBe(1);
    expect(outcomesOf(answer, 'accessPointPolicy')).toEqual(['explicitDeny']);
  });
});

test('nothing was called that is not declared, by nobody beyond its session, and no content was asked for', () => {
  expect(undeclaredCalls(tap.exchanges, { reads: READ_NAMES })).toEqual([]);
  expect(sessionsBegun(tap.exchanges)).toBeGreaterThan(10);
  expect(tap.exchanges.length).toBeGreaterThan(300);
});
