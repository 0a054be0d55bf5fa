import { expect } from 'vitest';
import { readKeyAliases } from '../../src/collect/key-aliases.ts';
import { readKeyPolicy } from '../../src/collect/key-policy.ts';
import { readKeyTags } from '../../src/collect/key-tags.ts';
import { readVpcEndpointPolicy } from '../../src/collect/vpc-endpoint-policy.ts';
import { found } from '../../src/evidence/reading.ts';
import { readDataEventTrails } from '../../src/trail/data-event-trails.ts';
import { REGION } from './account-clients.ts';
import { RECORDS } from './every-read.ts';
import type { ReadCase } from './read-case.ts';

/** What is read of a key, of an endpoint and of CloudTrail. */
export const OTHER_READS: readonly ReadCase[] = [
  [
    'a key: its state, policy and grants',
    ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:ListGrants'],
    ({ session, world }) => readKeyPolicy(session, { arn: world.kmsKey, account: world.accounts.data, region: REGION }),
    ({ world }) =>
      found({
        policy: expect.objectContaining({
          arn: world.kmsKey,
          document: expect.objectContaining({ statements: [expect.objectContaining({ action: ['kms:*'] })] }),
        }),
        keyManager: 'CUSTOMER',
        keyState: 'Enabled',
        grants: [expect.objectContaining({ granteePrincipal: world.principals.exporter, operations: ['Decrypt'] })],
      }),
  ],
  [
    'the tags of a key',
    ['kms:ListResourceTags'],
    ({ session, world }) => readKeyTags(session, { arn: world.kmsKey, account: world.accounts.data, region: REGION }),
    () => found({ team: 'data' }),
  ],
  [
    'the aliases of a key',
    ['kms:ListAliases'],
    ({ session, world }) =>
      readKeyAliases(session, { arn: world.kmsKey, account: world.accounts.data, region: REGION }),
    () => found(['alias/vault']),
  ],
  [
    'the policy of a VPC endpoint',
    ['ec2:DescribeVpcEndpoints'],
    ({ session, world }) =>
      readVpcEndpointPolicy(
        session,
        {
          operation: 'GetObject',
          target: { kind: 'bucket', name: RECORDS, partition: 'aws' },
          principal: { kind: 'anonymous' },
          vpcEndpoint: world.vpcEndpoint,
          context: {},
        },
        REGION,
        [world.accounts.apps],
        Promise.resolve({ endpoints: [], accounts: [] }),
      ),
    ({ world }) => ({
      policy: found({
        name: world.vpcEndpoint,
        document: expect.objectContaining({ statements: [expect.objectContaining({ action: ['s3:GetObject'] })] }),
      }),
      vpc: expect.stringMatching(/^vpc-/),
    }),
  ],
  [
    'the trails that log what is done to the objects of a bucket',
    ['cloudtrail:DescribeTrails', 'cloudtrail:GetEventSelectors'],
    ({ session, world }) =>
      readDataEventTrails(session, {
        account: world.accounts.data,
        region: REGION,
        bucketArn: `arn:aws:s3:::${RECORDS}`,
      }),
    () => found([{ name: 'objects', logs: 'all', deliversTo: 'trail-logs' }]),
  ],
];
