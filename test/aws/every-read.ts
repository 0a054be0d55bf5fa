import { CloudTrailClient, CreateTrailCommand, PutEventSelectorsCommand } from '@aws-sdk/client-cloudtrail';
import { RunInstancesCommand } from '@aws-sdk/client-ec2';
import {
  AddRoleToInstanceProfileCommand,
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachUserPolicyCommand,
  CreateGroupCommand,
  CreateInstanceProfileCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  PutGroupPolicyCommand,
  PutRolePermissionsBoundaryCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  PutBucketAclCommand,
  PutBucketEncryptionCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  PutObjectLockConfigurationCommand,
  PutObjectTaggingCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import {
  CreateAccessPointCommand,
  PutAccessPointPolicyCommand,
  PutPublicAccessBlockCommand as PutAccountBlockCommand,
} from '@aws-sdk/client-s3-control';
import { type AccountClients, REGION } from './account-clients.ts';
import { allow, createRole, needed, policy } from './setup.ts';

export const RECORDS = 'records';
export const RECORD = '2026/10.csv';
export const ACCESS_POINT = 'records-in-vpc';

/** What the reads find, beyond what is named above. */
export interface EveryRead {
  readonly version: string;
  /** Of the access point. */
  readonly alias: string;
  readonly role: string;
  readonly user: string;
  readonly boundary: string;
  readonly lambdaFunction: string;
  readonly instance: string;
}

const readsOf = (bucket: string) => allow('s3:GetObject', `arn:aws:s3:::${bucket}/*`);
/** The documents by the way they hang on somebody, each told from the others by its bucket. */
export const DOCUMENTS = {
  inline: policy(readsOf('by-inline')),
  managed: policy(readsOf('by-managed')),
  group: policy(readsOf('by-group')),
  groupManaged: policy(readsOf('by-group-managed')),
  boundary: policy(readsOf('by-boundary')),
} as const;

/** In the owner's account a bucket with every setting that moto keeps; in the caller's somebody with policies by every way. */
export async function makeEveryRead(owner: AccountClients, caller: AccountClients, kmsKey: string): Promise<EveryRead> {
  const version = await createRecords(owner, kmsKey);
  const alias = await createAccessPoint(owner);
  const boundary = await createPolicy(caller, 'Boundary', DOCUMENTS.boundary);
  const role = await createRole(caller, 'clerk', {
    inline: DOCUMENTS.inline,
    managed: { ClerkManaged: DOCUMENTS.managed },
    path: '/office/',
  });
  await caller.iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: 'clerk', PermissionsBoundary: boundary }));
  const user = await createUser(caller);
  await createTrail(owner);
  return {
    version,
    alias,
    role,
    user,
    boundary,
    lambdaFunction: await createFunction(caller, role),
    instance: await createInstance(caller, 'clerk'),
  };
}

/** Object Lock is on, and with it versioning: the version of the object that is under a legal hold. */
async function createRecords({ s3 }: AccountClients, kmsKey: string): Promise<string> {
  const Bucket = RECORDS;
  const CreateBucketConfiguration = { LocationConstraint: REGION } as const;
  await s3.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true, CreateBucketConfiguration }));
  const Rule = { DefaultRetention: { Mode: 'GOVERNANCE', Days: 1 } } as const;
  const ObjectLockConfiguration = { ObjectLockEnabled: 'Enabled', Rule } as const;
  await s3.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }));
  const OwnershipControls = { Rules: [{ ObjectOwnership: 'ObjectWriter' as const }] };
  await s3.send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls }));
  const PublicAccessBlockConfiguration = { BlockPublicPolicy: true, RestrictPublicBuckets: true };
  await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
  const byDefault = { SSEAlgorithm: 'aws:kms' as const, KMSMasterKeyID: kmsKey };
  const Rules = [{ ApplyServerSideEncryptionByDefault: byDefault, BucketKeyEnabled: true }];
  await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }));
  await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [{ Key: 'team', Value: 'finance' }] } }));
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: policy({ ...readsOf(Bucket), Principal: '*' }) }));
  const encrypted = { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: kmsKey } as const;
  const put = await s3.send(
    new PutObjectCommand({ Bucket, Key: RECORD, Body: 'content that nobody reads', ...encrypted }),
  );
  const version = { Bucket, Key: RECORD, VersionId: needed(put.VersionId) };
  await s3.send(new PutObjectLegalHoldCommand({ ...version, LegalHold: { Status: 'ON' } }));
  await s3.send(new PutBucketAclCommand({ Bucket, ACL: 'authenticated-read' }));
  await s3.send(new PutObjectAclCommand({ Bucket, Key: RECORD, ACL: 'public-read' }));
  await s3.send(
    new PutObjectTaggingCommand({ Bucket, Key: RECORD, Tagging: { TagSet: [{ Key: 'class', Value: 'internal' }] } }),
  );
  return version.VersionId;
}

async function createAccessPoint({ s3control, account }: AccountClients): Promise<string> {
  const named = { AccountId: account, Name: ACCESS_POINT };
  const VpcConfiguration = { VpcId: 'vpc-0a1b2c3d' };
  const made = await s3control.send(new CreateAccessPointCommand({ ...named, Bucket: RECORDS, VpcConfiguration }));
  const arn = `arn:aws:s3:${REGION}:${account}:accesspoint/${ACCESS_POINT}`;
  const Policy = policy({ ...allow('s3:GetObject', `${arn}/object/*`), Principal: '*' });
  await s3control.send(new PutAccessPointPolicyCommand({ ...named, Policy }));
  const PublicAccessBlockConfiguration = { BlockPublicAcls: true };
  await s3control.send(new PutAccountBlockCommand({ AccountId: account, PublicAccessBlockConfiguration }));
  return needed(made.Alias);
}

async function createPolicy({ iam }: AccountClients, PolicyName: string, PolicyDocument: string): Promise<string> {
  const made = await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument }));
  return needed(made.Policy?.Arn);
}

async function createUser(caller: AccountClients): Promise<string> {
  const { iam } = caller;
  const UserName = 'ben';
  const GroupName = 'clerks';
  const user = await iam.send(new CreateUserCommand({ UserName, Path: '/office/' }));
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'Own', PolicyDocument: DOCUMENTS.inline }));
  const managed = await createPolicy(caller, 'UserManaged', DOCUMENTS.managed);
  await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: managed }));
  await iam.send(new CreateGroupCommand({ GroupName }));
  await iam.send(new PutGroupPolicyCommand({ GroupName, PolicyName: 'Shared', PolicyDocument: DOCUMENTS.group }));
  const shared = await createPolicy(caller, 'GroupManaged', DOCUMENTS.groupManaged);
  await iam.send(new AttachGroupPolicyCommand({ GroupName, PolicyArn: shared }));
  await iam.send(new AddUserToGroupCommand({ UserName, GroupName }));
  return needed(user.User?.Arn);
}

/** An archive of nothing: the end record of a ZIP file. */
const EMPTY_ARCHIVE = Buffer.from('UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==', 'base64');

async function createFunction({ s3 }: AccountClients, Role: string): Promise<string> {
  const { credentials, endpoint } = s3.config;
  const lambda = new LambdaClient({ region: REGION, credentials, ...(endpoint === undefined ? {} : { endpoint }) });
  const code = { Code: { ZipFile: EMPTY_ARCHIVE }, Runtime: 'nodejs22.x', Handler: 'index.handler' } as const;
  const Environment = { Variables: { PASSWORD: 'a secret that nobody reads' } };
  const made = await lambda.send(new CreateFunctionCommand({ FunctionName: 'export', Role, Environment, ...code }));
  return needed(made.FunctionArn);
}

async function createInstance({ ec2, iam, account }: AccountClients, RoleName: string): Promise<string> {
  const InstanceProfileName = 'web';
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName }));
  await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName }));
  const IamInstanceProfile = { Name: InstanceProfileName };
  const { Instances } = await ec2.send(
    new RunInstancesCommand({ MinCount: 1, MaxCount: 1, ImageId: 'ami-12c6146b', IamInstanceProfile }),
  );
  return `arn:aws:ec2:${REGION}:${account}:instance/${needed(Instances?.[0]?.InstanceId)}`;
}

/** A trail that logs what is done to the objects of the bucket. */
async function createTrail({ s3 }: AccountClients): Promise<void> {
  const { credentials, endpoint } = s3.config;
  const cloudtrail = new CloudTrailClient({
    region: REGION,
    credentials,
    ...(endpoint === undefined ? {} : { endpoint }),
  });
  const CreateBucketConfiguration = { LocationConstraint: REGION } as const;
  await s3.send(new CreateBucketCommand({ Bucket: 'trail-logs', CreateBucketConfiguration }));
  await cloudtrail.send(new CreateTrailCommand({ Name: 'objects', S3BucketName: 'trail-logs' }));
  const DataResources = [{ Type: 'AWS::S3::Object', Values: [`arn:aws:s3:::${RECORDS}/`] }];
  const EventSelectors = [{ ReadWriteType: 'All' as const, IncludeManagementEvents: true, DataResources }];
  await cloudtrail.send(new PutEventSelectorsCommand({ TrailName: 'objects', EventSelectors }));
}
