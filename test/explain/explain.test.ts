import { describe, expect, test } from 'vitest';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import type { Evidence } from '../../src/evidence/evidence.ts';
import { absent, found, unreadable } from '../../src/evidence/reading.ts';
import type { Diagnosis } from '../../src/explain/diagnosis.ts';
import { explain } from '../../src/explain/explain.ts';
import { explainRequest } from '../../src/explain/explain-request.ts';
import type { AccessRequest } from '../../src/request/access-request.ts';
import type { Denial, ReportedReason } from '../../src/request/s3-call.ts';
import { documentOf } from './arbitrary-case.ts';
import { causeScenario } from './cause-scenario.ts';

const NO_TRAIL = { deniedEvents: [], changes: [], looked: [] };

/** The base of every case here: a role, a bucket of its own account, and nothing that allows or denies. */
const { request: BASE, evidence: NOTHING } = causeScenario('nobody-grants-across-accounts');
const SAME_ACCOUNT: AccessRequest = { ...BASE, resourceAccount: '111122223333' };

const inline = (name: string, ...statements: readonly object[]) => ({
  name,
  via: 'inline',
  document: documentOf({ Version: '2012-10-17', Statement: statements }),
});

function explainAll(
  requests: readonly { readonly request: AccessRequest; readonly evidence: Evidence }[],
  denial: Partial<Denial> = {},
): Diagnosis {
  return explain({
    denial: {
      call: {
        operation: 'PutObject',
        target: { kind: 'bucket', name: 'partner-ledger', partition: 'aws' },
        key: '2026/10.csv',
        principal: BASE.principal,
        context: {},
      },
      source: 'person',
      ...denial,
    },
    collected: {
      requests,
      bucket: 'partner-ledger',
      bucketAccount: '111122223333',
      region: 'eu-west-1',
      principalArn: 'arn:aws:iam::111122223333:role/reports',
      notes: ['Taken for granted: TLS'],
    },
    evaluations: requests.map(({ request, evidence }) => evaluate(request, evidence)),
    trail: NO_TRAIL,
    notes: ['Taken for granted: TLS', 'something else'],
  });
}

const ALLOW_PUT = inline('work', {
  Effect: 'Allow',
  Action: 's3:PutObject',
  Resource: 'arn:aws:s3:::partner-ledger/*',
});

describe('a call that needs several permissions', () => {
  const put = { ...SAME_ACCOUNT, action: 's3:PutObject' };
  const tag = { ...SAME_ACCOUNT, action: 's3:PutObjectTagging' };
  const evidence = { ...NOTHING, identityPolicies: found([ALLOW_PUT]) };

  test('is denied when one is', () => {
    expect(explainAll([{ request: put, evidence }]).decision).toBe('allow');
    expect(
      explainAll([
        { request: put, evidence },
        { request: tag, evidence },
      ]).decision,
    ).toBe('deny');
  });

  test('is undetermined when one is, and none denied', () => {
    const unread = { ...evidence, serviceControlPolicies: unreadable('organizations:ListPoliciesForTarget', 'denied') };
    expect(
      explainAll([
        { request: put, evidence },
        { request: put, evidence: unread },
      ]).decision,
    ).toBe('undetermined');
  });

  test('names the permission that is missing', () => {
    const { headline, causes } = explainAll([
      { request: put, evidence },
      { request: tag, evidence },
    ]);
    expect(headline).toContain('`s3:PutObjectTagging`');
    expect(causes[0]).toMatchObject({ weight: 'decides', request: 1 });
  });

  test('is mended by one change of one document, with every action in it', () => {
    const nothing = {
      ...NOTHING,
      identityPolicies: found([inline('work', { Effect: 'Allow', Action: 'sqs:*', Resource: '*' })]),
    };
    const { suggestions } = explainAll([
      { request: put, evidence: nothing },
      { request: tag, evidence: nothing },
    ]);
    const change = suggestions.find(({ layer }) => layer === 'identityPolicies');
    expect(change).toMatchObject({ applicability: 'verified', requests: [0, 1], companions: [] });
    expect(change?.document).toMatchObject({
      Statement: [{}, { Action: ['s3:PutObject', 's3:PutObjectTagging'], Resource: SAME_ACCOUNT.resource }],
    });
  });
});

describe('what decides is told first, then what would block next', () => {
  test('an explicit deny before an Allow that is missing, and both before a near miss', () => {
    const evidence: Evidence = {
      ...NOTHING,
      serviceControlPolicies: found([
        {
          target: 'root',
          policies: [
            inline('no-writes', { Effect: 'Deny', Action: 's3:PutObject', Resource: '*' }),
            inline('all', { Effect: 'Allow', Action: '*', Resource: '*' }),
          ],
        },
      ]),
      identityPolicies: found([
        inline('work', {
          Sid: 'Work',
          Effect: 'Allow',
          Action: 's3:PutObject',
          Resource: 'arn:aws:s3:::partner-ledger',
        }),
      ]),
    };
    const { causes } = explainAll([{ request: { ...SAME_ACCOUNT, action: 's3:PutObject' }, evidence }]);
    expect(causes.map(({ code, weight }) => [code, weight])).toEqual([
      ['explicit-deny', 'decides'],
      ['nobody-grants', 'blocksNext'],
      ['object-action-on-bucket-arn', 'nearMiss'],
    ]);
  });
});

describe('the 403 is evidence', () => {
  const evidence: Evidence = {
    ...NOTHING,
    identityPolicies: found([ALLOW_PUT]),
    serviceControlPolicies: unreadable('organizations:ListPoliciesForTarget', 'was denied', '999900001111'),
    resourceControlPolicies: unreadable('organizations:ListPoliciesForTarget', 'was denied', '999900001111'),
  };
  const request = { ...SAME_ACCOUNT, action: 's3:PutObject' };
  const why = (denial: Partial<Denial>) =>
    explainAll([{ request, evidence }], denial)
      .causes.map((cause) => cause.why)
      .join();
  const says = (layer: ReportedReason['layer'], kind: ReportedReason['kind'] = 'explicitDeny'): Partial<Denial> => ({
    source: 'errorMessage',
    reportedReason: { sentence: 'AWS says so', layer, kind },
  });

  test('a person who asks is not told of suspects', () => expect(why({})).not.toContain('can have done it'));

  test('of a denied call only the layers that are open can have denied it', () =>
    expect(why({ source: 'cloudTrailEvent' })).toContain(
      'only service control policies (SCP) or resource control policies (RCP) can have done it, unless a policy was changed since',
    ));

  test('the layer AWS named is the suspect left', () =>
    expect(why(says('serviceControlPolicies'))).toContain('only service control policies (SCP) can have done it'));
});

describe('changes', () => {
  const denied = (evidence: Partial<Evidence>, request: AccessRequest = BASE) =>
    explainRequest(request, { ...NOTHING, ...evidence }).suggestions;

  test('across accounts each needs the other, by name', () => {
    const [identity, bucket] = denied({});
    expect(identity?.companions).toEqual([
      { layer: 'bucketPolicy', policy: 'bucket policy', target: 'arn:aws:s3:::partner-ledger', suggestion: 1 },
    ]);
    expect(bucket?.togetherWith).toEqual(['identityPolicies']);
  });

  test('are not fully verified while something could not be read', () => {
    const [change] = denied({ permissionsBoundary: unreadable('iam:GetPolicyVersion', 'was denied') });
    expect(change?.applicability).toBe('unverified');
    expect(change?.because).toContain('the permissions boundary could not be read');
  });

  test('never edit a policy of AWS: a new inline policy is written', () => {
    const aws = {
      ...inline('AmazonSQSFullAccess', { Effect: 'Allow', Action: 'sqs:*', Resource: '*' }),
      arn: 'arn:aws:iam::aws:policy/AmazonSQSFullAccess',
      via: 'managed',
    };
    const [change] = denied({ identityPolicies: found([aws]) });
    expect(change).toMatchObject({ policy: 'allow-partner-ledger', target: 'arn:aws:iam::111122223333:role/reports' });
    expect(change?.command).toContain('aws iam put-role-policy --role-name reports --policy-name allow-partner-ledger');
  });

  test('of a role that IAM Identity Center writes are made in the permission set', () => {
    const arn = 'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Analyst_0123456789abcdef';
    const [change] = denied({}, { ...BASE, principal: { kind: 'role', arn, account: '111122223333' } });
    expect(change?.says).toContain('permission set `Analyst`');
    expect(change?.owner).toContain('IAM Identity Center, permission set `Analyst`');
    expect(change?.applicability).toBe('needsInput');
    expect(change?.command).toBeNull();
  });

  test('too large for AWS are said to be', () => {
    const statements = Array.from({ length: 150 }, (_, index) => ({
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: `arn:aws:s3:::some-other-bucket-${index}/a/rather/long/prefix/*`,
    }));
    const [change] = denied({ identityPolicies: found([inline('work', ...statements)]) });
    expect(change?.applicability).toBe('unverified');
    expect(change?.because).toMatch(/may have 10240$/);
  });

  test('that make anything public are never made: for an anonymous caller there is none', () => {
    expect(denied({}, { ...BASE, principal: { kind: 'anonymous' } })).toEqual([]);
  });

  test('write a key with wildcards in it so that they stand for themselves', () => {
    const request = { ...SAME_ACCOUNT, resource: 'arn:aws:s3:::partner-ledger/a*b?c${d}' };
    const [change] = explainRequest(request, NOTHING).suggestions;
    expect(change?.document).toMatchObject({
      Statement: [{ Resource: 'arn:aws:s3:::partner-ledger/a${*}b${?}c${$}{d}' }],
    });
    expect(change?.applicability).toBe('verified');
  });

  test('go through what blocks after the first blocker is gone', () => {
    const evidence: Partial<Evidence> = {
      bucketPolicy: found({
        policy: {
          name: 'bucket policy',
          arn: 'arn:aws:s3:::partner-ledger',
          document: documentOf({
            Version: '2012-10-17',
            Statement: [
              {
                Sid: 'Nobody',
                Effect: 'Deny',
                Principal: '*',
                Action: 's3:GetObject',
                Resource: 'arn:aws:s3:::partner-ledger/*',
              },
            ],
          }),
        },
      }),
      identityPolicies: absent,
    };
    const changes = denied(evidence);
    expect(changes.map(({ layer, applicability }) => [layer, applicability])).toEqual([
      ['identityPolicies', 'unverified'],
      ['bucketPolicy', 'needsInput'],
    ]);
    expect(changes[1]?.document).toMatchObject({
      Statement: [{ Sid: 'Nobody', Condition: { ArnNotEquals: {} } }, { Effect: 'Allow' }],
    });
  });
});

test('notes are told once', () => {
  expect(explainAll([{ request: BASE, evidence: NOTHING }]).notes).toEqual([
    'Taken for granted: TLS',
    'something else',
  ]);
});
