import { describe, expect, test } from 'vitest';
import { collect } from '../../src/collect/collect.ts';
import { openCollectSession } from '../../src/collect/collect-session.ts';
import { contextValue } from '../../src/request/condition-context.ts';
import type { S3Call } from '../../src/request/s3-call.ts';
import { awsSays, fakeGate } from './fake-gate.ts';
import { ANSWERS, type Answers, answering, CALL, KEY, MANAGEMENT, OWNER, policy } from './small-organization.ts';

const asking = (key: string) =>
  policy({ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*', Condition: { StringEquals: { [key]: 'x' } } });
const BY_OBJECT_TAG = { [`${OWNER} s3:GetBucketPolicy ledger`]: { Policy: asking('s3:ExistingObjectTag/Class') } };
const BY_KEY_TAG = { [`${OWNER} kms:GetKeyPolicy ${KEY} default`]: { Policy: asking('aws:ResourceTag/Team') } };
const BY_ALIAS = { [`${OWNER} kms:GetKeyPolicy ${KEY} default`]: { Policy: asking('kms:ResourceAliases') } };
// Each as its page documents it: API_GetObjectTagging.html of S3, API_ListResourceTags.html and API_ListAliases.html of KMS.
const OBJECT_TAGS = `${OWNER} s3:GetObjectTagging ledger 2026/10.csv`;
const KEY_TAGS = `${OWNER} kms:ListResourceTags ${KEY}`;
const KEY_ALIASES = `${OWNER} kms:ListAliases ${KEY}`;
const denied = awsSays('AccessDenied', { status: 403 });

async function asked(key: string, answers: Answers, call: Partial<S3Call> = {}) {
  const gate = fakeGate(answering(ANSWERS, answers));
  const now = new Date('2026-11-20T10:00:00Z');
  const { requests, notes } = await collect(
    { ...CALL, ...call },
    openCollectSession({ gate, now, organizationAccount: MANAGEMENT }),
  );
  const request = requests.find(({ request: { action } }) => action.startsWith('kms:') === !key.startsWith('s3:'));
  return {
    notes: notes.filter((note) => note.startsWith('Not read')),
    value: request === undefined ? undefined : contextValue(request.request.context, key),
    calls: gate.calls.map(({ name }) => name).filter((name) => /ObjectTagging|ResourceTags|ListAliases/.test(name)),
  };
}
const known = (...values: readonly string[]) => ({ kind: 'known', values });

describe('what a policy asks about', () => {
  test.each<[string, string, Answers, object]>([
    [
      'is known: a tag of the object',
      's3:ExistingObjectTag/class',
      { ...BY_OBJECT_TAG, [OBJECT_TAGS]: { TagSet: [{ Key: 'Class', Value: 'public' }] } },
      known('public'),
    ],
    [
      'is known not to be there: a tag that the object has not',
      's3:ExistingObjectTag/Class',
      { ...BY_OBJECT_TAG, [OBJECT_TAGS]: { TagSet: [] } },
      { kind: 'absent' },
    ],
    [
      'is not known where the tags may not be read',
      's3:ExistingObjectTag/Class',
      { ...BY_OBJECT_TAG, [OBJECT_TAGS]: denied },
      { kind: 'unknown' },
    ],
    [
      'is not known where the object is not there',
      's3:ExistingObjectTag/Class',
      { ...BY_OBJECT_TAG, [OBJECT_TAGS]: awsSays('NoSuchKey', { status: 404 }) },
      { kind: 'unknown' },
    ],
    [
      'is known: a tag of the key, over its pages',
      'aws:ResourceTag/Team',
      {
        ...BY_KEY_TAG,
        [KEY_TAGS]: { Tags: [], Truncated: true, NextMarker: 'more' },
        [`${KEY_TAGS} more`]: { Tags: [{ TagKey: 'Team', TagValue: 'finance' }], Truncated: false },
      },
      known('finance'),
    ],
    [
      'is not known where a page of tags is lost',
      'aws:ResourceTag/Team',
      { ...BY_KEY_TAG, [KEY_TAGS]: { Tags: [], Truncated: true } },
      { kind: 'unknown' },
    ],
    [
      'is known: the aliases of the key',
      'kms:ResourceAliases',
      { ...BY_ALIAS, [KEY_ALIASES]: { Aliases: [{ AliasName: 'alias/a' }, { AliasName: 'alias/b' }] } },
      known('alias/a', 'alias/b'),
    ],
    [
      'is known not to be there: a key without aliases',
      'kms:ResourceAliases',
      { ...BY_ALIAS, [KEY_ALIASES]: { Aliases: [] } },
      { kind: 'absent' },
    ],
    [
      'is not known where the aliases may not be listed',
      'kms:ResourceAliases',
      { ...BY_ALIAS, [KEY_ALIASES]: denied },
      { kind: 'unknown' },
    ],
  ])('%s', async (_sentence, key, answers, value) => expect((await asked(key, answers)).value).toEqual(value));
});

describe('nothing is read', () => {
  test.each<[string, string, Answers, Partial<S3Call>]>([
    ['that no policy asks about', 's3:ExistingObjectTag/Class', {}, {}],
    ['of an object that is only listed', 's3:ExistingObjectTag/Class', BY_OBJECT_TAG, { operation: 'ListObjectsV2' }],
    ['of a version, whose tags take another permission', 's3:x', BY_OBJECT_TAG, { versionId: 'v1' }],
    ['of an object that is deleted, since its tags do not count', 's3:x', BY_OBJECT_TAG, { operation: 'DeleteObject' }],
  ])('%s', async (_sentence, key, answers, call) => expect((await asked(key, answers, call)).calls).toEqual([]));
});

describe('what a policy asks about and could not be read is said', () => {
  const ABAC = { [`${OWNER} s3:GetBucketAbac ledger`]: denied };
  const BY_BUCKET_TAG = { [`${OWNER} s3:GetBucketPolicy ledger`]: { Policy: asking('s3:BucketTag/Team') } };
  test.each<[string, Answers, string]>([
    [
      'the tags of an object',
      { ...BY_OBJECT_TAG, [OBJECT_TAGS]: denied },
      'the tags of the object, which needs `s3:GetObjectTagging` in account 444455556666',
    ],
    [
      'the tags of a key',
      { ...BY_KEY_TAG, [KEY_TAGS]: denied },
      'the tags of the key, which needs `kms:ListResourceTags` in account 444455556666',
    ],
    [
      'the aliases of a key',
      { ...BY_ALIAS, [KEY_ALIASES]: denied },
      'the aliases of the key, which needs `kms:ListAliases` in account 444455556666',
    ],
    [
      'the tags of the bucket',
      { ...BY_BUCKET_TAG, ...ABAC },
      'whether tags of the bucket count, and which it has, which needs `s3:GetBucketAbac` in account 444455556666',
    ],
  ])('%s', async (_what, answers, says) =>
    expect((await asked('s3:x', answers)).notes).toEqual([
      expect.stringContaining(`Not read, though a policy asks about it: ${says} (role`),
    ]),
  );

  test('and nothing else', async () => expect((await asked('s3:x', ABAC)).notes).toEqual([]));
});
