import { z } from 'zod';
import type { AccessPointPolicy, PublicAccessFlags } from '../evidence/evidence.ts';
import { found, type Reading, type Unreadable, unreadable } from '../evidence/reading.ts';
import type { AccessPointName } from '../request/s3-arn.ts';
import { accessPointArn } from '../request/s3-arn.ts';
import { PublicAccessBlock, publicAccessFlags } from './block-public-access.ts';
import type { CollectSession } from './collect-session.ts';
import { PolicyText, policyDocument } from './policy-text.ts';
import { read } from './read.ts';
import { readAll } from './read-all.ts';

const Described = z.looseObject({
  Bucket: z.string(),
  BucketAccountId: z.string().optional(),
  NetworkOrigin: z.enum(['Internet', 'VPC']),
  VpcConfiguration: z.looseObject({ VpcId: z.string().optional() }).optional(),
  PublicAccessBlockConfiguration: PublicAccessBlock.optional(),
});
const Policy = z.looseObject({ Policy: PolicyText });
const Status = z.looseObject({ PolicyStatus: z.looseObject({ IsPublic: z.boolean().optional() }).optional() });
const List = z.looseObject({
  NextToken: z.string().optional(),
  AccessPointList: z.array(z.looseObject({ Name: z.string(), Alias: z.string().optional() })),
});

/** Every access point has one; that nothing is said of it does not mean that it is off. */
const NO_BLOCK = 'the answer to `GetAccessPoint` says nothing of Block Public Access';

/** What an access point leads to. */
export interface AccessPoint {
  readonly bucket: string;
  /** Its own account's, unless AWS says that the bucket is another's. */
  readonly bucketAccount: string;
  readonly networkOrigin: 'Internet' | 'VPC';
  readonly vpcId?: string;
  readonly publicAccessBlock: PublicAccessFlags | Unreadable;
}

export async function readAccessPoint(
  session: CollectSession,
  { name, account, region }: AccessPointName,
): Promise<Reading<AccessPoint>> {
  const input = { AccountId: account, Name: name };
  const described = await read(session, 's3control:GetAccessPoint', {
    account,
    region,
    input,
    output: Described,
  });
  if (described.kind !== 'found') return described;
  const { Bucket, BucketAccountId, NetworkOrigin, VpcConfiguration, PublicAccessBlockConfiguration } = described.value;
  const vpcId = VpcConfiguration?.VpcId;
  return found({
    bucket: Bucket,
    bucketAccount: BucketAccountId ?? account,
    networkOrigin: NetworkOrigin,
    publicAccessBlock:
      PublicAccessBlockConfiguration === undefined
        ? unreadable('s3:GetAccessPoint', NO_BLOCK, account, 'malformed')
        : publicAccessFlags(PublicAccessBlockConfiguration),
    ...(vpcId === undefined ? {} : { vpcId }),
  });
}

/** The access point's own policy; one without a policy is found, with none. */
export async function readAccessPointPolicy(
  session: CollectSession,
  name: AccessPointName,
  accessPoint: Reading<AccessPoint>,
): Promise<Reading<AccessPointPolicy>> {
  const { account, region } = name;
  const request = {
    account,
    region,
    input: { AccountId: account, Name: name.name },
  };
  const [policy, status] = await Promise.all([
    read(session, 's3control:GetAccessPointPolicy', { ...request, output: Policy }),
    read(session, 's3control:GetAccessPointPolicyStatus', { ...request, output: Status }),
  ]);
  if (accessPoint.kind !== 'found') return accessPoint;
  if (policy.kind === 'unreadable') return policy;
  const { networkOrigin, vpcId } = accessPoint.value;
  const isPublic = status.kind === 'found' ? status.value.PolicyStatus?.IsPublic : undefined;
  const text = policy.kind === 'found' ? policy.value.Policy : undefined;
  const place = { needs: 's3:GetAccessPointPolicy', account, of: `access point policy of \`${name.name}\`` };
  return found({
    policy:
      text === undefined
        ? null
        : { name: 'access point policy', arn: accessPointArn(name), document: policyDocument(text, place) },
    networkOrigin,
    ...(vpcId === undefined ? {} : { vpcId }),
    ...(isPublic === undefined ? {} : { isPublic }),
  });
}

/** The access point that an alias stands for, if it is in the account: S3 lists aliases, and looks none up. */
export async function findAccessPoint(
  session: CollectSession,
  alias: string,
  { account, region, partition }: Omit<AccessPointName, 'name'>,
): Promise<Reading<AccessPointName>> {
  const accessPoints = await readAll(
    session,
    's3control:ListAccessPoints',
    { account, region, input: { AccountId: account }, output: List },
    {
      items: (page) => page.AccessPointList,
      next: ({ NextToken }) => (NextToken === undefined ? undefined : { NextToken }),
    },
  );
  if (accessPoints.kind !== 'found') return accessPoints;
  const named = accessPoints.value.find(({ Alias }) => Alias === alias);
  return named === undefined ? { kind: 'absent' } : found({ name: named.Name, account, region, partition });
}
