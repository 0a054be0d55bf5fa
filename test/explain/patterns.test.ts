import { describe, expect, test } from 'vitest';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import type { Evidence } from '../../src/evidence/evidence.ts';
import { absent, found } from '../../src/evidence/reading.ts';
import { caseOf, type ExplainInput } from '../../src/explain/case.ts';
import type { Suggestion } from '../../src/explain/diagnosis.ts';
import { explain } from '../../src/explain/explain.ts';
import { originAccessControl } from '../../src/explain/patterns/origin-access-control.ts';
import { parsePolicyDocument } from '../../src/policy/parse-policy-document.ts';
import type { AccessRequest } from '../../src/request/access-request.ts';
import { documentOf } from './arbitrary-case.ts';

const CALLER = 'arn:aws:iam::111122223333:role/reports';
const OWNER = '444455556666';
const KEY = `arn:aws:kms:eu-west-1:${OWNER}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

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

const asked = (action: string, resource: string): AccessRequest => ({
  principal: { kind: 'role', arn: CALLER, account: '111122223333' },
  action,
  resource,
  resourceAccount: OWNER,
  context: {
    keys: new Map([
      ['kms:viaservice', { kind: 'known', values: ['s3.eu-west-1.amazonaws.com'] }],
      ['aws:securetransport', { kind: 'known', values: ['true'] }],
    ]),
    otherKeys: 'absent',
  },
});

const named = (name: string, ...statements: object[]) => ({
  name,
  via: 'inline',
  document: documentOf({ Version: '2012-10-17', Statement: statements }),
});

const AWS_KEY = documentOf({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      Resource: '*',
      Condition: {
        StringEquals: { 'kms:CallerAccount': OWNER, 'kms:ViaService': 's3.eu-west-1.amazonaws.com' },
      },
    },
  ],
});

const READ = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::ledger/*' };
const caller = (...statements: object[]) => found([named('work', ...statements)]);

type Asked = { readonly request: AccessRequest; readonly evidence: Evidence };

const heard = (requests: readonly Asked[]): ExplainInput => ({
  denial: {
    source: 'person',
    call: {
      operation: 'GetObject',
      target: { kind: 'bucket', name: 'ledger', partition: 'aws' },
      principal: { kind: 'role', arn: CALLER, account: '111122223333' },
      context: {},
    },
  },
  collected: {
    requests,
    bucket: 'ledger',
    bucketAccount: OWNER,
    region: 'eu-west-1',
    principalArn: CALLER,
    notes: [],
  },
  evaluations: requests.map(({ request, evidence }) => evaluate(request, evidence)),
  trail: { deniedEvents: [], changes: [], looked: [] },
  notes: [],
});

const patterns = (requests: readonly Asked[]): readonly Suggestion[] => explain(heard(requests)).suggestions;

/** An object under `aws/s3` of another account, whose bucket policy lets the caller in. */
const underAwsKey = (bucketPolicy: object, ...own: object[]) => {
  const identityPolicies = caller(READ, ...own);
  const policy = named('bucket policy', bucketPolicy);
  const key = { policy: { name: 'key policy', arn: KEY, document: AWS_KEY }, keyManager: 'AWS' as const };
  return patterns([
    {
      request: asked('s3:GetObject', 'arn:aws:s3:::ledger/2026/10.csv'),
      evidence: {
        ...NOTHING,
        identityPolicies,
        bucketPolicy: found({ policy: { ...policy, arn: 'arn:aws:s3:::ledger' } }),
      },
    },
    {
      request: asked('kms:Decrypt', KEY),
      evidence: { ...NOTHING, identityPolicies, keyPolicy: found({ ...key, keyState: 'Enabled', grants: [] }) },
    },
  ]);
};

const LETS_CALLER = { ...READ, Principal: { AWS: CALLER } };
const of = (all: readonly Suggestion[], policy: string) => all.find((one) => one.policy.includes(policy));

describe('a role in the account of the resource', () => {
  test('is given what the whole call needs, and the call is evaluated as that role', () => {
    const role = of(underAwsKey(LETS_CALLER), 'what-the-call-needs');
    expect(role?.document).toMatchObject({
      Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::ledger/2026/10.csv' }],
    });
    expect(role?.because).toContain('Evaluated again as that role, the call is allowed by everything that was read');
    expect(role?.because).toContain(`Not evaluated: the service control policies of account ${OWNER}`);
  });

  test('is no way where the bucket policy denies everybody else', () => {
    const onlyCaller = {
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: '*',
      Condition: { ArnNotEquals: { 'aws:PrincipalArn': CALLER } },
    };
    const role = of(underAwsKey(onlyCaller), 'what-the-call-needs');
    expect(role?.because).toContain('Evaluated again as that role, the call is still denied');
  });

  test('is made before its policy and before the caller may assume it', () => {
    const all = underAwsKey(LETS_CALLER);
    const made = all.findIndex(({ policy }) => policy.startsWith('trust policy'));
    expect(all.slice(made).map(({ policy }) => policy)).toEqual([
      'trust policy of a new role s3-for-other-account',
      'what-the-call-needs',
      'work',
    ]);
    expect(all[made]?.companions.map(({ suggestion }) => suggestion)).toEqual([made + 1, made + 2]);
    expect(all[made]?.document).toMatchObject({
      Statement: [{ Principal: { AWS: CALLER }, Action: 'sts:AssumeRole' }],
    });
  });
});

describe('a customer managed key', () => {
  test('lets in a caller whose own policies cover it already', () => {
    const all = underAwsKey(LETS_CALLER, { Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*' });
    expect(of(all, 'new customer managed key')?.because).toContain(
      'Evaluated again with it, this permission is allowed',
    );
  });

  test('is one of two documents where the caller has no permission for it', () => {
    const all = underAwsKey(LETS_CALLER, { Effect: 'Allow', Action: 'kms:Decrypt', Resource: KEY });
    const key = of(all, 'new customer managed key');
    expect(key?.because).toContain('Evaluated again with both, this permission is allowed');
    expect(key?.togetherWith).toEqual(['identityPolicies']);
  });
});

describe('origin access control', () => {
  const request = {
    ...asked('s3:GetObject', 'arn:aws:s3:::site/index.html'),
    principal: { kind: 'anonymous' as const },
  };

  function origin(statement: object | null) {
    const text = JSON.stringify({ Version: '2012-10-17', Statement: statement === null ? [] : [statement] }, null, 4);
    const parsed = parsePolicyDocument(text);
    if (parsed.kind === 'invalid') throw new Error(parsed.because);
    const policy = { name: 'bucket policy', arn: 'arn:aws:s3:::site', document: parsed.document };
    const evidence = { ...NOTHING, bucketPolicy: found({ policy }) };
    const [rc] = caseOf(heard([{ request, evidence }])).requests;
    const [pattern] = rc === undefined ? [] : originAccessControl(rc);
    const again = pattern?.again?.requests.map((one) => evaluate(one.request, one.evidence).decision);
    return { pattern, again };
  }

  test('is an edit of the bucket policy that is there, and lets in the one distribution', () => {
    const { pattern, again } = origin({ Sid: 'Ana', ...LETS_CALLER });
    expect(again).toEqual(['allow']);
    expect(pattern?.text).toContain('\n            "Sid": "Ana",\n');
    expect(pattern?.command).toBe('aws s3api put-bucket-policy --bucket site --policy file://bucket-policy.json');
  });

  test('is no way where the bucket policy denies services too', () => {
    const { again } = origin({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' });
    expect(again).toEqual(['deny']);
  });
});
