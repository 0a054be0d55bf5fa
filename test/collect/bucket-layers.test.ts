import { describe, expect, test } from 'vitest';
import type { Collected } from '../../src/evidence/collected.ts';
import type { S3Call } from '../../src/request/s3-call.ts';
import { collectWith, evidenceOf } from './collect-with.ts';
import { awsSays } from './fake-gate.ts';
import { type Answers, CALL, CALLER, KEY, OWNER, policy } from './small-organization.ts';

const denied = awsSays('AccessDenied', { status: 403 });
const allowAll = policy({ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' });

describe('object ownership', () => {
  const OBJECT_WRITER: Answers = {
    [`${OWNER} s3:GetBucketOwnershipControls ledger`]: awsSays('OwnershipControlsNotFoundError', { status: 404 }),
    [`${OWNER} s3:GetBucketAcl ledger`]: {
      Owner: { ID: 'canonical-of-owner' },
      Grants: [
        { Grantee: { ID: 'canonical-of-owner' }, Permission: 'FULL_CONTROL' },
        { Grantee: { URI: 'http://acs.amazonaws.com/groups/global/AllUsers' }, Permission: 'READ' },
        { Grantee: { ID: 'canonical-of-somebody' }, Permission: 'WRITE' },
      ],
    },
    [`${OWNER} s3:GetObjectAcl ledger 2026/10.csv`]: {
      Owner: { ID: 'canonical-of-caller' },
      Grants: [{ Grantee: { ID: 'canonical-of-caller' }, Permission: 'FULL_CONTROL' }],
    },
    [`${CALLER} s3:ListBuckets`]: { Owner: { ID: 'canonical-of-caller' } },
  };

  test('without controls is ObjectWriter, and its ACLs name accounts by their ids where they are known', async () => {
    const result = await collectWith({}, OBJECT_WRITER);
    expect(evidenceOf(result)?.objectOwnership).toEqual({
      kind: 'found',
      value: {
        mode: 'ObjectWriter',
        objectOwner: CALLER,
        callerId: 'canonical-of-caller',
        bucketAcl: [
          { grantee: OWNER, permission: 'FULL_CONTROL' },
          { grantee: 'AllUsers', permission: 'READ' },
          { grantee: 'canonical-of-somebody', permission: 'WRITE' },
        ],
        objectAcl: [{ grantee: CALLER, permission: 'FULL_CONTROL' }],
      },
    });
  });

  test.each<[string, Answers, Partial<S3Call>, object]>([
    [
      'knows the caller’s id by the ACL’s owner where the bucket is of the caller’s account',
      {},
      { principal: { kind: 'role', arn: `arn:aws:iam::${OWNER}:role/own`, account: OWNER }, bucketAccount: OWNER },
      { callerId: 'canonical-of-owner', objectOwner: 'canonical-of-caller' },
    ],
  ])('%s', async (_what, answers, call, value) => {
    const ownership = evidenceOf(await collectWith(call, { ...OBJECT_WRITER, ...answers }))?.objectOwnership;
    expect(ownership).toMatchObject({ kind: 'found', value });
    const callerId = ownership?.kind === 'found' ? ownership.value.callerId : undefined;
    expect(callerId).toBe('callerId' in value ? value.callerId : undefined);
  });

  test.each<[string, Answers, object]>([
    [
      'does not know whose an id is where the caller’s account does not tell its own, and says why',
      { [`${CALLER} s3:ListBuckets`]: denied },
      { needs: 's3:ListAllMyBuckets', account: CALLER },
    ],
    [
      'does not know whose an object is where neither its ACL nor the list tells, and says why',
      { [`${OWNER} s3:GetObjectAcl ledger 2026/10.csv`]: denied },
      { needs: 's3:GetObjectAcl', account: OWNER },
    ],
  ])('%s', async (_what, answers, reading) => {
    const ownership = evidenceOf(await collectWith({}, { ...OBJECT_WRITER, ...answers }))?.objectOwnership;
    expect(ownership).toMatchObject({ kind: 'unreadable', ...reading });
  });

  test('does not know whom a grant reaches where the caller’s account does not tell its own id', async () => {
    const result = await collectWith(
      {},
      {
        ...OBJECT_WRITER,
        [`${OWNER} s3:GetObjectAcl ledger 2026/10.csv`]: {
          Owner: { ID: 'canonical-of-owner' },
          Grants: [{ Grantee: { ID: 'canonical-of-caller' }, Permission: 'READ' }],
        },
        [`${CALLER} s3:ListBuckets`]: denied,
      },
    );
    expect(evidenceOf(result)?.objectOwnership).toMatchObject({
      kind: 'found',
      value: { objectAcl: { kind: 'unreadable', needs: 's3:ListAllMyBuckets', account: CALLER } },
    });
  });

  test('keeps an ACL that could not be read apart from one without grants', async () => {
    const result = await collectWith(
      {},
      {
        ...OBJECT_WRITER,
        [`${OWNER} s3:GetObjectAcl ledger 2026/10.csv`]: denied,
        [`${OWNER} s3:ListObjectsV2 ledger 2026/10.csv`]: {
          Contents: [{ Key: '2026/10.csv', Owner: { ID: 'canonical-of-owner' } }],
        },
      },
    );
    expect(evidenceOf(result)?.objectOwnership).toMatchObject({
      kind: 'found',
      value: { objectAcl: { kind: 'unreadable', needs: 's3:GetObjectAcl' } },
    });
  });
});

describe('the KMS key', () => {
  const encryption = (byDefault: object) => ({
    [`${OWNER} s3:GetBucketEncryption ledger`]: {
      ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: byDefault }] },
    },
  });
  const actions = ({ requests }: Collected) => requests.map(({ request }) => request.action);

  test('is needed only where the bucket encrypts with one', async () => {
    expect(actions(await collectWith({}, encryption({ SSEAlgorithm: 'AES256' })))).toEqual(['s3:GetObject']);
  });

  test('behind an alias is looked up', async () => {
    const alias = `arn:aws:kms:eu-central-1:${OWNER}:alias/ledger`;
    const described = { KeyMetadata: { Arn: KEY, KeyState: 'Enabled', KeyManager: 'CUSTOMER' } };
    const result = await collectWith(
      {},
      {
        ...encryption({ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: alias }),
        [`${OWNER} kms:DescribeKey ${alias}`]: described,
      },
    );
    expect(result.requests[1]?.request.resource).toBe(KEY);
  });

  test('is the AWS managed one where the bucket names none', async () => {
    const managed = `arn:aws:kms:eu-central-1:${OWNER}:key/aws-managed`;
    const described = { KeyMetadata: { Arn: managed, KeyState: 'Enabled', KeyManager: 'AWS' } };
    const result = await collectWith(
      {},
      {
        ...encryption({ SSEAlgorithm: 'aws:kms' }),
        [`${OWNER} kms:DescribeKey alias/aws/s3`]: described,
        [`${OWNER} kms:DescribeKey ${managed}`]: described,
        [`${OWNER} kms:GetKeyPolicy ${managed} default`]: { Policy: allowAll },
        [`${OWNER} kms:ListGrants ${managed}`]: { Grants: [] },
      },
    );
    expect(evidenceOf(result, 1)?.keyPolicy).toMatchObject({ kind: 'found', value: { keyManager: 'AWS', grants: [] } });
  });

  test('named in the call is of the account that calls', async () => {
    const own = `arn:aws:kms:eu-central-1:${CALLER}:key/own`;
    const described = { KeyMetadata: { Arn: own, KeyState: 'Enabled', KeyManager: 'CUSTOMER' } };
    const context = {
      ...CALL.context,
      's3:x-amz-server-side-encryption': ['aws:kms'],
      's3:x-amz-server-side-encryption-aws-kms-key-id': ['alias/own'],
    };
    const result = await collectWith(
      { operation: 'PutObject', context },
      {
        [`${CALLER} kms:DescribeKey alias/own`]: described,
        [`${CALLER} kms:DescribeKey ${own}`]: described,
        [`${CALLER} kms:GetKeyPolicy ${own} default`]: denied,
        [`${CALLER} kms:ListGrants ${own}`]: denied,
      },
    );
    expect(result.requests.map(({ request }) => [request.action, request.resourceAccount])).toEqual([
      ['s3:PutObject', OWNER],
      ['kms:GenerateDataKey', CALLER],
    ]);
    expect(evidenceOf(result, 1)?.keyPolicy).toMatchObject({
      kind: 'unreadable',
      needs: 'kms:GetKeyPolicy',
      account: CALLER,
    });
  });
});
