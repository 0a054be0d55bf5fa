import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import type { Decision } from '../../src/evaluate/evaluation.ts';
import type { AttachedPolicy, Evidence } from '../../src/evidence/evidence.ts';
import type { Layer } from '../../src/evidence/layers.ts';
import { absent, found } from '../../src/evidence/reading.ts';
import type { AccessRequest } from '../../src/request/access-request.ts';
import { type Case, caseArb, policyOf } from './arbitrary-case.ts';

const RUNS = { numRuns: 400 };

/** A layer as its owner would mend it: no Deny, an Allow for this caller. */
function mend(layer: Layer, { request, evidence }: Case): Evidence {
  const everything = { Effect: 'Allow', Action: '*', Resource: '*' };
  const named = (name: string, reading: AttachedPolicy | null): AttachedPolicy => {
    const allows =
      reading === null || 'kind' in reading.document
        ? []
        : reading.document.statements.filter(({ effect }) => effect === 'Allow');
    const own = policyOf(name, [{ ...everything, Principal: ownPrincipal(request) }]);
    return 'kind' in own.document
      ? own
      : { ...own, document: { ...own.document, statements: [...allows, ...own.document.statements] } };
  };
  switch (layer) {
    case 'identityPolicies':
      return { ...evidence, identityPolicies: found([policyOf('all', [everything])]) };
    case 'permissionsBoundary':
      return { ...evidence, permissionsBoundary: found(policyOf('all', [everything])) };
    case 'sessionPolicies':
      return { ...evidence, sessionPolicies: found([policyOf('all', [everything])]) };
    case 'bucketPolicy': {
      const { bucketPolicy: reading } = evidence;
      return {
        ...evidence,
        bucketPolicy: found({ policy: named('bucket', reading.kind === 'found' ? reading.value.policy : null) }),
      };
    }
    case 'accessPointPolicy': {
      const { accessPointPolicy: reading } = evidence;
      const policy = named('access point', reading.kind === 'found' ? reading.value.policy : null);
      return { ...evidence, accessPointPolicy: found({ policy, networkOrigin: 'Internet' }) };
    }
    case 'keyPolicy': {
      const { keyPolicy: reading } = evidence;
      const policy = named('key', reading.kind === 'found' ? reading.value.policy : null);
      return { ...evidence, keyPolicy: found({ policy, keyManager: 'CUSTOMER', keyState: 'Enabled', grants: [] }) };
    }
    case 'objectOwnership': {
      const { objectOwnership: reading } = evidence;
      if (reading.kind !== 'found') return evidence;
      if (request.principal.kind === 'service') return { ...evidence, objectOwnership: absent };
      const grantee = 'account' in request.principal ? request.principal.account : 'AllUsers';
      return {
        ...evidence,
        objectOwnership: found({ ...reading.value, objectAcl: [{ grantee, permission: 'FULL_CONTROL' }] }),
      };
    }
    default:
      return { ...evidence, [layer]: absent };
  }
}

function ownPrincipal({ principal }: AccessRequest): unknown {
  if (principal.kind === 'service') return { Service: principal.service };
  return 'arn' in principal ? { AWS: principal.arn } : '*';
}

describe('remedies', () => {
  test('of a denied request work, and none is larger than it must be', () => {
    fc.assert(
      fc.property(caseArb, (one) => {
        const { decision, remedies, layers } = evaluate(one.request, one.evidence);
        // Which session calls is not known; at its best is not what it is.
        fc.pre(!layers.some(({ statements }) => statements.some(({ match }) => match === 'unknown')));
        // Nor whether S3 takes a policy for public.
        fc.pre(layers.every(({ layer, outcomes }) => layer !== 'blockPublicAccess' || outcomes.length === 1));
        fc.pre(decision === 'deny' && remedies.length > 0 && one.request.principal.kind !== 'anonymous');
        const mended = (layers: readonly Layer[]): Decision =>
          evaluate(
            one.request,
            layers.reduce((evidence, layer) => mend(layer, { ...one, evidence }), one.evidence),
          ).decision;
        for (const remedy of remedies) {
          expect({ remedy, decision: mended(remedy) }).toEqual({ remedy, decision: 'allow' });
          for (const left of remedy) {
            const fewer = remedy.filter((layer) => layer !== left);
            expect({ remedy, without: left, decision: mended(fewer) }).toEqual({
              remedy,
              without: left,
              decision: 'deny',
            });
          }
        }
      }),
      { numRuns: 1_500 },
    );
  });

  test('a denied request has one, but for callers whom nothing can let in', () => {
    fc.assert(
      fc.property(caseArb, ({ request, evidence }) => {
        const { decision, remedies } = evaluate(request, evidence);
        const never = request.action.startsWith('kms:') && request.principal.kind === 'anonymous';
        fc.pre(decision !== 'allow' && !never);
        expect(remedies.length).toBeGreaterThan(0);
      }),
      RUNS,
    );
  });
});
