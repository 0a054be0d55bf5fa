import { describe, expect, test } from 'vitest';
import type { BucketSettings } from '../../src/evidence/bucket-settings.ts';
import { contextValue } from '../../src/request/condition-context.ts';
import type { S3Call } from '../../src/request/s3-call.ts';
import { collectWith } from './collect-with.ts';
import { awsSays } from './fake-gate.ts';
import { type Answers, OWNER } from './small-organization.ts';

const denied = awsSays('AccessDenied', { status: 403 });
const none = (name: string) => awsSays(name, { status: 404 });
const answer = (operation: string) => `${OWNER} s3:${operation} ledger`;
const DELETE_VERSION: Partial<S3Call> = { operation: 'DeleteObject', versionId: 'v1' };
const LOCKED: Answers = {
  [answer('GetObjectLockConfiguration')]: {
    ObjectLockConfiguration: {
      ObjectLockEnabled: 'Enabled',
      Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 1 } },
    },
  },
};
const retained = (Mode: string, until: string): Answers => ({
  [`${OWNER} s3:GetObjectRetention ledger 2026/10.csv v1`]: { Retention: { Mode, RetainUntilDate: new Date(until) } },
  [`${OWNER} s3:GetObjectLegalHold ledger 2026/10.csv v1`]: none('NoSuchObjectLockConfiguration'),
});

// Each as its page documents it: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketRequestPayment.html,
// API_GetBucketVersioning.html, API_GetObjectLockConfiguration.html, API_GetBucketAbac.html, API_GetBucketTagging.html,
// API_GetObjectRetention.html and API_GetObjectLegalHold.html
describe('each setting', () => {
  test.each<[string, Partial<S3Call>, Answers, Partial<BucketSettings>]>([
    [
      'of a new bucket',
      {},
      {},
      {
        requestPayment: { kind: 'found', value: 'BucketOwner' },
        versioning: { kind: 'found', value: { status: 'Off', mfaDelete: false } },
        objectLock: { kind: 'absent' },
        abac: { kind: 'found', value: 'Disabled' },
        tags: { kind: 'absent' },
        retention: { kind: 'absent' },
      },
    ],
    [
      'the requester pays',
      {},
      { [answer('GetBucketRequestPayment')]: { Payer: 'Requester' } },
      {
        requestPayment: { kind: 'found', value: 'Requester' },
      },
    ],
    [
      'versions with MFA Delete',
      {},
      { [answer('GetBucketVersioning')]: { Status: 'Enabled', MFADelete: 'Enabled' } },
      {
        versioning: { kind: 'found', value: { status: 'Enabled', mfaDelete: true } },
      },
    ],
    ['Object Lock', {}, LOCKED, { objectLock: { kind: 'found', value: { defaultMode: 'GOVERNANCE' } } }],
    [
      'tags that count',
      {},
      {
        [answer('GetBucketAbac')]: { AbacStatus: { Status: 'Enabled' } },
        [answer('GetBucketTagging')]: { TagSet: [{ Key: 'Team', Value: 'finance' }] },
      },
      { abac: { kind: 'found', value: 'Enabled' }, tags: { kind: 'found', value: { Team: 'finance' } } },
    ],
    [
      'no tags that would count',
      {},
      {
        [answer('GetBucketAbac')]: { AbacStatus: { Status: 'Enabled' } },
        [answer('GetBucketTagging')]: none('NoSuchTagSet'),
      },
      { tags: { kind: 'absent' } },
    ],
    [
      'a version that is locked',
      DELETE_VERSION,
      { ...LOCKED, ...retained('COMPLIANCE', '2027-01-01T00:00:00Z') },
      {
        retention: { kind: 'found', value: { mode: 'COMPLIANCE', until: '2027-01-01T00:00:00.000Z' } },
        legalHold: { kind: 'absent' },
      },
    ],
    [
      'a version that is locked in a bucket of which nobody tells whether it locks',
      DELETE_VERSION,
      {
        ...retained('COMPLIANCE', '2027-01-01T00:00:00Z'),
        [answer('GetObjectLockConfiguration')]: denied,
        [`${OWNER} s3:GetObjectLegalHold ledger 2026/10.csv v1`]: { LegalHold: { Status: 'ON' } },
      },
      {
        retention: { kind: 'found', value: { mode: 'COMPLIANCE', until: '2027-01-01T00:00:00.000Z' } },
        legalHold: { kind: 'found', value: 'ON' },
      },
    ],
  ])('%s', async (_what, call, answers, expected) => {
    expect((await collectWith(call, answers)).settings).toMatchObject(expected);
  });

  test.each<[keyof BucketSettings, string, string]>([
    ['requestPayment', 'GetBucketRequestPayment', 's3:GetBucketRequestPayment'],
    ['versioning', 'GetBucketVersioning', 's3:GetBucketVersioning'],
    ['objectLock', 'GetObjectLockConfiguration', 's3:GetBucketObjectLockConfiguration'],
    ['abac', 'GetBucketAbac', 's3:GetBucketAbac'],
  ])('that may not be read says what it needs: %s', async (setting, operation, needs) => {
    const { settings } = await collectWith({}, { [answer(operation)]: denied });
    expect(settings?.[setting]).toMatchObject({ kind: 'unreadable', needs, account: OWNER });
  });
});

describe('what a setting means for the call', () => {
  const PAYS: Answers = { [answer('GetBucketRequestPayment')]: { Payer: 'Requester' } };
  const MFA: Answers = { [answer('GetBucketVersioning')]: { Status: 'Enabled', MFADelete: 'Enabled' } };
  const GOVERNED: Answers = { ...LOCKED, ...retained('GOVERNANCE', '2027-01-01T00:00:00Z') };
  const ofOwner: S3Call['principal'] = { kind: 'role', arn: `arn:aws:iam::${OWNER}:role/reports`, account: OWNER };
  const told = /Requester Pays|MFA Delete|Object Lock|legal hold|archived/;

  test.each<[string, Partial<S3Call>, Answers, RegExp]>([
    ['a caller of another account must pay', {}, PAYS, /send `x-amz-request-payer: requester`/],
    ['nobody pays for the anonymous', { principal: { kind: 'anonymous' } }, PAYS, /403 to every anonymous request/],
    ['a version is deleted with MFA only', DELETE_VERSION, MFA, /unless the root user/],
    [
      'a locked version stays',
      DELETE_VERSION,
      { ...LOCKED, ...retained('COMPLIANCE', '2027-01-01T00:00:00Z') },
      /the root user too/,
    ],
    ['governance can be bypassed', DELETE_VERSION, GOVERNED, /s3:BypassGovernanceRetention/],
    [
      'a legal hold',
      DELETE_VERSION,
      { ...GOVERNED, [`${OWNER} s3:GetObjectLegalHold ledger 2026/10.csv v1`]: { LegalHold: { Status: 'ON' } } },
      /under a legal hold/,
    ],
    [
      'an archived object is to be restored first',
      {},
      {
        [`${OWNER} s3:ListObjectsV2 ledger 2026/10.csv`]: {
          Contents: [{ Key: '2026/10.csv', StorageClass: 'DEEP_ARCHIVE' }],
        },
      },
      /InvalidObjectState/,
    ],
  ])('is said: %s', async (_what, call, answers, note) => {
    expect((await collectWith(call, answers)).notes.join('\n')).toMatch(note);
  });

  test.each<[string, Partial<S3Call>, Answers]>([
    ['the owner reads its own bucket', { principal: ofOwner }, PAYS],
    ['the caller does pay', { context: { 'x-amz-request-payer': ['requester'] } }, PAYS],
    ['MFA Delete, and nothing is deleted', {}, MFA],
    ['a delete marker is added', { operation: 'DeleteObject' }, { ...MFA, ...LOCKED }],
    ['the lock is over', DELETE_VERSION, { ...LOCKED, ...retained('COMPLIANCE', '2025-01-01T00:00:00Z') }],
  ])('is not said: %s', async (_what, call, answers) => {
    expect((await collectWith(call, answers)).notes.filter((note) => told.test(note))).toEqual([]);
  });
});

describe('a tag of the bucket in a condition', () => {
  const tagged = async (answers: Answers, key: string) => {
    const [first] = (await collectWith({}, answers)).requests;
    return first === undefined ? undefined : contextValue(first.request.context, key);
  };
  const ON: Answers = {
    [answer('GetBucketAbac')]: { AbacStatus: { Status: 'Enabled' } },
    [answer('GetBucketTagging')]: { TagSet: [{ Key: 'Team', Value: 'finance' }] },
  };

  test.each<[string, Answers, string, object]>([
    ['is absent while it does not count', {}, 'aws:ResourceTag/Team', { kind: 'absent' }],
    ['is known where it counts', ON, 'aws:ResourceTag/Team', { kind: 'known', values: ['finance'] }],
    ['is known under the name of S3, too', ON, 's3:BucketTag/team', { kind: 'known', values: ['finance'] }],
    ['is absent where the bucket has no such tag', ON, 's3:BucketTag/stage', { kind: 'absent' }],
    [
      'is unknown where nobody may say whether it counts',
      { [answer('GetBucketAbac')]: denied },
      's3:BucketTag/team',
      { kind: 'unknown' },
    ],
    [
      'is unknown where tags may not be read',
      { ...ON, [answer('GetBucketTagging')]: denied },
      's3:BucketTag/team',
      { kind: 'unknown' },
    ],
  ])('%s', async (_what, answers, key, expected) => expect(await tagged(answers, key)).toEqual(expected));
});

describe('the Block Public Access of the organization', () => {
  // https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeEffectivePolicy.html
  const effective = `${OWNER} organizations:DescribeEffectivePolicy S3_POLICY`;
  const content = (PolicyContent: string) => ({
    EffectivePolicy: { PolicyContent, PolicyType: 'S3_POLICY', TargetId: OWNER },
  });
  const blockWith = async (answers: Answers) => {
    const reading = (await collectWith({}, answers)).requests[0]?.evidence.blockPublicAccess;
    return reading?.kind === 'found' ? reading.value.organization : undefined;
  };

  test('is named as such', async () => {
    const all = content('{"s3_attributes":{"public_access_block_configuration":"all"}}');
    expect(await blockWith({ [effective]: all })).toMatchObject({
      RestrictPublicBuckets: true,
      IgnorePublicAcls: true,
    });
  });

  test.each<[string, unknown]>([
    ['there is none', none('EffectivePolicyNotFoundException')],
    ['the account is in no organization', none('AWSOrganizationsNotInUseException')],
    ['it may not be read: what S3 says of the account has it in it', denied],
    ['it is not understood', content('{"s3_attributes":{"public_access_block_configuration":"most"}}')],
    ['it is no JSON', content('{')],
  ])('is no level of its own where %s', async (_why, given) => {
    expect(await blockWith({ [effective]: given })).toBeUndefined();
  });
});
