import { describe, expect, test } from 'vitest';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import type { Evidence } from '../../src/evidence/evidence.ts';
import { absent, found, unreadable } from '../../src/evidence/reading.ts';
import { caseOf } from '../../src/explain/case.ts';
import { explainRequest } from '../../src/explain/explain-request.ts';
import { fitOf } from '../../src/explain/policy-size.ts';
import type { AccessRequest } from '../../src/request/access-request.ts';
import { documentOf } from './arbitrary-case.ts';

const ROLE = 'arn:aws:iam::111122223333:role/reports';
const request: AccessRequest = {
  principal: { kind: 'role', arn: ROLE, account: '111122223333' },
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::ledger/k.csv',
  resourceAccount: '111122223333',
  context: { keys: new Map(), otherKeys: 'absent' },
};
const NOTHING: Evidence = {
  identityPolicies: absent,
  permissionsBoundary: absent,
  sessionPolicies: absent,
  serviceControlPolicies: absent,
  resourceControlPolicies: absent,
  vpcEndpointPolicy: absent,
  accessPointPolicy: absent,
  bucketPolicy: absent,
  blockPublicAccess: absent,
  objectOwnership: absent,
  keyPolicy: absent,
};

/** A policy of about so many characters that says nothing of the request. */
const sized = (characters: number, principal: object = {}) =>
  documentOf({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', ...principal, Action: 's3:ListBucket', Resource: `arn:aws:s3:::${'x'.repeat(characters)}` },
    ],
  });
const NAMED = { Principal: { AWS: 'arn:aws:iam::111122223333:role/other' } };
const inline = (name: string, characters: number) => ({ name, via: 'inline', document: sized(characters) });
const bucket = (characters: number): Partial<Evidence> => ({
  bucketPolicy: found({
    policy: { name: 'bucket policy', arn: 'arn:aws:s3:::ledger', document: sized(characters, NAMED) },
  }),
});

const changeOf = (evidence: Partial<Evidence>, layer: keyof Evidence, asked = request) =>
  explainRequest(asked, { ...NOTHING, ...evidence }).suggestions.find((one) => one.layer === layer);

const caseWith = (evidence: Evidence) =>
  caseOf({
    denial: {
      source: 'person',
      call: {
        operation: 'GetObject',
        target: { kind: 'bucket', name: 'ledger', partition: 'aws' },
        principal: request.principal,
        context: {},
      },
    },
    trail: { deniedEvents: [], changes: [], looked: [] },
    collected: {
      requests: [{ request, evidence }],
      bucket: 'ledger',
      bucketAccount: null,
      region: null,
      principalArn: ROLE,
      notes: [],
    },
    evaluations: [evaluate(request, evidence)],
  });

describe('a change is verified only if AWS takes the document', () => {
  test.each<[string, Partial<Evidence>, 'identityPolicies' | 'bucketPolicy', string]>([
    ['a role with room', { identityPolicies: found([inline('work', 9000)]) }, 'identityPolicies', 'verified'],
    ['a role without room', { identityPolicies: found([inline('work', 10_150)]) }, 'identityPolicies', 'unverified'],
    [
      'inline policies count together',
      { identityPolicies: found([inline('work', 5000), inline('more', 5150)]) },
      'identityPolicies',
      'unverified',
    ],
    ['a bucket policy with room', bucket(20_000), 'bucketPolicy', 'verified'],
    ['a bucket policy without room', bucket(20_400), 'bucketPolicy', 'unverified'],
  ])('%s', (_sentence, evidence, layer, applicability) =>
    expect(changeOf(evidence, layer)?.applicability).toBe(applicability),
  );

  test('an inline policy that was not read may be of any size', () => {
    const unread = { name: 'more', via: 'inline', document: unreadable('iam:GetRolePolicy', 'not allowed') };
    const place = {
      layer: 'identityPolicies',
      name: 'work',
      target: ROLE,
      level: null,
      account: null,
      text: null,
    } as const;
    const identityPolicies = found([inline('work', 100), unread]);
    const [after] = caseWith({ ...NOTHING, identityPolicies }).requests;
    expect(fitOf(place, '{}', {}, after)).toMatchObject({ kind: 'notKnown' });
  });

  test('the numbers are told, and the limit', () => {
    const change = changeOf({ identityPolicies: found([inline('work', 10_150)]) }, 'identityPolicies');
    expect(change?.because).toMatch(
      /^the policy would have 10\d{3} characters, and all inline policies of a role together may have 10240$/,
    );
  });

  test('the other side is the way where the one is full', () => {
    const full = { identityPolicies: found([inline('work', 10_150)]) };
    expect(changeOf(full, 'bucketPolicy')?.applicability).toBe('verified');
  });

  test('white space that does not fit is taken out by the command', () => {
    const change = changeOf(bucket(20_040), 'bucketPolicy');
    expect(change?.applicability).toBe('verified');
    expect(change?.command).toContain('"$(jq -c . bucket-policy.json)"');
  });

  test('IAM takes no letters beyond Latin-1 in a policy, S3 does', () => {
    const asked = { ...request, resource: 'arn:aws:s3:::ledger/報告.csv' };
    expect(changeOf({}, 'identityPolicies', asked)).toMatchObject({ applicability: 'unverified' });
    expect(changeOf({}, 'bucketPolicy', asked)).toMatchObject({ applicability: 'verified' });
  });
});
