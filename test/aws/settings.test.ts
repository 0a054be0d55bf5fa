import { CloudTrailClient, CreateTrailCommand, PutEventSelectorsCommand } from '@aws-sdk/client-cloudtrail';
import { RunInstancesCommand } from '@aws-sdk/client-ec2';
import { AddRoleToInstanceProfileCommand, CreateInstanceProfileCommand } from '@aws-sdk/client-iam';
import { CreateKeyCommand } from '@aws-sdk/client-kms';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { READ_NAMES } from '../../src/collect/reads.ts';
import { answering, ORDINARY } from '../wire/documented-answer.ts';
import { undeclaredCalls } from '../wire/undeclared-calls.ts';
import { tapWire, type WireTap } from '../wire/wire-tap.ts';
import { type AccountClients, clientsOf, REGION } from './account-clients.ts';
import { buildCommandLine, type CommandLine } from './command-line.ts';
import { type MotoServer, startMoto } from './moto-server.ts';
import { allow, createBucket, createRole, needed, policy } from './setup.ts';

const ACCOUNT = '444455556666';
const KEY = '2026/10.csv';
const OVER_THE_INTERNET = ['--context', 'aws:SourceIp=203.0.113.7', '--bucket-account', ACCOUNT];

let moto: MotoServer;
let tap: WireTap;
let cli: CommandLine;
let owner: AccountClients;
let reader: string;

beforeAll(async () => {
  moto = await startMoto();
  tap = await tapWire(moto.url, answering(...ORDINARY));
  [cli, owner] = await Promise.all([buildCommandLine(tap.url), clientsOf(moto.url, ACCOUNT)]);
  reader = await createRole(owner, 'reader', { inline: policy(allow('s3:*', '*')) });
});

afterAll(async () => {
  await cli?.remove();
  await tap?.stop();
  await moto?.stop();
});

const notesOf = async (words: readonly string[]): Promise<string> => {
  const { diagnosis } = await cli.diagnose([...words, '--no-trail']);
  return diagnosis.notes.join('\n');
};

test('an object is looked at where somebody said so: its own key', async () => {
  const { KeyMetadata } = await owner.kms.send(new CreateKeyCommand({}));
  await createBucket(owner, 'mixed-keys', KEY);
  const encrypted = { ServerSideEncryption: 'aws:kms' as const, SSEKMSKeyId: needed(KeyMetadata?.Arn) };
  await owner.s3.send(new PutObjectCommand({ Bucket: 'mixed-keys', Key: KEY, Body: 'x', ...encrypted }));
  const words = ['mixed-keys', KEY, reader, ...OVER_THE_INTERNET];
  expect(await notesOf(words)).not.toContain(needed(KeyMetadata?.Arn));
  expect(await notesOf([...words, '--look-at-object'])).toContain(
    `The key is the object's own, \`${KeyMetadata?.Arn}\`.`,
  );
});

test('an instance calls with the role of its profile', async () => {
  await createBucket(owner, 'web-assets', KEY);
  const InstanceProfileName = 'web';
  await owner.iam.send(new CreateInstanceProfileCommand({ InstanceProfileName }));
  await owner.iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName: 'reader' }));
  const IamInstanceProfile = { Name: InstanceProfileName };
  const { Instances } = await owner.ec2.send(
    new RunInstancesCommand({ MinCount: 1, MaxCount: 1, ImageId: 'ami-12c6146b', IamInstanceProfile }),
  );
  const instance = `arn:aws:ec2:${REGION}:${ACCOUNT}:instance/${needed(Instances?.[0]?.InstanceId)}`;
  const { diagnosis } = await cli.diagnose(['web-assets', KEY, instance, ...OVER_THE_INTERNET, '--no-trail']);
  expect(diagnosis.call.principal).toBe(reader);
});

test('the trail that logs the data events of the bucket is named', async () => {
  await createBucket(owner, 'audited-data', KEY);
  await createBucket(owner, 'trail-logs', KEY);
  const { credentials } = owner.s3.config;
  const cloudtrail = new CloudTrailClient({ endpoint: moto.url, region: REGION, credentials });
  await cloudtrail.send(new CreateTrailCommand({ Name: 'objects', S3BucketName: 'trail-logs' }));
  const DataResources = [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::audited-data/'] }];
  const EventSelectors = [{ ReadWriteType: 'All' as const, IncludeManagementEvents: true, DataResources }];
  await cloudtrail.send(new PutEventSelectorsCommand({ TrailName: 'objects', EventSelectors }));
  const { diagnosis } = await cli.diagnose(['audited-data', KEY, reader, ...OVER_THE_INTERNET]);
  const trails = diagnosis.trail.looked.find(({ where }) => where.startsWith('trails that log the data events'));
  expect(trails?.because).toContain(`account ${ACCOUNT}, trail \`objects\``);
  expect(trails?.because).toContain('bucket `trail-logs`');
});

test('nothing was called that is not declared, and of the object that may be looked at no content was asked for', () => {
  expect(undeclaredCalls(tap.exchanges, { reads: READ_NAMES, looksAtObject: true })).toEqual([]);
  expect(tap.exchanges.map(({ call }) => call)).toContain('s3:HeadObject');
});
