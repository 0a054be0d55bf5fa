import { describe, expect, test } from 'vitest';
import { narrowingPolicy, roleSessionName } from '../../src/collect/assumed-role.ts';
import { collect } from '../../src/collect/collect.ts';
import { openCollectSession } from '../../src/collect/collect-session.ts';
import {
  DECLARED_PERMISSIONS,
  DIAGNOSTIC_ROLE_PERMISSIONS,
  LOOK_AT_OBJECT_PERMISSIONS,
  ORGANIZATION_READER_PERMISSIONS,
  permissionOf,
} from '../../src/collect/permissions.ts';
import { READ_NAMES, type ReadName } from '../../src/collect/reads.ts';
import { isKnownAction } from '../../src/policy/service-actions.ts';
import type { RoleOf, S3Call } from '../../src/request/s3-call.ts';
import { readTrail } from '../../src/trail/read-trail.ts';
import { awsSays, fakeGate } from './fake-gate.ts';
import {
  ANSWERS,
  type Answers,
  answering,
  CALL,
  CALLER,
  KEY,
  MANAGEMENT,
  OWNER,
  policy,
} from './small-organization.ts';

/** Calls that together walk every path of collect and trail. */
const WALKS: readonly (readonly [Partial<S3Call>, Answers])[] = [
  [{}, {}],
  [
    {},
    { [`${OWNER} s3:GetBucketOwnershipControls ledger`]: awsSays('OwnershipControlsNotFoundError', { status: 404 }) },
  ],
  [
    { operation: 'DeleteObject', versionId: 'v1' },
    {
      [`${OWNER} s3:GetObjectLockConfiguration ledger`]: { ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' } },
      [`${OWNER} s3:GetBucketAbac ledger`]: { AbacStatus: { Status: 'Enabled' } },
    },
  ],
  [
    { principal: roleOf('lambdaFunction', `arn:aws:lambda:eu-central-1:${CALLER}:function:export`) },
    {
      [`${CALLER} lambda:GetFunctionConfiguration arn:aws:lambda:eu-central-1:${CALLER}:function:export`]: {
        Role: `arn:aws:iam::${CALLER}:role/reports`,
      },
      // The organization cannot be read.
      [`${CALLER} organizations:DescribeOrganization`]: awsSays('AccessDeniedException', { status: 400 }),
      [`${MANAGEMENT} organizations:DescribeOrganization`]: awsSays('AccessDeniedException', { status: 400 }),
    },
  ],
  [
    { principal: roleOf('ec2Instance', `arn:aws:ec2:eu-central-1:${CALLER}:instance/i-0a1b`) },
    {
      [`${CALLER} ec2:DescribeInstances ["i-0a1b"]`]: {
        Reservations: [{ Instances: [{ IamInstanceProfile: { Arn: `arn:aws:iam::${CALLER}:instance-profile/web` } }] }],
      },
    },
  ],
  [
    {},
    {
      [`${OWNER} s3:GetBucketPolicy ledger`]: { Policy: asking('s3:ExistingObjectTag/Class') },
      [`${OWNER} kms:GetKeyPolicy ${KEY} default`]: { Policy: asking('aws:ResourceTag/Team', 'kms:ResourceAliases') },
    },
  ],
  [{ principal: { kind: 'roleName', name: 'reports' } }, { 'self sts:GetCallerIdentity': { Account: CALLER } }],
  [
    { principal: { kind: 'user', arn: `arn:aws:iam::${CALLER}:user/anna`, account: CALLER }, vpcEndpoint: 'vpce-1a' },
    {
      [`${CALLER} iam:GetUser anna`]: { User: { Arn: `arn:aws:iam::${CALLER}:user/anna` } },
      [`${CALLER} iam:ListUserPolicies anna`]: { PolicyNames: ['Own'] },
      [`${CALLER} iam:ListGroupsForUser anna`]: { Groups: [{ GroupName: 'analysts' }] },
      [`${CALLER} iam:ListGroupPolicies analysts`]: { PolicyNames: ['Shared'] },
    },
  ],
  [
    { target: { kind: 'accessPointAlias', alias: 'finance-s3alias', partition: 'aws' } },
    {
      [`${CALLER} s3control:ListAccessPoints ${CALLER}`]: {
        AccessPointList: [{ Name: 'finance', Alias: 'finance-s3alias' }],
      },
    },
  ],
];

/** A policy with conditions on these keys. */
function asking(...keys: readonly string[]): string {
  const StringEquals = Object.fromEntries(keys.map((key) => [key, 'x']));
  return policy({ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*', Condition: { StringEquals } });
}

function roleOf(resource: RoleOf['resource'], arn: string): RoleOf {
  return { kind: 'roleOf', resource, arn, account: CALLER, region: 'eu-central-1' };
}

async function walk(lookAtObject = false): Promise<ReadonlySet<ReadName>> {
  const gates = WALKS.map(([, answers]) => fakeGate(answering(ANSWERS, answers)));
  for (const [index, [call]] of WALKS.entries()) {
    const gate = gates[index] ?? fakeGate(() => ({}));
    const session = openCollectSession({ gate, now: new Date(0), organizationAccount: MANAGEMENT, lookAtObject });
    await readTrail(await collect({ ...CALL, ...call }, session), session);
  }
  return new Set(gates.flatMap(({ calls }) => calls.map(({ name }) => name)));
}

test('collect and trail make every read that is declared, and no other', async () => {
  const made = await walk();
  // Objects are looked at only where somebody said so; the gate itself assumes the roles.
  expect(READ_NAMES.filter((name) => !made.has(name))).toEqual(['s3:HeadObject', 'sts:AssumeRole']);
  expect([...made].filter((name) => !READ_NAMES.includes(name))).toEqual([]);
});

test('the object itself is looked at where somebody said so', async () => {
  expect([...(await walk(true))]).toContain('s3:HeadObject');
});

describe('the declared permissions', () => {
  test('only read, and never the content of an object', () => {
    const data = ['s3:GetObject', 's3:GetObjectVersion', 's3:GetObjectTorrent', 'kms:Decrypt'];
    const actions = [...DIAGNOSTIC_ROLE_PERMISSIONS, ...ORGANIZATION_READER_PERMISSIONS];
    expect(
      actions.filter((action) => !/:(Get|List|Describe|Lookup|Simulate)/.test(action) || data.includes(action)),
    ).toEqual([]);
  });

  test('are actions that S3 and KMS know', () => {
    expect(DIAGNOSTIC_ROLE_PERMISSIONS.filter((action) => isKnownAction(action) === false)).toEqual([]);
  });

  test.each<[ReadName, string]>([
    ['s3:GetBucketEncryption', 's3:GetEncryptionConfiguration'],
    ['s3:GetPublicAccessBlock', 's3:GetBucketPublicAccessBlock'],
    ['s3control:GetPublicAccessBlock', 's3:GetAccountPublicAccessBlock'],
    ['s3:HeadBucket', 's3:ListBucket'],
    ['iam:GetRole', 'iam:GetRole'],
  ])('%s needs %s', (name, action) => expect(permissionOf(name)).toBe(action));

  test('are sorted, each once, on every side', () => {
    for (const actions of Object.values(DECLARED_PERMISSIONS)) expect(actions).toEqual([...new Set(actions)].sort());
  });
});

describe('the session of a diagnostic role', () => {
  test('may look at an object only where somebody said so', () => {
    const allowed = (looks: boolean): readonly string[] =>
      JSON.parse(narrowingPolicy(true, undefined, looks)).Statement[0].Action;
    expect(allowed(true).filter((action) => !allowed(false).includes(action))).toEqual(LOOK_AT_OBJECT_PERMISSIONS);
    expect(narrowingPolicy(true, undefined, true).length).toBeLessThanOrEqual(2_048);
  });

  test.each([false, true])('is narrowed to the reads, within what STS takes (organization: %s)', (organization) => {
    const text = narrowingPolicy(organization);
    const allowed: unknown = JSON.parse(text).Statement[0].Action;
    const reads = organization
      ? [...DIAGNOSTIC_ROLE_PERMISSIONS, ...ORGANIZATION_READER_PERMISSIONS]
      : DIAGNOSTIC_ROLE_PERMISSIONS;
    expect(allowed).toEqual([...new Set(reads)].sort());
    // https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html: 2,048 characters
    expect(text.length).toBeLessThanOrEqual(2_048);
  });

  test.each([
    ['U024BE7LH', 's3-403-U024BE7LH'],
    ['Zoë O’Hara <zoe@example.com>', 's3-403-Zo--O-Hara--zoe@example.com-'],
    ['', 's3-403-'],
    ['x'.repeat(100), `s3-403-${'x'.repeat(57)}`],
  ])('names %s as %s', (askedBy, name) => {
    expect(roleSessionName(askedBy)).toBe(name);
    expect(name).toMatch(/^[\w+=,.@-]{2,64}$/);
  });
});
