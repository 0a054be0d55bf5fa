import { describe, expect, test } from 'vitest';
import { type Narrowing, narrowByDenial } from '../../src/evaluate/narrow-by-denial.ts';
import type { ReportedReason } from '../../src/request/s3-call.ts';
import { readScenario } from '../../src/scenario/read-scenario.ts';

const READ =
  'identityPolicies: [{ document: { Version: "2012-10-17", Statement: { Effect: Allow, Action: "s3:GetObject", Resource: "*" } } }]';
const UNREAD_SCPS = 'serviceControlPolicies: { unreadable: organizations:ListPoliciesForTarget }';
const UNREAD_BOUNDARY = 'permissionsBoundary: { unreadable: iam:GetRole }';

function narrowed(evidence: readonly string[], reported?: Pick<ReportedReason, 'layer' | 'kind'>): Narrowing {
  const reading = readScenario(
    `name: x\nrequest:\n  principal: arn:aws:iam::111122223333:role/r\n  action: s3:GetObject\n  resource: arn:aws:s3:::b/k\nevidence:\n${evidence.map((line) => `  ${line}\n`).join('')}`,
  );
  if (reading.kind === 'invalid') expect.fail(JSON.stringify(reading.problems));
  return narrowByDenial(reading.scenario.request, reading.scenario.evidence, reported);
}

describe('that AWS denied is evidence', () => {
  test('where all else allows, the layer that could not be read is the suspect', () => {
    expect(narrowed([READ, UNREAD_SCPS])).toMatchObject({
      kind: 'narrowed',
      suspects: ['serviceControlPolicies'],
      outcomes: { serviceControlPolicies: ['implicitDeny', 'explicitDeny'] },
    });
  });

  test('of two that could not be read, either may be it', () => {
    expect(narrowed([READ, UNREAD_SCPS, UNREAD_BOUNDARY])).toMatchObject({
      suspects: ['permissionsBoundary', 'serviceControlPolicies'],
      outcomes: { serviceControlPolicies: ['allow', 'implicitDeny', 'explicitDeny'] },
    });
  });

  test('what AWS said leaves one outcome of the layer it named', () => {
    const said = narrowed([READ, UNREAD_SCPS, UNREAD_BOUNDARY], {
      layer: 'serviceControlPolicies',
      kind: 'explicitDeny',
    });
    expect(said).toMatchObject({ outcomes: { serviceControlPolicies: ['explicitDeny'] } });
  });

  test('where everything was read and allows, there is a contradiction', () => {
    expect(narrowed([READ])).toMatchObject({ kind: 'contradiction' });
  });

  test('so there is where AWS named a layer that does not deny', () => {
    expect(narrowed([UNREAD_SCPS], { layer: 'bucketPolicy', kind: 'explicitDeny' })).toMatchObject({
      kind: 'contradiction',
    });
  });

  test('a resource-based policy is what AWS also calls Block Public Access', () => {
    const reading = readScenario(
      'name: x\nrequest:\n  principal: anonymous\n  action: s3:GetObject\n  resource: arn:aws:s3:::b/k\n  resourceAccount: "111122223333"\nevidence:\n  bucketPolicy: { document: { Version: "2012-10-17", Statement: { Effect: Allow, Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::b/*" } } }\n  blockPublicAccess: { unreadable: s3:GetBucketPublicAccessBlock }\n',
    );
    if (reading.kind === 'invalid') expect.fail(JSON.stringify(reading.problems));
    const { request, evidence } = reading.scenario;
    expect(narrowByDenial(request, evidence, { layer: 'bucketPolicy', kind: 'explicitDeny' })).toMatchObject({
      suspects: ['blockPublicAccess'],
      outcomes: { blockPublicAccess: ['explicitDeny'], bucketPolicy: ['allow'] },
    });
  });
});
