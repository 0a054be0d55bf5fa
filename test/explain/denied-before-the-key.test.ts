import { describe, expect, test } from 'vitest';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import { explain } from '../../src/explain/explain.ts';
import { findNotAPolicyProblem } from '../../src/request/not-a-policy-problem.ts';
import { readScenario } from '../../src/scenario/read-scenario.ts';

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

function part(action: string, resource: string, allowed: string) {
  const reading = readScenario(`
name: a case
request: { principal: "arn:aws:iam::111122223333:role/reports", action: "${action}", resource: "${resource}", resourceAccount: "111122223333" }
evidence:
  identityPolicies:
    - { name: own, document: { Version: "2012-10-17", Statement: { Effect: Allow, Action: "${allowed}", Resource: "*" } } }
  ${
    action === 'kms:Decrypt'
      ? 'keyPolicy: { keyState: Disabled, document: { Version: "2012-10-17", Statement: { Effect: Allow, Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "kms:*", Resource: "*" } } }'
      : ''
  }
`);
  if (reading.kind === 'invalid') throw new Error(JSON.stringify(reading.problems));
  const { request, evidence } = reading.scenario;
  return { request, evidence };
}

/** GetObject of an object whose key is disabled, by a caller who may do what is told. */
function diagnose(allowed: string, error?: string) {
  const requests = [
    part('s3:GetObject', 'arn:aws:s3:::ledger/a.csv', allowed),
    part('kms:Decrypt', KEY, 'kms:Decrypt'),
  ] as const;
  const problem = error === undefined ? undefined : findNotAPolicyProblem(error);
  return explain({
    denial: {
      source: 'person',
      call: {
        operation: 'GetObject',
        target: { kind: 'bucket', name: 'ledger', partition: 'aws' },
        key: 'a.csv',
        principal: requests[0].request.principal,
        context: {},
      },
      ...(problem === undefined ? {} : { notAPolicyProblem: problem }),
    },
    collected: {
      requests,
      bucket: 'ledger',
      bucketAccount: '111122223333',
      region: null,
      principalArn: 'arn:aws:iam::111122223333:role/reports',
      notes: [],
    },
    evaluations: requests.map(({ request, evidence }) => evaluate(request, evidence)),
    trail: { deniedEvents: [], changes: [], looked: [] },
    notes: [],
  });
}

describe('a disabled key beside the permission on S3', () => {
  test('is told beside a denial, whose changes stay, and are not said to be enough', () => {
    const { decision, causes, suggestions } = diagnose('s3:ListBucket');
    expect(decision).toBe('deny');
    expect(causes[0]?.code).toBe('nobody-grants');
    expect(causes.find(({ code }) => code === 'key-not-usable')).toMatchObject({ weight: 'background' });
    expect(suggestions).not.toEqual([]);
    expect(suggestions.map(({ applicability }) => applicability)).not.toContain('verified');
  });

  test.each([
    ['when every policy allows', 's3:GetObject', undefined],
    ["when AWS's error says so", 's3:ListBucket', 'KMS.DisabledException'],
  ])('ends the call with a 400 %s', (_when, allowed, error) => {
    const { decision, causes } = diagnose(allowed, error);
    expect(decision).toBe('undetermined');
    expect(causes.find(({ code }) => code === 'key-not-usable')).toMatchObject({ status: 400 });
  });
});
