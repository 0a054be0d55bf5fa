import type { GateCall } from '../../src/collect/gate.ts';
import type { ReadName } from '../../src/collect/reads.ts';
import { REGION } from './account-clients.ts';
import { RECORD, RECORDS } from './every-read.ts';
import type { ReadPlace } from './read-case.ts';

/** A read that moto does not answer as AWS does, and the answers of AWS that stand for it. */
export interface Lack {
  readonly ask: (place: ReadPlace) => GateCall;
  /** What moto gives instead: the SDK's output, or its error. Once this is something else, moto may have learnt it. */
  readonly given: unknown;
  /** Files of `test/wire/documented`. */
  readonly documented: readonly string[];
}

const inHome = { region: 'us-east-1' };
const inRegion = { region: REGION };
const NOT_IMPLEMENTED = 'HTTP 500';

export const MOTO_LACKS = {
  // moto takes it for a list of the bucket's objects, of which the SDK finds nothing that it looks for.
  's3:GetBucketRequestPayment': {
    ask: ({ world }) => ({
      name: 's3:GetBucketRequestPayment',
      account: world.accounts.data,
      ...inRegion,
      input: { Bucket: RECORDS },
    }),
    given: {},
    documented: ['requester-pays', 'owner-pays'],
  },
  's3:GetBucketAbac': {
    ask: ({ world }) => ({
      name: 's3:GetBucketAbac',
      account: world.accounts.data,
      ...inRegion,
      input: { Bucket: RECORDS },
    }),
    given: { AbacStatus: {} },
    documented: ['bucket-abac-enabled', 'bucket-abac-disabled'],
  },
  // moto takes it for GetObject, and answers with the content: no XML.
  's3:GetObjectRetention': {
    ask: ({ world }) => ({
      name: 's3:GetObjectRetention',
      account: world.accounts.data,
      ...inRegion,
      input: { Bucket: RECORDS, Key: RECORD },
    }),
    given: 'HTTP 200',
    documented: ['object-retention', 'no-object-retention'],
  },
  'iam:SimulatePrincipalPolicy': {
    ask: ({ world, every }) => ({
      name: 'iam:SimulatePrincipalPolicy',
      account: world.accounts.apps,
      ...inHome,
      input: { PolicySourceArn: every.role, ActionNames: ['s3:GetObject'] },
    }),
    given: NOT_IMPLEMENTED,
    documented: ['scps-refuse-in-the-simulator'],
  },
  'organizations:DescribeEffectivePolicy': {
    ask: ({ world }) => ({
      name: 'organizations:DescribeEffectivePolicy',
      account: world.accounts.data,
      ...inHome,
      input: { PolicyType: 'S3_POLICY' },
    }),
    given: NOT_IMPLEMENTED,
    documented: ['effective-s3-policy', 'no-effective-s3-policy'],
  },
  'cloudtrail:LookupEvents': {
    ask: ({ world }) => ({ name: 'cloudtrail:LookupEvents', account: world.accounts.data, ...inRegion, input: {} }),
    given: NOT_IMPLEMENTED,
    documented: ['assume-role-with-session-policy'],
  },
} as const satisfies Partial<Record<ReadName, Lack>>;

/** Reads that moto answers without a part that counts. */
export const MOTO_LEAVES_OUT: readonly (readonly [part: string, documented: string, ask: Lack['ask']])[] = [
  [
    'MFADelete',
    'mfa-delete',
    ({ world }) => ({
      name: 's3:GetBucketVersioning',
      account: world.accounts.data,
      ...inRegion,
      input: { Bucket: RECORDS },
    }),
  ],
  [
    'BucketRegion',
    'buckets-of-an-account',
    ({ world }) => ({ name: 's3:ListBuckets', account: world.accounts.data, ...inHome, input: { MaxBuckets: 1_000 } }),
  ],
  [
    'Paths',
    'account-with-its-path',
    ({ world }) => ({
      name: 'organizations:DescribeAccount',
      account: 'self',
      ...inHome,
      input: { AccountId: world.accounts.data },
    }),
  ],
];
