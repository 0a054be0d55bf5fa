import type { S3Call } from '../src/request/s3-call.ts';
import { awsSays } from './collect/fake-gate.ts';
import { type Answers, CALL, CALLER, KEY, MANAGEMENT, OWNER, policy } from './collect/small-organization.ts';

/** What is on the way of a call, so that each layer decides once, and each answer is there to be lost. */
export interface FaultWorld {
  /** What differs from the small organization. */
  readonly answers: Answers;
  readonly call?: Partial<S3Call>;
  readonly ownerUnknown?: true;
  readonly lookAtObject?: true;
}

export const callIn = ({ call, ownerUnknown }: FaultWorld): S3Call => ({
  ...CALL,
  ...(ownerUnknown ? {} : { bucketAccount: OWNER }),
  ...call,
});

const ROLE = `arn:aws:iam::${CALLER}:role/reports`;
const ROLE_OF_REPORTS = `arn:aws:iam::${CALLER}:role/finance/reports`;
const ANY = { Action: 's3:*', Resource: '*' };
const allowAny = policy({ Effect: 'Allow', ...ANY });
const allowAll = policy({ Effect: 'Allow', Principal: '*', ...ANY });
const ofS3 = JSON.stringify([
  { Name: 'service-name', Values: ['com.amazonaws.eu-central-1.s3', 'cn.com.amazonaws.eu-central-1.s3'] },
]);
const withoutKey: Answers = {
  [`${OWNER} s3:GetBucketEncryption ledger`]: {
    ServerSideEncryptionConfiguration: {
      Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
    },
  },
};
/** Of the role, nothing stands in the way. */
const allowedRole: Answers = {
  [`${CALLER} iam:GetRolePolicy reports ReadLedger`]: { PolicyDocument: allowAny },
  [`${OWNER} s3:GetBucketPolicy ledger`]: {
    Policy: policy({ Effect: 'Allow', Principal: { AWS: ROLE_OF_REPORTS }, ...ANY }),
  },
};
const SESSION = `arn:aws:sts::${CALLER}:assumed-role/reports/nightly`;
const ALIAS = 'finance-abc-s3alias';
const OWN_KEY = `arn:aws:kms:eu-central-1:${OWNER}:key/own`;
const FUNCTION = `arn:aws:lambda:eu-central-1:${CALLER}:function:export`;
const PROFILE = `arn:aws:iam::${CALLER}:instance-profile/servers`;

const bare: FaultWorld = {
  ownerUnknown: true,
  call: { principal: { kind: 'roleName', name: 'reports' } },
  answers: { 'self sts:GetCallerIdentity': { Account: CALLER } },
};

export const FAULT_WORLDS: Readonly<Record<string, FaultWorld>> = {
  'a call that is allowed': {
    answers: {
      [`${CALLER} iam:GetRolePolicy reports ReadLedger`]: {
        PolicyDocument: policy({ Effect: 'Allow', Action: ['s3:GetObject', 'kms:Decrypt'], Resource: '*' }),
      },
      [`${CALLER} iam:GetPolicyVersion arn:aws:iam::${CALLER}:policy/Boundary v1`]: {
        PolicyVersion: { Document: policy({ Effect: 'Allow', Action: ['s3:*', 'kms:*'], Resource: '*' }) },
      },
    },
  },
  'a call that a service control policy denies': {
    answers: {
      [`${MANAGEMENT} organizations:DescribePolicy p-guard`]: {
        Policy: { Content: policy({ Effect: 'Deny', ...ANY }) },
      },
    },
  },
  'a call that the bucket policy denies': {
    answers: {
      [`${OWNER} s3:GetBucketPolicy ledger`]: { Policy: policy({ Effect: 'Deny', Principal: '*', ...ANY }) },
    },
  },
  'a call that nothing of the role allows': {
    answers: {
      [`${CALLER} iam:GetRolePolicy reports ReadLedger`]: {
        PolicyDocument: policy({ Effect: 'Allow', Action: 'logs:*', Resource: '*' }),
      },
    },
  },
  'a call through a bucket policy that depends on the organization': {
    answers: {
      [`${OWNER} s3:GetBucketPolicy ledger`]: {
        Policy: policy(
          { Effect: 'Allow', Principal: { AWS: ROLE_OF_REPORTS }, ...ANY },
          {
            Effect: 'Deny',
            Principal: '*',
            ...ANY,
            Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-other' } },
          },
        ),
      },
    },
  },
  'a bucket with access control lists that grant nothing': {
    answers: {
      [`${OWNER} s3:GetBucketOwnershipControls ledger`]: awsSays('OwnershipControlsNotFoundError', { status: 404 }),
      [`${OWNER} s3:GetBucketAcl ledger`]: { Owner: { ID: 'owner' }, Grants: [] },
      [`${OWNER} s3:GetObjectAcl ledger 2026/10.csv`]: { Owner: { ID: 'owner' }, Grants: [] },
      [`${OWNER} s3:ListBuckets`]: { Owner: { ID: 'owner' }, Buckets: [] },
      [`${CALLER} s3:ListBuckets`]: { Owner: { ID: 'caller' }, Buckets: [] },
    },
  },
  "an object that its access control list gives to the caller's account": {
    answers: {
      ...withoutKey,
      ...allowedRole,
      [`${OWNER} s3:GetBucketPolicy ledger`]: awsSays('NoSuchBucketPolicy', { status: 404 }),
      [`${OWNER} s3:GetBucketPolicyStatus ledger`]: awsSays('NoSuchBucketPolicy', { status: 404 }),
      [`${OWNER} s3:GetBucketOwnershipControls ledger`]: {
        OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] },
      },
      [`${OWNER} s3:GetBucketAcl ledger`]: { Owner: { ID: 'owner' }, Grants: [] },
      [`${OWNER} s3:GetObjectAcl ledger 2026/10.csv`]: {
        Owner: { ID: 'owner' },
        Grants: [{ Grantee: { ID: 'caller' }, Permission: 'READ' }],
      },
      [`${OWNER} s3:ListBuckets`]: { Owner: { ID: 'owner' }, Buckets: [] },
      [`${CALLER} s3:ListBuckets`]: { Owner: { ID: 'caller' }, Buckets: [] },
    },
  },
  "an object of the caller's account, in a bucket of another": {
    answers: {
      ...withoutKey,
      ...allowedRole,
      [`${OWNER} s3:GetBucketPolicy ledger`]: awsSays('NoSuchBucketPolicy', { status: 404 }),
      [`${OWNER} s3:GetBucketPolicyStatus ledger`]: awsSays('NoSuchBucketPolicy', { status: 404 }),
      [`${OWNER} s3:GetBucketOwnershipControls ledger`]: {
        OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] },
      },
      [`${OWNER} s3:GetBucketAcl ledger`]: { Owner: { ID: 'owner' }, Grants: [] },
      [`${OWNER} s3:GetObjectAcl ledger 2026/10.csv`]: { Owner: { ID: 'caller' }, Grants: [] },
      [`${OWNER} s3:ListBuckets`]: { Owner: { ID: 'owner' }, Buckets: [] },
      [`${CALLER} s3:ListBuckets`]: { Owner: { ID: 'caller' }, Buckets: [] },
    },
  },
  'an object of nobody knows whom, in a bucket with access control lists': {
    answers: {
      ...withoutKey,
      ...allowedRole,
      [`${OWNER} s3:GetBucketOwnershipControls ledger`]: {
        OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] },
      },
      [`${OWNER} s3:GetBucketAcl ledger`]: { Owner: { ID: 'owner' }, Grants: [] },
      [`${OWNER} s3:GetObjectAcl ledger 2026/10.csv`]: { Owner: { ID: 'somebody' }, Grants: [] },
      [`${OWNER} s3:ListBuckets`]: { Owner: { ID: 'owner' }, Buckets: [] },
      [`${CALLER} s3:ListBuckets`]: { Owner: { ID: 'caller' }, Buckets: [] },
    },
  },
  'a user with groups, through the alias of an access point': {
    call: {
      target: { kind: 'accessPointAlias', alias: ALIAS, partition: 'aws' },
      principal: { kind: 'user', arn: `arn:aws:iam::${CALLER}:user/anna`, account: CALLER },
    },
    ownerUnknown: true,
    answers: {
      ...withoutKey,
      [`self s3:HeadBucket ${ALIAS}`]: { BucketRegion: 'eu-central-1', AccessPointAlias: true },
      [`${CALLER} s3control:ListAccessPoints ${CALLER}`]: { AccessPointList: [{ Name: 'finance', Alias: ALIAS }] },
      [`${CALLER} s3control:GetAccessPoint ${CALLER} finance`]: {
        Bucket: 'ledger',
        BucketAccountId: OWNER,
        NetworkOrigin: 'Internet',
        PublicAccessBlockConfiguration: { RestrictPublicBuckets: true },
      },
      [`${CALLER} s3control:GetAccessPointPolicy ${CALLER} finance`]: {
        Policy: policy({ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${CALLER}:user/staff/anna` }, ...ANY }),
      },
      [`${CALLER} s3control:GetAccessPointPolicyStatus ${CALLER} finance`]: { PolicyStatus: { IsPublic: false } },
      [`${OWNER} s3:GetBucketPolicy ledger`]: {
        Policy: policy({
          Effect: 'Allow',
          Principal: '*',
          ...ANY,
          Condition: { StringEquals: { 's3:DataAccessPointAccount': CALLER } },
        }),
      },
      [`${CALLER} iam:GetUser anna`]: {
        User: { Arn: `arn:aws:iam::${CALLER}:user/staff/anna`, UserId: 'AIDAEXAMPLE' },
      },
      [`${CALLER} iam:ListUserPolicies anna`]: { PolicyNames: ['Own'] },
      [`${CALLER} iam:GetUserPolicy anna Own`]: {
        PolicyDocument: policy({ Effect: 'Deny', Action: 's3:PutObject', Resource: '*' }),
      },
      [`${CALLER} iam:ListAttachedUserPolicies anna`]: { AttachedPolicies: [] },
      [`${CALLER} iam:ListGroupsForUser anna`]: { Groups: [{ GroupName: 'analysts' }] },
      [`${CALLER} iam:ListGroupPolicies analysts`]: { PolicyNames: ['Shared'] },
      [`${CALLER} iam:GetGroupPolicy analysts Shared`]: { PolicyDocument: allowAny },
      [`${CALLER} iam:ListAttachedGroupPolicies analysts`]: { AttachedPolicies: [] },
    },
  },
  'a role by its bare name, and a bucket of nobody knows whom': bare,
  'a Lambda function': {
    call: {
      principal: {
        kind: 'roleOf',
        resource: 'lambdaFunction',
        arn: FUNCTION,
        account: CALLER,
        region: 'eu-central-1',
      },
    },
    answers: { [`${CALLER} lambda:GetFunctionConfiguration ${FUNCTION}`]: { Role: ROLE } },
  },
  'an EC2 instance': {
    call: {
      principal: {
        kind: 'roleOf',
        resource: 'ec2Instance',
        arn: `arn:aws:ec2:eu-central-1:${CALLER}:instance/i-1`,
        account: CALLER,
        region: 'eu-central-1',
      },
    },
    answers: {
      [`${CALLER} ec2:DescribeInstances ["i-1"]`]: {
        Reservations: [{ Instances: [{ IamInstanceProfile: { Arn: PROFILE } }] }],
      },
      [`${CALLER} iam:GetInstanceProfile servers`]: { InstanceProfile: { Roles: [{ Arn: ROLE }] } },
    },
  },
  'a call that nobody says the way of': {
    call: { context: {} },
    answers: {
      ...withoutKey,
      ...allowedRole,
      [`${CALLER} ec2:DescribeVpcEndpoints ${ofS3}`]: { VpcEndpoints: [] },
      [`${OWNER} ec2:DescribeVpcEndpoints ${ofS3}`]: { VpcEndpoints: [] },
    },
  },
  'a call through a VPC endpoint whose policy denies it': {
    call: { context: {}, vpcEndpoint: 'vpce-1' },
    answers: {
      ...withoutKey,
      ...allowedRole,
      [`${CALLER} ec2:DescribeVpcEndpoints ["vpce-1"]`]: {
        VpcEndpoints: [
          {
            VpcEndpointId: 'vpce-1',
            VpcId: 'vpc-1',
            PolicyDocument: policy({ Effect: 'Deny', Principal: '*', ...ANY }),
          },
        ],
      },
      [`${OWNER} ec2:DescribeVpcEndpoints ["vpce-1"]`]: awsSays('InvalidVpcEndpointId.NotFound', { status: 400 }),
    },
  },
  'a session with policies of its own': {
    call: {
      principal: { kind: 'role', arn: ROLE, account: CALLER, sessionArn: SESSION },
      region: 'us-east-1',
    },
    answers: {
      ...withoutKey,
      ...allowedRole,
      [`${CALLER} cloudtrail:LookupEvents [{"AttributeKey":"ResourceName","AttributeValue":"${SESSION}"}]`]: {
        Events: [
          {
            EventId: 'begun',
            EventName: 'AssumeRole',
            EventTime: new Date('2026-11-20T09:00:00Z'),
            EventSource: 'sts.amazonaws.com',
            CloudTrailEvent: JSON.stringify({
              requestParameters: {
                policy: policy({ Effect: 'Allow', Action: 's3:ListBucket', Resource: '*' }),
                policyArns: [{ arn: `arn:aws:iam::${CALLER}:policy/Common` }],
              },
              responseElements: { assumedRoleUser: { arn: SESSION } },
            }),
          },
        ],
      },
    },
  },
  'a version under Object Lock, in a bucket whose tags count': {
    call: { operation: 'DeleteObject', versionId: 'v1' },
    answers: {
      ...allowedRole,
      [`${CALLER} iam:GetRolePolicy reports ReadLedger`]: {
        PolicyDocument: policy({
          Effect: 'Allow',
          ...ANY,
          Condition: { StringEquals: { 'aws:ResourceTag/Team': 'finance' } },
        }),
      },
      [`${OWNER} s3:GetBucketAbac ledger`]: { AbacStatus: { Status: 'Enabled' } },
      [`${OWNER} s3:GetBucketTagging ledger`]: { TagSet: [{ Key: 'Team', Value: 'finance' }] },
      [`${OWNER} s3:GetBucketVersioning ledger`]: { Status: 'Enabled' },
      [`${OWNER} s3:GetObjectLockConfiguration ledger`]: {
        ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' },
      },
      [`${OWNER} s3:GetObjectRetention ledger 2026/10.csv v1`]: {
        Retention: { Mode: 'COMPLIANCE', RetainUntilDate: new Date('2030-01-01T00:00:00Z') },
      },
      [`${OWNER} s3:GetObjectLegalHold ledger 2026/10.csv v1`]: { LegalHold: { Status: 'OFF' } },
    },
  },
  'a bucket whose tags count in what the role is allowed': {
    answers: {
      ...withoutKey,
      ...allowedRole,
      [`${CALLER} iam:GetRolePolicy reports ReadLedger`]: {
        PolicyDocument: policy({
          Effect: 'Allow',
          ...ANY,
          Condition: { StringEquals: { 's3:BucketTag/Team': 'finance' } },
        }),
      },
      [`${OWNER} s3:GetBucketAbac ledger`]: { AbacStatus: { Status: 'Enabled' } },
      [`${OWNER} s3:GetBucketTagging ledger`]: { TagSet: [{ Key: 'Team', Value: 'finance' }] },
    },
  },
  'an object that is looked at, with a key of its own': {
    lookAtObject: true,
    answers: {
      ...allowedRole,
      [`${OWNER} s3:HeadObject ledger 2026/10.csv`]: {
        LastModified: new Date(0),
        ServerSideEncryption: 'aws:kms',
        SSEKMSKeyId: OWN_KEY,
      },
      [`${OWNER} kms:DescribeKey ${OWN_KEY}`]: {
        KeyMetadata: { Arn: OWN_KEY, KeyState: 'Enabled', KeyManager: 'CUSTOMER' },
      },
      [`${OWNER} kms:GetKeyPolicy ${OWN_KEY} default`]: { Policy: allowAll },
      [`${OWNER} kms:ListGrants ${OWN_KEY}`]: { Grants: [] },
    },
  },
  'an object and a key whose tags policies ask about': {
    answers: {
      ...allowedRole,
      [`${CALLER} iam:GetRolePolicy reports ReadLedger`]: {
        PolicyDocument: policy({ Effect: 'Allow', Action: ['s3:*', 'kms:*'], Resource: '*' }),
      },
      [`${CALLER} iam:GetPolicyVersion arn:aws:iam::${CALLER}:policy/Boundary v1`]: {
        PolicyVersion: { Document: policy({ Effect: 'Allow', Action: ['s3:*', 'kms:*'], Resource: '*' }) },
      },
      [`${OWNER} s3:GetBucketPolicy ledger`]: {
        Policy: policy(
          { Effect: 'Allow', Principal: { AWS: ROLE_OF_REPORTS }, ...ANY },
          {
            Effect: 'Deny',
            Principal: '*',
            ...ANY,
            Condition: { StringEquals: { 's3:ExistingObjectTag/Class': 'secret' } },
          },
        ),
      },
      [`${OWNER} s3:GetObjectTagging ledger 2026/10.csv`]: { TagSet: [{ Key: 'Class', Value: 'public' }] },
      [`${OWNER} kms:GetKeyPolicy ${KEY} default`]: {
        Policy: policy({
          Effect: 'Allow',
          Principal: { AWS: ROLE_OF_REPORTS },
          Action: 'kms:Decrypt',
          Resource: '*',
          Condition: {
            StringEquals: { 'aws:ResourceTag/Team': 'finance' },
            'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/ledger' },
          },
        }),
      },
      [`${OWNER} kms:ListGrants ${KEY}`]: { Grants: [] },
      [`${OWNER} kms:ListResourceTags ${KEY}`]: { Tags: [{ TagKey: 'Team', TagValue: 'finance' }], Truncated: false },
      [`${OWNER} kms:ListAliases ${KEY}`]: { Aliases: [{ AliasName: 'alias/ledger' }], Truncated: false },
    },
  },
  'an object that is not there, for a caller who may not list': {
    answers: {
      ...withoutKey,
      ...allowedRole,
      [`${CALLER} iam:GetRolePolicy reports ReadLedger`]: {
        PolicyDocument: policy({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }),
      },
      [`${OWNER} s3:ListObjectsV2 ledger 2026/10.csv`]: { KeyCount: 0 },
    },
  },
  'an object in the archive': {
    answers: {
      ...withoutKey,
      ...allowedRole,
      [`${OWNER} s3:ListObjectsV2 ledger 2026/10.csv`]: {
        KeyCount: 1,
        Contents: [{ Key: '2026/10.csv', StorageClass: 'GLACIER' }],
      },
    },
  },
  'a bucket whose requesters pay, and a call that does not say so': {
    call: { context: { 'aws:SourceIp': ['203.0.113.7'], 'x-amz-request-payer': [''] } },
    answers: { ...withoutKey, ...allowedRole, [`${OWNER} s3:GetBucketRequestPayment ledger`]: { Payer: 'Requester' } },
  },
};
