import { expect, test } from 'vitest';
import { collect } from '../../src/collect/collect.ts';
import { openCollectSession } from '../../src/collect/collect-session.ts';
import type { ReadName } from '../../src/collect/reads.ts';
import { unreadablePartsOf } from '../../src/evaluate/unreadable-parts.ts';
import type { Layer } from '../../src/evidence/layers.ts';
import { fakeGate } from './fake-gate.ts';
import { ANSWERS, answering, CALL, MANAGEMENT } from './small-organization.ts';

test.each<[needs: ReadName, layer: Layer, request: number]>([
  ['iam:ListRolePolicies', 'identityPolicies', 0],
  ['iam:ListAttachedRolePolicies', 'identityPolicies', 0],
  ['ec2:DescribeVpcEndpoints', 'vpcEndpointPolicy', 0],
  ['kms:ListGrants', 'keyPolicy', 1],
])(
  'an answer of %s without its list was not understood: it does not mean that there is none',
  async (needs, layer, at) => {
    const whole = answering(ANSWERS);
    const gate = fakeGate((call) => (call.name === needs ? {} : whole(call)));
    const session = openCollectSession({
      gate,
      now: new Date('2026-11-20T10:00:00Z'),
      organizationAccount: MANAGEMENT,
    });
    const evidence = (await collect({ ...CALL, context: {} }, session)).requests[at]?.evidence;
    expect(evidence && unreadablePartsOf(layer, evidence)).toMatchObject([{ needs }]);
  },
);
