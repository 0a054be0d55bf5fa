import { CreateVpcCommand, CreateVpcEndpointCommand, RunInstancesCommand } from '@aws-sdk/client-ec2';
import {
  AddRoleToInstanceProfileCommand,
  AddUserToGroupCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateInstanceProfileCommand,
  CreateUserCommand,
  PutGroupPolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateAliasCommand, CreateGrantCommand, CreateKeyCommand, TagResourceCommand } from '@aws-sdk/client-kms';
import { PutBucketEncryptionCommand } from '@aws-sdk/client-s3';
import { CreateAccessPointCommand, PutAccessPointPolicyCommand } from '@aws-sdk/client-s3-control';
import { DIAGNOSTIC_ROLE_PERMISSIONS } from '../../src/collect/permissions.ts';
import { type AccountClients, clientsOf, MANAGEMENT, REGION } from './account-clients.ts';
import {
  allow,
  attachPolicy,
  createBucket,
  createOrganization,
  createRole,
  detachPolicy,
  needed,
  policy,
} from './setup.ts';

export const KEY = '2026/10.csv';

/** What the tests name. */
export interface World {
  readonly accounts: Readonly<Record<'apps' | 'data' | 'sandbox', string>>;
  /** The root of the organization, and the unit of the sandboxes in it. */
  readonly root: string;
  readonly unit: string;
  /** ARNs by name. */
  readonly principals: Readonly<Record<string, string>>;
  readonly accessPoint: string;
  /** Lets a caller of another account in; its bucket does not leave the decision to it. */
  readonly sharedAccessPoint: string;
  /** The ARN of an instance whose role has a permissions boundary. */
  readonly instance: string;
  readonly kmsKey: string;
  readonly vpcEndpoint: string;
  /** Credentials of the hub, for when moto asks for some. */
  readonly hub: Readonly<Record<'AWS_ACCESS_KEY_ID' | 'AWS_SECRET_ACCESS_KEY', string>>;
}

const read = (bucket: string) => allow('s3:GetObject', `arn:aws:s3:::${bucket}/*`);
const deny = (Action: string, Resource: string) => ({ Effect: 'Deny', Principal: '*', Action, Resource });

/** Three accounts in an organization: callers, buckets, and a way to a 403 for each of the tests. */
export async function makeWorld(endpoint: string): Promise<World> {
  const management = await clientsOf(endpoint, MANAGEMENT);
  const { root, unit, accounts } = await createOrganization(management);
  const [apps, data, sandbox] = await Promise.all([
    clientsOf(endpoint, accounts.apps),
    clientsOf(endpoint, accounts.data),
    clientsOf(endpoint, accounts.sandbox),
  ]);
  const all = policy(allow('s3:*', '*'));
  const principals: Record<string, string> = {
    reports: await createRole(apps, 'reports', {
      inline: policy(allow('s3:GetObject', 'arn:aws:s3:::payroll-reports')),
    }),
    auditor: await createRole(apps, 'auditor', { managed: { ReadAll: all }, path: '/audit/' }),
    exporter: await createRole(apps, 'exporter', { inline: policy(read('company-ledger'), read('vault')) }),
    trainee: await createRole(sandbox, 'trainee', { inline: all }),
    batch: await createRole(apps, 'batch', {
      inline: policy(read('payroll-reports')),
      boundary: policy(allow(['ec2:*', 's3:ListBucket'], '*')),
    }),
    partner: await createRole(data, 'partner', {
      inline: policy(allow('s3:GetObject', `arn:aws:s3:${REGION}:${accounts.apps}:accesspoint/shared/object/*`)),
    }),
    anna: await createUserInGroup(apps, 'anna', 'analysts', policy(read('payroll-reports'))),
  };
  await createBucket(apps, 'payroll-reports', KEY);
  await createBucket(apps, 'sealed-records', KEY, policy(deny('s3:*', 'arn:aws:s3:::sealed-records/*')));
  const toExporter = (bucket: string) => policy({ ...read(bucket), Principal: { AWS: principals.exporter } });
  await createBucket(data, 'company-ledger', KEY, toExporter('company-ledger'));
  await createBucket(data, 'vault', KEY, toExporter('vault'));
  await createBucket(sandbox, 'scratch', KEY);

  // The unit of the sandboxes loses FullAWSAccess, and what it gets instead has nothing of S3.
  await attachPolicy(management, 'SERVICE_CONTROL_POLICY', unit, 'ComputeOnly', policy(allow('ec2:*', '*')));
  await detachPolicy(management, unit, 'p-FullAWSAccess');
  const sealed = policy(deny('s3:PutObject', '*'));
  await attachPolicy(management, 'RESOURCE_CONTROL_POLICY', accounts.data, 'ReadOnlyData', sealed);

  return {
    accounts,
    root,
    unit,
    principals,
    accessPoint: await createAccessPoint(apps, 'finance', 'payroll-reports', principals.anna ?? ''),
    sharedAccessPoint: await createAccessPoint(apps, 'shared', 'payroll-reports', principals.partner ?? ''),
    instance: await createInstance(apps, 'batch'),
    kmsKey: await encrypt(data, 'vault', principals.exporter ?? ''),
    vpcEndpoint: await createEndpoint(apps, policy({ ...read('some-other-bucket'), Principal: '*' })),
    hub: await createHub(management, [apps]),
  };
}

async function createUserInGroup({ iam }: AccountClients, UserName: string, GroupName: string, PolicyDocument: string) {
  const user = await iam.send(new CreateUserCommand({ UserName }));
  await iam.send(new CreateGroupCommand({ GroupName }));
  await iam.send(new PutGroupPolicyCommand({ GroupName, PolicyName: 'Read', PolicyDocument }));
  await iam.send(new AddUserToGroupCommand({ GroupName, UserName }));
  return needed(user.User?.Arn);
}

async function createAccessPoint({ s3control, account }: AccountClients, Name: string, Bucket: string, caller: string) {
  const named = { AccountId: account, Name };
  await s3control.send(new CreateAccessPointCommand({ ...named, Bucket }));
  const arn = `arn:aws:s3:${REGION}:${account}:accesspoint/${Name}`;
  const Policy = policy({ ...allow('s3:GetObject', `${arn}/object/*`), Principal: { AWS: caller } });
  await s3control.send(new PutAccessPointPolicyCommand({ ...named, Policy }));
  return arn;
}

/** An instance that calls with a role. */
async function createInstance({ ec2, iam, account }: AccountClients, RoleName: string): Promise<string> {
  const InstanceProfileName = `${RoleName}-profile`;
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName }));
  await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName }));
  const started = await ec2.send(
    new RunInstancesCommand({
      ImageId: 'ami-12c6146b',
      MinCount: 1,
      MaxCount: 1,
      IamInstanceProfile: { Name: InstanceProfileName },
    }),
  );
  return `arn:aws:ec2:${REGION}:${account}:instance/${needed(started.Instances?.[0]?.InstanceId)}`;
}

/** A key of the bucket's own account, which only a grant gives to the caller. */
async function encrypt({ kms, s3, account }: AccountClients, Bucket: string, GranteePrincipal: string) {
  const owner = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' };
  const key = await kms.send(new CreateKeyCommand({ Policy: policy(owner) }));
  const arn = needed(key.KeyMetadata?.Arn);
  await kms.send(new TagResourceCommand({ KeyId: arn, Tags: [{ TagKey: 'team', TagValue: 'data' }] }));
  await kms.send(new CreateAliasCommand({ AliasName: `alias/${Bucket}`, TargetKeyId: arn }));
  await kms.send(new CreateGrantCommand({ KeyId: arn, GranteePrincipal, Operations: ['Decrypt'] }));
  const byDefault = { SSEAlgorithm: 'aws:kms' as const, KMSMasterKeyID: arn };
  const Rules = [{ ApplyServerSideEncryptionByDefault: byDefault, BucketKeyEnabled: true }];
  await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }));
  return arn;
}

async function createEndpoint({ ec2 }: AccountClients, PolicyDocument: string) {
  const vpc = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const ServiceName = `com.amazonaws.${REGION}.s3`;
  const endpoint = await ec2.send(new CreateVpcEndpointCommand({ VpcId: vpc.Vpc?.VpcId, ServiceName, PolicyDocument }));
  return needed(endpoint.VpcEndpoint?.VpcEndpointId);
}

/** A user who may assume the diagnostic roles, which lack one permission. */
async function createHub({ iam }: AccountClients, spokes: readonly AccountClients[]): Promise<World['hub']> {
  const UserName = 'hub';
  await iam.send(new CreateUserCommand({ UserName }));
  const PolicyDocument = policy(allow('sts:AssumeRole', '*'));
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'Assume', PolicyDocument }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  const lacking = DIAGNOSTIC_ROLE_PERMISSIONS.filter((action) => action !== 's3:GetBucketPolicy');
  for (const spoke of spokes) {
    await createRole(spoke, 'S3AccessDiagnostics', { inline: policy(allow(lacking, '*')) });
  }
  return {
    AWS_ACCESS_KEY_ID: needed(AccessKey?.AccessKeyId),
    AWS_SECRET_ACCESS_KEY: needed(AccessKey?.SecretAccessKey),
  };
}
