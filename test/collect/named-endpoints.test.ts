import { describe, expect, test } from 'vitest';
import { collectWith, evidenceOf } from './collect-with.ts';
import { type Answers, CALLER, OWNER, policy } from './small-organization.ts';

const NETWORK = '777788889999';
const S3 = [{ Name: 'service-name', Values: ['com.amazonaws.eu-central-1.s3', 'cn.com.amazonaws.eu-central-1.s3'] }];
const all = (account: string) => `${account} ec2:DescribeVpcEndpoints ${JSON.stringify(S3)}`;
const one = (account: string) => `${account} ec2:DescribeVpcEndpoints ["vpce-1a2b"]`;
const NARROW = policy({ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::ledger/*' });
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcEndpoints.html
const described = {
  VpcEndpoints: [{ VpcEndpointId: 'vpce-1a2b', VpcId: 'vpc-1', PolicyDocument: NARROW, OwnerId: NETWORK }],
};
const NONE = { VpcEndpoints: [] };
const NOWHERE: Answers = { [all(CALLER)]: NONE, [all(OWNER)]: NONE };

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies-vpc-endpoint.html */
const bucketPolicy = (Condition: object): Answers => ({
  [`${OWNER} s3:GetBucketPolicy ledger`]: {
    Policy: policy({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: 'arn:aws:s3:::ledger/*', Condition }),
  },
});
const UNLESS_THROUGH = bucketPolicy({ StringNotEquals: { 'aws:SourceVpce': 'vpce-1a2b' } });
const OF_NETWORK = bucketPolicy({
  StringNotEquals: { 'aws:SourceVpce': 'vpce-1a2b' },
  StringNotEqualsIfExists: { 'aws:VpceAccount': NETWORK },
});

describe('the VPC endpoint that a bucket policy names', () => {
  test('is said to be elsewhere where the accounts at hand do not have it', async () => {
    const { notes } = await collectWith({ context: {} }, { ...NOWHERE, ...UNLESS_THROUGH });
    expect(notes.join('\n')).toContain('The bucket policy names `vpce-1a2b`, which is not in the accounts looked at');
  });

  test('is one that the call may have come through where they do', async () => {
    const result = await collectWith({ context: {} }, { ...NOWHERE, ...UNLESS_THROUGH, [all(OWNER)]: described });
    expect(evidenceOf(result)?.possibleEndpointPolicies).toMatchObject([{ name: 'vpce-1a2b' }]);
    expect(result.notes.join()).not.toContain('The bucket policy names');
  });

  test('is looked for in the account that the policy says owns it', async () => {
    const result = await collectWith({ context: {} }, { ...NOWHERE, ...OF_NETWORK, [all(NETWORK)]: described });
    expect(evidenceOf(result)?.possibleEndpointPolicies).toMatchObject([{ name: 'vpce-1a2b' }]);
  });
});

describe('the VPC endpoint that was named', () => {
  const nowhere: Answers = { [one(CALLER)]: NONE, [one(OWNER)]: NONE, [one(NETWORK)]: described };

  test('has its policy from the account that the event says owns it', async () => {
    const context = { 'aws:SourceVpce': ['vpce-1a2b'], 'aws:VpceAccount': [NETWORK] };
    const result = await collectWith({ context, vpcEndpoint: 'vpce-1a2b' }, nowhere);
    expect(evidenceOf(result)?.vpcEndpointPolicy).toMatchObject({ kind: 'found', value: { name: 'vpce-1a2b' } });
  });

  test('has it from the account that the bucket policy names', async () => {
    const result = await collectWith({ context: {}, vpcEndpoint: 'vpce-1a2b' }, { ...nowhere, ...OF_NETWORK });
    expect(evidenceOf(result)?.vpcEndpointPolicy.kind).toBe('found');
  });

  test('is not known where nobody says whose it is', async () => {
    const result = await collectWith({ context: {}, vpcEndpoint: 'vpce-1a2b' }, nowhere);
    expect(evidenceOf(result)?.vpcEndpointPolicy).toMatchObject({
      kind: 'unreadable',
      because: expect.stringContaining(`is not in account ${CALLER} or ${OWNER}`),
    });
  });
});
