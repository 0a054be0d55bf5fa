import { expect, test } from 'vitest';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import type { ContextChange } from '../../src/evaluate/evaluation.ts';
import { caseOf } from '../../src/explain/case.ts';
import { spokenMeet, spokenWouldAllow } from '../../src/explain/would-allow.ts';
import { causeScenario } from './cause-scenario.ts';

/** A case of the scenario, as if these changes of its context were those that allow. */
function caseOfScenario(name: string, wouldAllowWith: readonly ContextChange[]) {
  const { request, evidence } = causeScenario(name);
  const { requests } = caseOf({
    denial: {
      source: 'person',
      call: {
        operation: 'GetObject',
        target: { kind: 'bucket', name: 'payroll-reports', partition: 'aws' },
        principal: request.principal,
        context: {},
      },
    },
    collected: {
      requests: [{ request, evidence }],
      bucket: 'payroll-reports',
      bucketAccount: null,
      region: null,
      principalArn: 'arn:aws:iam::111122223333:role/reports',
      notes: [],
    },
    evaluations: [{ ...evaluate(request, evidence), wouldAllowWith }],
    trail: { deniedEvents: [], changes: [], looked: [] },
  });
  const [only] = requests;
  if (only === undefined) throw new Error(`${name} asks for nothing`);
  return only;
}

test.each<[string, string, readonly ContextChange[], string | null]>([
  [
    'the endpoint a policy names, without the address that such a request cannot have',
    'explicit-deny',
    [{ 'aws:SourceVpce': 'vpce-1a', 'aws:SourceIp': null }],
    'if it comes through VPC endpoint `vpce-1a`',
  ],
  [
    'an endpoint that no policy names',
    'explicit-deny',
    [{ 'aws:SourceVpce': 'vpce-9z' }],
    'if it comes through a VPC endpoint such as `vpce-9z`',
  ],
  [
    'the range of addresses a policy names',
    'outside-the-addresses',
    [{ 'aws:SourceIp': '203.0.113.7' }],
    'if it comes from an address in `203.0.113.0/24`',
  ],
  [
    'that range for a request that came through an endpoint',
    'outside-the-addresses',
    [{ 'aws:SourceIp': '203.0.113.7', 'aws:SourceVpce': null, 'aws:SourceVpc': null }],
    'if it comes from an address in `203.0.113.0/24`, and through no VPC endpoint',
  ],
  [
    'a key that must not be there',
    'explicit-deny',
    [{ 'aws:ResourceTag/stage': null }],
    'if `aws:ResourceTag/stage` is not in the request',
  ],
  [
    'any of several values',
    'explicit-deny',
    [{ 'aws:SourceVpce': 'vpce-1a' }, { 'aws:ViaAWSService': 'true' }],
    'if it comes through VPC endpoint `vpce-1a` or `aws:ViaAWSService` is `true`',
  ],
  [
    'no other region, since a bucket stays where it is',
    'explicit-deny',
    [{ 'aws:RequestedRegion': 'eu-west-1' }],
    null,
  ],
  [
    'no other time, caller or owner',
    'explicit-deny',
    [{ 'aws:CurrentTime': '2026-10-30T00:00:00Z' }, { 'aws:PrincipalArn': 'x' }, { 'aws:ResourceAccount': 'x' }],
    null,
  ],
  ['nothing, where nothing would do', 'explicit-deny', [], null],
])('%s', (_sentence, scenario, changes, words) => {
  const request = caseOfScenario(scenario, changes);
  expect(spokenWouldAllow(request)).toBe(words);
  expect(spokenMeet(request)).toBe(words?.replace(/^if/, 'Make the request so that'));
});
