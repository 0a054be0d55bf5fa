import { describe, expect, test } from 'vitest';
import { contextValue } from '../../src/request/condition-context.ts';
import { collectWith, evidenceOf } from './collect-with.ts';
import { awsSays } from './fake-gate.ts';
import { type Answers, CALL, CALLER, OWNER, policy } from './small-organization.ts';

const denied = awsSays('AccessDenied', { status: 403 });
const allowAll = policy({ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' });

describe('the caller', () => {
  test('by a bare role name is taken to be of the account that was said', async () => {
    const { principalArn, notes } = await collectWith({
      principal: { kind: 'roleName', name: 'reports', account: CALLER },
    });
    expect(principalArn).toBe(`arn:aws:iam::${CALLER}:role/finance/reports`);
    expect(notes.join()).not.toContain('is in account');
  });

  test('by a bare role name alone is taken to be of the account we are in, which is said', async () => {
    const { principalArn, notes } = await collectWith(
      { principal: { kind: 'roleName', name: 'reports' } },
      { 'self sts:GetCallerIdentity': { Account: CALLER } },
    );
    expect(principalArn).toBe(`arn:aws:iam::${CALLER}:role/finance/reports`);
    expect(notes[0]).toContain(`Taken for granted: role \`reports\` is in account ${CALLER}.`);
  });

  test('by a bare role name is looked for in the account of the bucket as well', async () => {
    const { principalArn } = await collectWith(
      { principal: { kind: 'roleName', name: 'reports' }, bucketAccount: CALLER, region: 'eu-central-1' },
      {
        'self sts:GetCallerIdentity': { Account: OWNER },
        [`${OWNER} iam:GetRole reports`]: awsSays('NoSuchEntityException', { status: 404 }),
      },
    );
    expect(principalArn).toBe(`arn:aws:iam::${CALLER}:role/finance/reports`);
  });

  test.each<[string, Answers, string]>([
    [
      'in two accounts is not guessed',
      { [`${OWNER} iam:GetRole reports`]: { Role: { Arn: `arn:aws:iam::${OWNER}:role/reports`, RoleId: 'AROA2' } } },
      `accounts ${OWNER} and ${CALLER} each have a role \`reports\`; name it by its ARN, or say \`--account\``,
    ],
    [
      'in no account is not guessed',
      {
        [`${OWNER} iam:GetRole reports`]: awsSays('NoSuchEntityException', { status: 404 }),
        [`${CALLER} iam:GetRole reports`]: denied,
      },
      `it is not known which account role \`reports\` is in: none of ${OWNER}, ${CALLER} shows it; name it by its ARN`,
    ],
  ])('by a bare role name that is %s', async (_where, answers, because) => {
    const result = await collectWith(
      { principal: { kind: 'roleName', name: 'reports' }, bucketAccount: CALLER, region: 'eu-central-1' },
      { 'self sts:GetCallerIdentity': { Account: OWNER }, ...answers },
    );
    expect(evidenceOf(result)?.identityPolicies).toMatchObject({
      kind: 'unreadable',
      because: expect.stringContaining(because),
    });
  });

  test('whose account nobody knows leaves its side unread', async () => {
    const result = await collectWith(
      { principal: { kind: 'roleName', name: 'reports' } },
      { 'self sts:GetCallerIdentity': denied, [`${OWNER} s3:ListBuckets ledger`]: { Buckets: [] } },
    );
    expect(evidenceOf(result)).toMatchObject({
      identityPolicies: { kind: 'unreadable', because: expect.stringContaining('--account') },
      // Whether the bucket policy names the caller cannot be said either.
      bucketPolicy: { kind: 'unreadable', because: expect.stringContaining('--account') },
      serviceControlPolicies: { kind: 'unreadable' },
    });
  });

  test('by a session has the path and the user id that only IAM knows', async () => {
    const sessionArn = `arn:aws:sts::${CALLER}:assumed-role/reports/nightly`;
    const principal = {
      kind: 'role' as const,
      arn: `arn:aws:iam::${CALLER}:role/reports`,
      account: CALLER,
      sessionArn,
    };
    const { requests, principalArn } = await collectWith({ principal });
    const request = requests[0]?.request;
    expect(principalArn).toBe(sessionArn);
    expect(request?.principal).toMatchObject({
      arn: `arn:aws:iam::${CALLER}:role/finance/reports`,
      sessionArn,
      wholeArn: true,
    });
    expect(request === undefined ? undefined : contextValue(request.context, 'aws:userid')).toEqual({
      kind: 'known',
      values: ['AROAEXAMPLE:nightly'],
    });
  });

  test('that is a service-linked role is known as such', async () => {
    const Arn = `arn:aws:iam::${CALLER}:role/aws-service-role/x.amazonaws.com/reports`;
    const { requests, notes } = await collectWith({}, { [`${CALLER} iam:GetRole reports`]: { Role: { Arn } } });
    expect(requests[0]?.request.principal).toMatchObject({ serviceLinked: true });
    expect(notes.join()).not.toContain('session policy');
  });

  test('that is anonymous or a service has no side of its own', async () => {
    for (const principal of [
      { kind: 'anonymous' },
      { kind: 'service', service: 'logging.s3.amazonaws.com' },
    ] as const) {
      const result = await collectWith({ principal }, { [`${CALLER} s3:ListBuckets ledger`]: { Buckets: [] } });
      expect(evidenceOf(result)).toMatchObject({
        identityPolicies: { kind: 'absent' },
        permissionsBoundary: { kind: 'absent' },
        serviceControlPolicies: { kind: 'absent' },
        bucketPolicy: { kind: 'found' },
      });
    }
  });
});

describe('an access point', () => {
  const NAME = { account: CALLER, region: 'eu-central-1', partition: 'aws', name: 'finance' };
  const ARN = `arn:aws:s3:eu-central-1:${CALLER}:accesspoint/finance`;
  const THROUGH: Answers = {
    [`${CALLER} s3control:GetAccessPoint ${CALLER} finance`]: {
      Bucket: 'ledger',
      BucketAccountId: OWNER,
      NetworkOrigin: 'VPC',
      VpcConfiguration: { VpcId: 'vpc-1' },
      PublicAccessBlockConfiguration: { BlockPublicPolicy: true },
    },
    [`${CALLER} s3control:GetAccessPointPolicy ${CALLER} finance`]: { Policy: allowAll },
    [`${CALLER} s3control:GetAccessPointPolicyStatus ${CALLER} finance`]: { PolicyStatus: { IsPublic: false } },
  };
  const target = { kind: 'accessPoint' as const, ...NAME };

  test('leads to the bucket of another account', async () => {
    const result = await collectWith({ target }, THROUGH);
    expect(result.requests[0]?.request).toMatchObject({
      resource: `${ARN}/object/2026/10.csv`,
      resourceAccount: CALLER,
      bucket: { name: 'ledger', account: OWNER },
    });
    expect(evidenceOf(result)).toMatchObject({
      accessPointPolicy: {
        kind: 'found',
        value: { networkOrigin: 'VPC', vpcId: 'vpc-1', isPublic: false, policy: { arn: ARN } },
      },
      bucketPolicy: { kind: 'found' },
      blockPublicAccess: {
        kind: 'found',
        value: { accessPoint: { BlockPublicPolicy: true, RestrictPublicBuckets: false } },
      },
    });
  });

  test('without a policy is found, with none', async () => {
    const none = awsSays('NoSuchAccessPointPolicy', { status: 404 });
    const result = await collectWith(
      { target },
      { ...THROUGH, [`${CALLER} s3control:GetAccessPointPolicy ${CALLER} finance`]: none },
    );
    expect(evidenceOf(result)).toMatchObject({ accessPointPolicy: { kind: 'found', value: { policy: null } } });
  });

  test('that cannot be read leaves open which bucket it is', async () => {
    const result = await collectWith({ target }, { [`${CALLER} s3control:GetAccessPoint ${CALLER} finance`]: denied });
    expect(evidenceOf(result)).toMatchObject({
      accessPointPolicy: { kind: 'unreadable', needs: 's3:GetAccessPoint' },
      bucketPolicy: { kind: 'unreadable' },
      identityPolicies: { kind: 'found' },
    });
  });

  const alias = { kind: 'accessPointAlias' as const, alias: 'finance-abc-s3alias', partition: 'aws' };
  const ofAlias: Answers = {
    'self s3:HeadBucket finance-abc-s3alias': { BucketRegion: 'eu-central-1', AccessPointAlias: true },
    [`${CALLER} s3control:ListAccessPoints ${CALLER}`]: {
      AccessPointList: [{ Name: 'finance', Alias: 'finance-abc-s3alias' }],
    },
  };

  test('is found by its alias', async () => {
    const result = await collectWith({ target: alias }, { ...THROUGH, ...ofAlias });
    expect(result.requests[0]?.request.resource).toBe(`${ARN}/object/2026/10.csv`);
  });

  test('whose alias is nowhere settles nothing', async () => {
    const result = await collectWith(
      { target: alias },
      { ...ofAlias, [`${CALLER} s3control:ListAccessPoints ${CALLER}`]: { AccessPointList: [] } },
    );
    const evidence = evidenceOf(result);
    expect([evidence?.identityPolicies.kind, evidence?.bucketPolicy.kind]).toEqual(['unreadable', 'unreadable']);
  });
});

describe('the VPC endpoint', () => {
  const through = { context: {}, vpcEndpoint: 'vpce-1a' };
  const inAccount = (account: string) => `${account} ec2:DescribeVpcEndpoints ["vpce-1a"]`;
  const nowhere = awsSays('InvalidVpcEndpointId.NotFound', { status: 400 });

  test('that was named is looked for in the accounts at hand', async () => {
    const result = await collectWith(through, {
      [inAccount(CALLER)]: nowhere,
      [inAccount(OWNER)]: { VpcEndpoints: [{ PolicyDocument: allowAll, VpcId: 'vpc-7' }] },
    });
    expect(evidenceOf(result)?.vpcEndpointPolicy).toMatchObject({ kind: 'found', value: { name: 'vpce-1a' } });
    const request = result.requests[0]?.request;
    const vpc = request === undefined ? undefined : contextValue(request.context, 'aws:SourceVpc');
    expect(vpc).toEqual({ kind: 'known', values: ['vpc-7'] });
  });

  test('that is in none of them is unreadable', async () => {
    const result = await collectWith(through, { [inAccount(CALLER)]: nowhere, [inAccount(OWNER)]: nowhere });
    expect(evidenceOf(result)?.vpcEndpointPolicy).toMatchObject({
      kind: 'unreadable',
      because: expect.stringContaining(`is not in account ${CALLER} or ${OWNER} in eu-central-1`),
    });
  });

  test('is none for a call with a source address', async () => {
    expect(evidenceOf(await collectWith({}))?.vpcEndpointPolicy).toEqual({ kind: 'absent' });
  });

  test('is not known for a call of which nobody said how it came', async () => {
    expect(evidenceOf(await collectWith({ context: {} }))?.vpcEndpointPolicy).toMatchObject({
      kind: 'unreadable',
      because: expect.stringContaining('--vpc-endpoint'),
    });
  });
});

test('a copy reads the side of its source as well', async () => {
  const result = await collectWith(
    {
      operation: 'CopyObject',
      context: { ...CALL.context, 's3:x-amz-copy-source': ['ledger/2026/09.csv'] },
      bucketAccount: OWNER,
    },
    { [`${OWNER} s3:ListObjectsV2 ledger 2026/09.csv`]: { Contents: [] } },
  );
  const s3 = result.requests.filter(({ request }) => request.action.startsWith('s3:'));
  expect(s3.map(({ request, evidence }) => [request.action, request.resource, evidence.bucketPolicy.kind])).toEqual(
    expect.arrayContaining([
      ['s3:GetObject', 'arn:aws:s3:::ledger/2026/09.csv', 'found'],
      ['s3:PutObject', 'arn:aws:s3:::ledger/2026/10.csv', 'found'],
    ]),
  );
});

test('what is not covered has no requests, and no reads of a bucket', async () => {
  const target = {
    kind: 'notCovered' as const,
    service: 's3Tables' as const,
    text: 'arn:aws:s3tables:eu-central-1:1:bucket/b',
  };
  const result = await collectWith({ target });
  expect(result).toMatchObject({ requests: [], bucket: target.text, bucketAccount: null });
});

test('the account itself is asked for without a bucket', async () => {
  const result = await collectWith({ operation: 'ListBuckets', target: { kind: 'account', partition: 'aws' } });
  expect(result).toMatchObject({ bucket: '*', bucketAccount: null });
  expect(result.settings).toBeUndefined();
  expect(result.requests[0]?.request).toMatchObject({ resource: '*', resourceAccount: CALLER });
  expect(evidenceOf(result)).toMatchObject({ bucketPolicy: { kind: 'absent' }, identityPolicies: { kind: 'found' } });
});
