import type { GateCall } from '../../src/collect/gate.ts';
import type { S3Call } from '../../src/request/s3-call.ts';
import { awsSays, type Respond, spokenCall } from './fake-gate.ts';

export const CALLER = '111122223333';
export const OWNER = '444455556666';
export const MANAGEMENT = '999900001111';
export const KEY = `arn:aws:kms:eu-central-1:${OWNER}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

export const policy = (...Statement: readonly object[]): string => JSON.stringify({ Version: '2012-10-17', Statement });
export const allow = (Action: string, Resource = '*') => ({ Effect: 'Allow', Action, Resource });
export const managed = (name: string, account: string = CALLER) => `arn:aws:iam::${account}:policy/${name}`;
const error = (name: string, status = 404) => awsSays(name, { status });

export type Answers = Readonly<Record<string, unknown>>;

/**
 * A role with a boundary, an inline and a managed policy; a bucket in another account, encrypted with a KMS key; an
 * organization of three levels. Keys: account, call, and what tells its input apart. An Error is thrown.
 */
export const ANSWERS: Answers = {
  'self s3:HeadBucket ledger': awsSays('403', { status: 403, region: 'eu-central-1' }),
  [`${CALLER} s3:ListBuckets ledger`]: { Buckets: [{ Name: 'ledger-of-another-name' }] },
  [`${CALLER} iam:GetRole reports`]: {
    Role: {
      Arn: `arn:aws:iam::${CALLER}:role/finance/reports`,
      RoleId: 'AROAEXAMPLE',
      Tags: [{ Key: 'Team', Value: 'finance' }],
      PermissionsBoundary: { PermissionsBoundaryArn: managed('Boundary') },
    },
  },
  [`${CALLER} iam:ListRolePolicies reports`]: { PolicyNames: ['ReadLedger'], IsTruncated: false },
  [`${CALLER} iam:ListAttachedRolePolicies reports`]: {
    AttachedPolicies: [{ PolicyName: 'Common', PolicyArn: managed('Common') }],
  },
  [`${CALLER} iam:GetRolePolicy reports ReadLedger`]: {
    PolicyDocument: encodeURIComponent(policy(allow('s3:GetObject', 'arn:aws:s3:::ledger/*'))),
  },
  [`${CALLER} iam:GetPolicy ${managed('Common')}`]: { Policy: { DefaultVersionId: 'v3' } },
  [`${CALLER} iam:GetPolicyVersion ${managed('Common')} v3`]: { PolicyVersion: { Document: policy(allow('logs:*')) } },
  [`${CALLER} iam:GetPolicy ${managed('Boundary')}`]: { Policy: { DefaultVersionId: 'v1' } },
  [`${CALLER} iam:GetPolicyVersion ${managed('Boundary')} v1`]: { PolicyVersion: { Document: policy(allow('s3:*')) } },
  [`${CALLER} organizations:DescribeOrganization`]: {
    Organization: { Id: 'o-a1b2c3d4e5', MasterAccountId: MANAGEMENT, FeatureSet: 'ALL' },
  },
  [`${OWNER} organizations:DescribeOrganization`]: {
    Organization: { Id: 'o-a1b2c3d4e5', MasterAccountId: MANAGEMENT, FeatureSet: 'ALL' },
  },
  [`${MANAGEMENT} organizations:ListAccounts`]: {
    Accounts: [
      { Id: MANAGEMENT, State: 'ACTIVE' },
      { Id: CALLER, State: 'ACTIVE' },
      { Id: OWNER, State: 'ACTIVE' },
      { Id: '777788889999', State: 'SUSPENDED' },
    ],
  },
  [`${MANAGEMENT} s3:ListBuckets ledger`]: { Buckets: [] },
  [`${OWNER} s3:ListBuckets ledger`]: { Buckets: [{ Name: 'ledger', BucketRegion: 'eu-central-1' }] },
  [`${MANAGEMENT} organizations:DescribeAccount ${CALLER}`]: { Account: { Id: CALLER } },
  [`${MANAGEMENT} organizations:DescribeAccount ${OWNER}`]: {
    Account: { Id: OWNER, Paths: ['o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/'] },
  },
  [`${MANAGEMENT} organizations:ListParents ${CALLER}`]: {
    Parents: [{ Id: 'ou-ab12-11111111', Type: 'ORGANIZATIONAL_UNIT' }],
  },
  [`${MANAGEMENT} organizations:ListParents ${OWNER}`]: {
    Parents: [{ Id: 'ou-ab12-11111111', Type: 'ORGANIZATIONAL_UNIT' }],
  },
  [`${MANAGEMENT} organizations:ListParents ou-ab12-11111111`]: { Parents: [{ Id: 'r-ab12', Type: 'ROOT' }] },
  [`${MANAGEMENT} organizations:ListRoots`]: {
    Roots: [
      {
        Id: 'r-ab12',
        PolicyTypes: [
          { Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' },
          { Type: 'RESOURCE_CONTROL_POLICY', Status: 'ENABLED' },
        ],
      },
    ],
  },
  ...Object.fromEntries(
    ['r-ab12', 'ou-ab12-11111111', CALLER, OWNER].flatMap((target) => [
      [
        `${MANAGEMENT} organizations:ListPoliciesForTarget ${target} SERVICE_CONTROL_POLICY`,
        { Policies: [{ Id: 'p-FullAWSAccess', Name: 'FullAWSAccess' }] },
      ],
      [
        `${MANAGEMENT} organizations:ListPoliciesForTarget ${target} RESOURCE_CONTROL_POLICY`,
        { Policies: [{ Id: 'p-RCPFullAWSAccess', Name: 'RCPFullAWSAccess' }] },
      ],
    ]),
  ),
  [`${MANAGEMENT} organizations:ListPoliciesForTarget ou-ab12-11111111 SERVICE_CONTROL_POLICY`]: {
    Policies: [
      { Id: 'p-FullAWSAccess', Name: 'FullAWSAccess' },
      { Id: 'p-guard', Name: 'Guard' },
    ],
  },
  [`${MANAGEMENT} organizations:DescribePolicy p-guard`]: {
    Policy: { Content: policy({ Effect: 'Deny', Action: 's3:DeleteBucket', Resource: '*' }) },
  },
  [`${OWNER} s3:GetBucketPolicy ledger`]: {
    Policy: policy({ ...allow('s3:GetObject', 'arn:aws:s3:::ledger/*'), Principal: { AWS: CALLER } }),
  },
  [`${OWNER} s3:GetBucketPolicyStatus ledger`]: { PolicyStatus: { IsPublic: false } },
  [`${OWNER} s3:GetPublicAccessBlock ledger`]: {
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    },
  },
  [`${OWNER} s3control:GetPublicAccessBlock ${OWNER}`]: error('NoSuchPublicAccessBlockConfiguration'),
  [`${OWNER} s3:GetBucketOwnershipControls ledger`]: {
    OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
  },
  [`${OWNER} organizations:DescribeEffectivePolicy S3_POLICY`]: error('EffectivePolicyNotFoundException', 400),
  [`${OWNER} s3:GetBucketRequestPayment ledger`]: { Payer: 'BucketOwner' },
  [`${OWNER} s3:GetBucketVersioning ledger`]: {},
  [`${OWNER} s3:GetObjectLockConfiguration ledger`]: error('ObjectLockConfigurationNotFoundError'),
  [`${OWNER} cloudtrail:DescribeTrails`]: {
    trailList: [{ Name: 'all', TrailARN: `arn:aws:cloudtrail:us-east-1:${OWNER}:trail/all`, HomeRegion: 'us-east-1' }],
  },
  [`${OWNER} s3:GetBucketAbac ledger`]: { AbacStatus: { Status: 'Disabled' } },
  [`${OWNER} s3:GetBucketTagging ledger`]: awsSays('NoSuchTagSet', { status: 404 }),
  [`${OWNER} s3:ListObjectsV2 ledger 2026/10.csv`]: { Contents: [{ Key: '2026/10.csv' }] },
  [`${OWNER} s3:GetBucketEncryption ledger`]: {
    ServerSideEncryptionConfiguration: {
      Rules: [
        {
          ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY },
          BucketKeyEnabled: true,
        },
      ],
    },
  },
  [`${OWNER} kms:DescribeKey ${KEY}`]: { KeyMetadata: { Arn: KEY, KeyState: 'Enabled', KeyManager: 'CUSTOMER' } },
  [`${OWNER} kms:GetKeyPolicy ${KEY} default`]: {
    Policy: policy({ ...allow('kms:*'), Principal: { AWS: `arn:aws:iam::${OWNER}:root` } }),
  },
  [`${OWNER} kms:ListGrants ${KEY}`]: {
    Grants: [{ GranteePrincipal: `arn:aws:iam::${CALLER}:role/finance/reports`, Operations: ['Decrypt'] }],
  },
};

/** GetObject by the role, with nothing said of the bucket's owner. */
export const CALL: S3Call = {
  operation: 'GetObject',
  target: { kind: 'bucket', name: 'ledger', partition: 'aws' },
  key: '2026/10.csv',
  principal: { kind: 'role', arn: `arn:aws:iam::${CALLER}:role/reports`, account: CALLER },
  context: { 'aws:SourceIp': ['203.0.113.7'] },
};

/** Answers from a table; a call that is not in it is a fault of the test, told by the call's name. */
export function answering(...tables: readonly Answers[]): Respond {
  const answers: Answers = Object.assign({}, ...tables);
  return (call: GateCall) => {
    const key = spokenCall(call);
    if (!(key in answers)) throw awsSays('NotInTable', { message: key });
    const answer = answers[key];
    if (answer instanceof Error) throw answer;
    return answer;
  };
}
