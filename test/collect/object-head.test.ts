import { describe, expect, test } from 'vitest';
import { collect } from '../../src/collect/collect.ts';
import { openCollectSession, openReplaySession } from '../../src/collect/collect-session.ts';
import type { S3Call } from '../../src/request/s3-call.ts';
import { awsSays, fakeGate } from './fake-gate.ts';
import { ANSWERS, type Answers, answering, CALL, KEY, MANAGEMENT, OWNER, policy } from './small-organization.ts';

const OWN = `arn:aws:kms:eu-central-1:${OWNER}:key/own`;
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
const HEAD = `${OWNER} s3:HeadObject ledger 2026/10.csv`;
const OWN_KEY: Answers = {
  [HEAD]: { LastModified: new Date(0), ServerSideEncryption: 'aws:kms', SSEKMSKeyId: OWN },
  [`${OWNER} kms:DescribeKey ${OWN}`]: { KeyMetadata: { Arn: OWN, KeyState: 'Enabled', KeyManager: 'CUSTOMER' } },
  [`${OWNER} kms:GetKeyPolicy ${OWN} default`]: {
    Policy: policy({ Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' }),
  },
  [`${OWNER} kms:ListGrants ${OWN}`]: { Grants: [] },
};

async function collected(answers: Answers, lookAtObject: boolean, call: Partial<S3Call> = {}) {
  const gate = fakeGate(answering(ANSWERS, answers));
  const now = new Date('2026-11-20T10:00:00Z');
  const session = openCollectSession({ gate, now, organizationAccount: MANAGEMENT, lookAtObject });
  const { requests, notes } = await collect({ ...CALL, ...call }, session);
  return {
    keys: requests.flatMap(({ request }) => (request.action.startsWith('kms:') ? [request.resource] : [])),
    notes: notes.join('\n'),
    looked: gate.calls.filter(({ name }) => name === 's3:HeadObject').length,
    snapshot: session.snapshot(),
  };
}

describe('which key an object is encrypted with', () => {
  test("is taken to be the bucket's default, unless somebody said that the object may be looked at", async () => {
    const { keys, notes, looked } = await collected(OWN_KEY, false);
    expect({ keys, looked }).toEqual({ keys: [KEY], looked: 0 });
    expect(notes).toContain("Taken for granted: the object is encrypted as the bucket's default says.");
  });

  test("is the object's own, which is said", async () => {
    const { keys, notes } = await collected(OWN_KEY, true);
    expect(keys).toEqual([OWN]);
    expect(notes).toContain(`The key is the object's own, \`${OWN}\`.`);
    expect(notes).not.toContain('Taken for granted: the object is encrypted');
  });

  test('is none where the object itself needs none', async () => {
    const { keys, notes } = await collected(
      { [HEAD]: { LastModified: new Date(0), ServerSideEncryption: 'AES256' } },
      true,
    );
    expect(keys).toEqual([]);
    expect(notes).toContain('The object itself is encrypted with AES256: it needs no KMS key.');
  });

  test.each<[string, unknown, string]>([
    ['the role was not given the permission', awsSays('403', { status: 403 }), 'was denied `s3:GetObject`'],
    ['the object needs a key of the caller (SSE-C)', awsSays('400', { status: 400 }), 'AWS rejected `HeadObject`'],
  ])("is the bucket's default where %s, and the reason is said", async (_why, head, because) => {
    const { keys, notes } = await collected({ [HEAD]: head }, true);
    expect(keys).toEqual([KEY]);
    expect(notes).toContain(`says. The object itself could not be looked at: `);
    expect(notes).toContain(because);
  });

  test("is the bucket's default for an object that is not there", async () => {
    expect((await collected({ [HEAD]: awsSays('NotFound', { status: 404 }) }, true)).keys).toEqual([KEY]);
  });

  test('of an object that is yet to be written is not asked of what is there', async () => {
    expect((await collected(OWN_KEY, true, { operation: 'PutObject' })).looked).toBe(0);
  });

  test('is replayed as it was recorded', async () => {
    const { snapshot } = await collected(OWN_KEY, true);
    expect(openReplaySession(snapshot).lookAtObject).toBe(true);
    const { notes } = await collect(CALL, openReplaySession(snapshot));
    expect(notes.join()).toContain("The key is the object's own");
  });
});
