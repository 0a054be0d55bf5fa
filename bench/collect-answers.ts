import type { IncomingMessage } from 'node:http';

/** An answer as it goes over the wire, and the service that took its time to give it. */
export interface WireAnswer {
  readonly service: 's3' | 's3control' | 'iam' | 'sts' | 'kms' | 'ec2' | 'organizations';
  readonly operation: string;
  readonly status?: number;
  readonly type: 'application/xml' | 'text/xml' | 'application/json' | 'application/x-amz-json-1.1';
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const CALLER = '111122223333';
export const OWNER = '444455556666';
export const MANAGEMENT = '999900001111';
export const REGION = 'eu-central-1';
export const BUCKET = 'ledger';
export const ROLE = `arn:aws:iam::${CALLER}:role/reports`;
const KEY = `arn:aws:kms:${REGION}:${OWNER}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const ORGANIZATION = 'o-a1b2c3d4e5';
const ROOT = 'r-ab12';
/** As large as a role of a working company. */
const MANAGED = 10;
const INLINE = 3;

const policy = (...Statement: readonly object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const allow = (Action: string) => ({ Effect: 'Allow', Action, Resource: '*' });
const list = (count: number, item: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => item(at)).join('');
const managedArn = (at: number) => `arn:aws:iam::${CALLER}:policy/Managed${at}`;

const IAM: Readonly<Record<string, (input: URLSearchParams) => string>> = {
  GetRole: () =>
    `<Role><Path>/</Path><RoleName>reports</RoleName><RoleId>AROAEXAMPLE</RoleId><Arn>${ROLE}</Arn><CreateDate>2026-01-01T00:00:00Z</CreateDate><PermissionsBoundary><PermissionsBoundaryType>Policy</PermissionsBoundaryType><PermissionsBoundaryArn>arn:aws:iam::${CALLER}:policy/Boundary</PermissionsBoundaryArn></PermissionsBoundary></Role>`,
  ListRolePolicies: () =>
    `<PolicyNames>${list(INLINE, (at) => `<member>Inline${at}</member>`)}</PolicyNames><IsTruncated>false</IsTruncated>`,
  ListAttachedRolePolicies: () =>
    `<AttachedPolicies>${list(MANAGED, (at) => `<member><PolicyName>Managed${at}</PolicyName><PolicyArn>${managedArn(at)}</PolicyArn></member>`)}</AttachedPolicies><IsTruncated>false</IsTruncated>`,
  GetRolePolicy: (input) =>
    `<RoleName>reports</RoleName><PolicyName>${input.get('PolicyName')}</PolicyName><PolicyDocument>${encodeURIComponent(policy(allow('s3:GetObject')))}</PolicyDocument>`,
  GetPolicy: (input) =>
    `<Policy><PolicyName>x</PolicyName><Arn>${input.get('PolicyArn')}</Arn><DefaultVersionId>v1</DefaultVersionId></Policy>`,
  GetPolicyVersion: () =>
    `<PolicyVersion><Document>${encodeURIComponent(policy(allow('s3:*'), allow('kms:*')))}</Document><VersionId>v1</VersionId><IsDefaultVersion>true</IsDefaultVersion></PolicyVersion>`,
};

function query(body: string): WireAnswer {
  const input = new URLSearchParams(body);
  const operation = input.get('Action') ?? '';
  const xml = (service: 'iam' | 'sts', result: string): WireAnswer => ({
    service,
    operation,
    type: 'text/xml',
    body: `<${operation}Response xmlns="https://${service}.amazonaws.com/doc/"><${operation}Result>${result}</${operation}Result><ResponseMetadata><RequestId>x</RequestId></ResponseMetadata></${operation}Response>`,
  });
  if (operation === 'AssumeRole') {
    const ends = new Date(Date.now() + 3_600_000).toISOString();
    return xml(
      'sts',
      `<Credentials><AccessKeyId>ASIAEXAMPLE</AccessKeyId><SecretAccessKey>example</SecretAccessKey><SessionToken>example</SessionToken><Expiration>${ends}</Expiration></Credentials>`,
    );
  }
  if (operation === 'DescribeVpcEndpoints') {
    const nothing =
      '<DescribeVpcEndpointsResponse><requestId>x</requestId><vpcEndpointSet/></DescribeVpcEndpointsResponse>';
    return { service: 'ec2', operation, type: 'text/xml', body: nothing };
  }
  const answer = IAM[operation];
  if (answer === undefined) throw new Error(`nothing answers ${operation}`);
  return xml('iam', answer(input));
}

/** The root, the OUs under one another, and the account: as many as the organization has levels. */
export const levelsOf = (levels: number): readonly string[] => [
  ROOT,
  ...Array.from({ length: levels - 2 }, (_, at) => `ou-ab12-1111111${at}`),
];

interface Organizations {
  readonly [operation: string]: (input: Readonly<Record<string, string>>, levels: number) => object;
}
const ORGANIZATIONS: Organizations = {
  DescribeOrganization: () => ({
    Organization: { Id: ORGANIZATION, MasterAccountId: MANAGEMENT, FeatureSet: 'ALL' },
  }),
  ListRoots: () => ({
    Roots: [
      {
        Id: ROOT,
        PolicyTypes: ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'].map((Type) => ({ Type, Status: 'ENABLED' })),
      },
    ],
  }),
  DescribeAccount: ({ AccountId }, levels) => ({
    Account: { Id: AccountId, Paths: [`${[ORGANIZATION, ...levelsOf(levels)].join('/')}/`] },
  }),
  ListParents: ({ ChildId }, levels) => {
    const targets = levelsOf(levels);
    const at = targets.indexOf(ChildId ?? '');
    const Id = targets[at < 0 ? targets.length - 1 : at - 1] ?? ROOT;
    return { Parents: [{ Id, Type: Id === ROOT ? 'ROOT' : 'ORGANIZATIONAL_UNIT' }] };
  },
  ListPoliciesForTarget: ({ TargetId, Filter = '' }) => {
    const kind = Filter === 'SERVICE_CONTROL_POLICY' ? 'FullAWSAccess' : 'RCPFullAWSAccess';
    const everywhere = { Id: `p-${kind}`, Name: kind, Type: Filter, AwsManaged: true };
    const guard = { Id: `p-${Filter === 'SERVICE_CONTROL_POLICY' ? 'scp' : 'rcp'}guard`, Name: 'Guard', Type: Filter };
    return { Policies: TargetId === ROOT ? [everywhere, guard] : [everywhere] };
  },
  DescribePolicy: ({ PolicyId = '' }) => {
    const Principal = PolicyId.startsWith('p-rcp') ? { Principal: '*' } : {};
    const Content = policy({ Effect: 'Deny', ...Principal, Action: 's3:DeleteBucket', Resource: '*' });
    const Type = PolicyId.startsWith('p-rcp') ? 'RESOURCE_CONTROL_POLICY' : 'SERVICE_CONTROL_POLICY';
    return { Policy: { PolicySummary: { Id: PolicyId, Type }, Content } };
  },
};

const KMS: Readonly<Record<string, object>> = {
  DescribeKey: { KeyMetadata: { KeyId: KEY, Arn: KEY, KeyState: 'Enabled', KeyManager: 'CUSTOMER' } },
  GetKeyPolicy: {
    Policy: policy({
      ...allow('kms:*'),
      Principal: { AWS: [`arn:aws:iam::${OWNER}:root`, `arn:aws:iam::${CALLER}:root`] },
    }),
  },
  ListGrants: { Grants: [], Truncated: false },
};

function json(target: string, body: string, levels: number): WireAnswer {
  const operation = target.slice(target.lastIndexOf('.') + 1);
  const common = { operation, type: 'application/x-amz-json-1.1' as const };
  const key = target.startsWith('TrentService.') ? KMS[operation] : undefined;
  if (key !== undefined) return { ...common, service: 'kms', body: JSON.stringify(key) };
  if (operation === 'DescribeEffectivePolicy') {
    const none = { __type: 'EffectivePolicyNotFoundException', Message: 'none' };
    return { ...common, service: 'organizations', status: 400, body: JSON.stringify(none) };
  }
  const answer = ORGANIZATIONS[operation];
  if (answer === undefined) throw new Error(`nothing answers ${target}`);
  return { ...common, service: 'organizations', body: JSON.stringify(answer(JSON.parse(body || '{}'), levels)) };
}

const XML = 'application/xml';
const NONE = (code: string) => ({ status: 404, body: `<Error><Code>${code}</Code><Message>none</Message></Error>` });
const BLOCK =
  '<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>true</IgnorePublicAcls><BlockPublicPolicy>true</BlockPublicPolicy><RestrictPublicBuckets>true</RestrictPublicBuckets></PublicAccessBlockConfiguration>';
/** By the subresource that is asked for. */
const S3: Readonly<Record<string, Partial<WireAnswer>>> = {
  policy: {
    type: 'application/json',
    body: policy({
      Effect: 'Allow',
      Principal: { AWS: ROLE },
      Action: 's3:GetObject',
      Resource: `arn:aws:s3:::${BUCKET}/*`,
    }),
  },
  policyStatus: { body: '<PolicyStatus><IsPublic>false</IsPublic></PolicyStatus>' },
  publicAccessBlock: { body: BLOCK },
  ownershipControls: {
    body: '<OwnershipControls><Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule></OwnershipControls>',
  },
  encryption: {
    body: `<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>${KEY}</KMSMasterKeyID></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>`,
  },
  requestPayment: { body: '<RequestPaymentConfiguration><Payer>BucketOwner</Payer></RequestPaymentConfiguration>' },
  versioning: { body: '<VersioningConfiguration/>' },
  abac: { body: '<AbacStatus><Status>Disabled</Status></AbacStatus>' },
  'object-lock': NONE('ObjectLockConfigurationNotFoundError'),
  tagging: NONE('NoSuchTagSet'),
  retention: NONE('NoSuchObjectLockConfiguration'),
  'legal-hold': NONE('NoSuchObjectLockConfiguration'),
  'list-type': {
    body: `<ListBucketResult><Name>${BUCKET}</Name><Contents><Key>2026/10.csv</Key></Contents></ListBucketResult>`,
  },
};

function rest({ method, url = '/' }: IncomingMessage): WireAnswer {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  if (pathname.startsWith('/v20180820/')) {
    return {
      service: 's3control',
      operation: 'GetPublicAccessBlock',
      type: XML,
      ...NONE('NoSuchPublicAccessBlockConfiguration'),
    };
  }
  if (method === 'HEAD') {
    const headers = { 'x-amz-bucket-region': REGION };
    return { service: 's3', operation: 'HeadBucket', status: 200, type: XML, body: '', headers };
  }
  const asked = Object.keys(S3).find((name) => searchParams.has(name));
  if (asked === undefined) throw new Error(`nothing answers ${method} ${url}`);
  return { service: 's3', operation: asked, type: XML, body: '', ...S3[asked] };
}

/** What AWS says to a request, in an organization of so many levels. */
export function answerTo(request: IncomingMessage, body: string, levels: number): WireAnswer {
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') return json(target, body, levels);
  return request.headers['content-type']?.includes('form-urlencoded') === true ? query(body) : rest(request);
}
