import { describe, expect, test } from 'vitest';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import { explain } from '../../src/explain/explain.ts';
import { readScenario } from '../../src/scenario/read-scenario.ts';

const ACCOUNT = '111122223333';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/reports`;
const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

function asked(action: string, resource: string, evidence: object) {
  const request = { principal: ROLE, action, resource, resourceAccount: ACCOUNT };
  const reading = readScenario(JSON.stringify({ name: 'a permission', request, evidence }));
  if (reading.kind === 'invalid') throw new Error(JSON.stringify(reading.problems));
  return { request: reading.scenario.request, evidence: reading.scenario.evidence };
}

const OBJECT = asked('s3:GetObject', 'arn:aws:s3:::payroll-reports/2026/10.csv', {});
const key = (keyState: string) => {
  const root = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' };
  return asked('kms:Decrypt', KEY, {
    keyPolicy: { keyState, document: { Version: '2012-10-17', Statement: [root] } },
  });
};

/** How sure the change of the caller's own policies is, and why, where neither settings nor the object were looked at. */
function verdict(requests: readonly ReturnType<typeof asked>[]) {
  const { suggestions } = explain({
    denial: {
      call: {
        operation: 'GetObject',
        target: { kind: 'bucket', name: 'payroll-reports', partition: 'aws' },
        key: '2026/10.csv',
        principal: OBJECT.request.principal,
        context: {},
      },
      source: 'person',
    },
    collected: {
      requests,
      bucket: 'payroll-reports',
      bucketAccount: ACCOUNT,
      region: 'eu-west-1',
      principalArn: ROLE,
      notes: [],
    },
    evaluations: requests.map(({ request, evidence }) => evaluate(request, evidence)),
    trail: { deniedEvents: [], changes: [], looked: [] },
    notes: [],
  });
  const change = suggestions.find(({ layer }) => layer === 'identityPolicies');
  return [change?.applicability, change?.because];
}

describe('a change after which every policy allows', () => {
  const disabled =
    'evaluated again with it, every policy allows the call; and yet its key is in the state `Disabled`, in which nobody can use it';

  test.each<[string, readonly ReturnType<typeof asked>[], readonly [string, string]]>([
    ['is verified with a key that can be used', [key('Enabled')], ['verified', '']],
    ['is not with a disabled key', [key('Disabled')], ['unverified', disabled]],
    ['is verified for an object under a key that can be used', [OBJECT, key('Enabled')], ['verified', '']],
    [
      'is not for an object under a disabled key, asked about last',
      [OBJECT, key('Disabled')],
      ['unverified', disabled],
    ],
  ])('%s', (_sentence, requests, expected) => {
    expect(verdict(requests)).toEqual(expected);
  });
});
