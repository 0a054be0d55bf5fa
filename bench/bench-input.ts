/** One request with its policies as plain JSON: what both evaluators are given. */
export interface BenchInput {
  readonly name: string;
  readonly principal: string;
  readonly account: string;
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string>>;
  readonly identityPolicies: readonly NamedPolicy[];
  readonly permissionsBoundary: NamedPolicy | null;
  readonly serviceControlPolicies: readonly { readonly target: string; readonly policies: readonly NamedPolicy[] }[];
  readonly bucketPolicy: Policy;
}

export interface NamedPolicy {
  readonly name: string;
  readonly policy: Policy;
}

export interface Policy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly object[];
}

const ROLE = 'arn:aws:iam::111122223333:role/reports';
const REQUEST = {
  principal: ROLE,
  account: '111122223333',
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::example-reports/2026/10.csv',
  context: {
    'aws:SecureTransport': 'true',
    'aws:SourceIp': '203.0.113.7',
    'aws:PrincipalTag/team': 'finance',
    'aws:RequestedRegion': 'eu-west-1',
    'aws:UserAgent': 'aws-cli/2.31',
  },
} as const;

const policy = (Statement: readonly object[]): Policy => ({ Version: '2012-10-17', Statement });

/** One identity-based statement and one statement of the bucket policy, with a condition. */
export const SMALL: BenchInput = {
  ...REQUEST,
  name: 'small',
  identityPolicies: [
    {
      name: 'ReadReports',
      policy: policy([
        { Sid: 'Read', Effect: 'Allow', Action: ['s3:GetObject'], Resource: 'arn:aws:s3:::example-reports/*' },
      ]),
    },
  ],
  permissionsBoundary: null,
  serviceControlPolicies: [],
  bucketPolicy: policy([
    {
      Sid: 'OnlyTls',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: ['arn:aws:s3:::example-reports', 'arn:aws:s3:::example-reports/*'],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  ]),
};

const ACTIONS = [
  ['s3:Get*', 's3:List*'],
  ['s3:PutObject', 's3:PutObjectTagging', 's3:DeleteObject'],
  ['s3:*'],
  ['s3:GetObject', 's3:GetObjectVersion', 's3:GetObjectTagging'],
  ['kms:Decrypt', 'kms:GenerateDataKey'],
  ['s3:*Object', 's3:*Bucket'],
];

const CONDITIONS: readonly Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>[] = [
  { StringEquals: { 'aws:PrincipalTag/team': ['platform', 'search', 'billing'] } },
  { IpAddress: { 'aws:SourceIp': ['198.51.100.0/24', '192.0.2.0/24', '10.0.0.0/8'] } },
  { StringLike: { 'aws:UserAgent': ['Boto3/*', 'aws-sdk-java/*'] }, Bool: { 'aws:SecureTransport': 'true' } },
  { StringNotLike: { 'aws:PrincipalArn': ['arn:aws:iam::*:role/admin-*', 'arn:aws:iam::111122223333:role/reports'] } },
  { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/service/*' } },
  { StringEquals: { 'aws:RequestedRegion': ['us-east-1', 'ap-south-1'] } },
];

/** Statement number `n` of a made-up estate: most are for other buckets, or fail on their conditions. */
function statement(n: number, effect: 'Allow' | 'Deny', principal: boolean): object {
  const bucket = n % 7 === 0 ? 'example-reports' : `example-${['logs', 'lake', 'media', 'backup'][n % 4]}-${n}`;
  return {
    Sid: `Statement${n}`,
    Effect: effect,
    ...(principal ? { Principal: n % 3 === 0 ? '*' : { AWS: `arn:aws:iam::111122223333:role/team-${n}` } } : {}),
    Action: ACTIONS[n % ACTIONS.length],
    Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`, `arn:aws:s3:::${bucket}-archive/team-${n}/*`],
    Condition: CONDITIONS[n % CONDITIONS.length],
  };
}

const many = (count: number, from: number, effect: 'Allow' | 'Deny', principal = false): readonly object[] =>
  Array.from({ length: count }, (_, at) => statement(from + at, effect, principal));

const READ = { Sid: 'Read', Effect: 'Allow', Action: 's3:Get*', Resource: 'arn:aws:s3:::example-reports/*' };
const ALL = { Sid: 'All', Effect: 'Allow', Action: '*', Resource: '*' };

/** 355 statements: ten managed policies of 20, a boundary of 20, five SCP levels of three policies of 5, a bucket policy of 60. */
export const LARGE: BenchInput = {
  ...REQUEST,
  name: 'large',
  identityPolicies: Array.from({ length: 10 }, (_, at) => ({
    name: `managed-${at}`,
    policy: policy(at === 9 ? [...many(19, at * 20, 'Allow'), READ] : many(20, at * 20, 'Allow')),
  })),
  permissionsBoundary: { name: 'boundary', policy: policy([...many(19, 300, 'Allow'), READ]) },
  serviceControlPolicies: Array.from({ length: 5 }, (_, level) => ({
    target: level === 0 ? 'root' : level === 4 ? '111122223333' : `ou-ab12-${level}`,
    policies: Array.from({ length: 3 }, (_unused, at) => ({
      name: `scp-${level}-${at}`,
      policy: policy([
        ...many(4, 1_000 + level * 20 + at * 5, 'Allow'),
        at === 0 ? ALL : statement(2_000 + at, 'Allow', false),
      ]),
    })),
  })),
  bucketPolicy: policy(many(60, 3_000, 'Allow', true)),
};
