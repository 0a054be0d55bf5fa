import { expect, test } from 'vitest';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import { unreadable } from '../../src/evidence/reading.ts';
import { explain } from '../../src/explain/explain.ts';
import { readScenario } from '../../src/scenario/read-scenario.ts';

const KEY = 'arn:aws:kms:eu-west-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab';

function part(action: string, resource: string, policies: string) {
  const reading = readScenario(`
name: a case
request: { principal: "arn:aws:iam::111122223333:role/reports", action: "${action}", resource: "${resource}", resourceAccount: "444455556666" }
evidence:
  ${policies}
`);
  if (reading.kind === 'invalid') throw new Error(JSON.stringify(reading.problems));
  const { request, evidence } = reading.scenario;
  const unread = unreadable('iam:ListRolePolicies', 'AccessDenied', '111122223333', 'denied');
  return { request, evidence: { ...evidence, identityPolicies: unread } };
}

const allowed = (action: string) =>
  `document: { Version: "2012-10-17", Statement: { Effect: Allow, Principal: { AWS: "arn:aws:iam::111122223333:role/reports" }, Action: "${action}", Resource: "*" } }`;

test('what could not be read for two permissions of a call is told once, of both', () => {
  const requests = [
    part(
      's3:GetObject',
      'arn:aws:s3:::ledger/a.csv',
      `bucketPolicy: { ${allowed('s3:GetObject').replace('"*"', '"arn:aws:s3:::ledger/*"')} }`,
    ),
    part('kms:Decrypt', KEY, `keyPolicy: { ${allowed('kms:Decrypt')}, keyManager: CUSTOMER, keyState: Enabled }`),
  ];
  const [first] = requests;
  if (first === undefined) return expect.unreachable();
  const { causes } = explain({
    denial: {
      source: 'person',
      call: {
        operation: 'GetObject',
        target: { kind: 'bucket', name: 'ledger', partition: 'aws' },
        key: 'a.csv',
        principal: first.request.principal,
        context: {},
      },
    },
    collected: {
      requests,
      bucket: 'ledger',
      bucketAccount: '444455556666',
      region: null,
      principalArn: 'arn:aws:iam::111122223333:role/reports',
      notes: [],
    },
    evaluations: requests.map(({ request, evidence }) => evaluate(request, evidence)),
    trail: { deniedEvents: [], changes: [], looked: [] },
    notes: [],
  });
  const unread = causes.filter(({ code }) => code === 'something-unreadable').map(({ what }) => what);
  expect(unread).toEqual([
    `The caller's identity-based policies could not be read, and could deny \`s3:GetObject\` on \`ledger/a.csv\` and \`kms:Decrypt\` on \`${KEY}\``,
  ]);
});
