import { describe, expect, test } from 'vitest';
import { openCollectSession } from '../../src/collect/collect-session.ts';
import { diagnose } from '../../src/diagnose.ts';
import { awsSays, fakeGate } from './fake-gate.ts';
import {
  ANSWERS,
  type Answers,
  allow,
  answering,
  CALL,
  CALLER,
  MANAGEMENT,
  managed,
  OWNER,
  policy,
} from './small-organization.ts';

const STACK = [{ Key: 'aws:cloudformation:stack-name', Value: 'ledger-storage' }];
const denied = awsSays('AccessDenied', { status: 403 });
const TAGGING = `${OWNER} s3:GetBucketTagging ledger`;
/** The bucket's policy is for somebody else, so that it is to be changed. */
const NOT_FOR_US: Answers = {
  [`${OWNER} s3:GetBucketPolicy ledger`]: {
    Policy: policy({ ...allow('s3:GetObject', 'arn:aws:s3:::ledger/*'), Principal: { AWS: '999900001111' } }),
  },
};

async function diagnosed(answers: Answers) {
  const gate = fakeGate(answering(ANSWERS, answers));
  const session = openCollectSession({
    gate,
    now: new Date('2026-11-20T10:00:00Z'),
    organizationAccount: MANAGEMENT,
  });
  return diagnose({ source: 'person', call: CALL }, session, false);
}

describe('what keeps a document is told by the tag', () => {
  test('of the bucket, also while its tags do not count in conditions', async () => {
    const { suggestions } = await diagnosed({ ...NOT_FOR_US, [TAGGING]: { TagSet: STACK } });
    const change = suggestions.find(({ layer }) => layer === 'bucketPolicy');
    expect(change?.applicability).not.toBe('verified');
    expect(change?.owner).toContain('the CloudFormation stack `ledger-storage`, by its tag');
  });

  test('of a managed policy itself', async () => {
    const { suggestions } = await diagnosed({
      [`${CALLER} iam:GetPolicy ${managed('Boundary')}`]: { Policy: { DefaultVersionId: 'v1', Tags: STACK } },
      [`${CALLER} iam:GetPolicyVersion ${managed('Boundary')} v1`]: {
        PolicyVersion: { Document: policy(allow('s3:ListBucket')) },
      },
    });
    const change = suggestions.find(({ layer }) => layer === 'permissionsBoundary');
    expect(change?.owner).toContain('the CloudFormation stack `ledger-storage`, by its tag');
  });
});

test('tags that may not be read cost nothing but the hint', async () => {
  const [untagged, unread] = [await diagnosed(NOT_FOR_US), await diagnosed({ ...NOT_FOR_US, [TAGGING]: denied })];
  expect(unread).toEqual(untagged);
});
