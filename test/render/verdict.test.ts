import { expect, test } from 'vitest';
import type { Outcome } from '../../src/evaluate/evaluation.ts';
import type { Layer } from '../../src/evidence/layers.ts';
import { shortVerdict, type VerdictFacts, verdict } from '../../src/render/verdict.ts';

type Blocking = readonly (readonly [Layer, readonly Outcome[]])[];

const facts = (
  decision: VerdictFacts['decision'],
  blocking: Blocking,
  causes: VerdictFacts['causes'] = [],
): VerdictFacts => ({
  decision,
  causes,
  evaluations: [{ layers: blocking.map(([layer, outcomes]) => ({ layer, outcomes, blocking: true })) }],
});
const silent = (...layers: readonly Layer[]): Blocking => layers.map((layer) => [layer, ['implicitDeny']]);
const open = (...layers: readonly Layer[]): Blocking => layers.map((layer) => [layer, ['allow', 'explicitDeny']]);

test.each<[string, VerdictFacts]>([
  ['Allowed', facts('allow', [])],
  [
    'Allowed by the policies, and yet S3 may refuse it',
    facts('allow', [], [{ code: 'archived-object', layer: null, weight: 'background' }]),
  ],
  [
    'Not a denial: S3 answers 404',
    facts('undetermined', [], [{ code: 'x', layer: null, weight: 'decides', status: 404 }]),
  ],
  [
    'Denied, whatever the policies say',
    facts('deny', silent('bucketPolicy'), [{ code: 'x', layer: 'objectOwnership', weight: 'decides', status: 403 }]),
  ],
  ['AWS denied it, but everything we read allows it', facts('allow', [], [{ code: 'contradiction' }])],
  ['Denied by the bucket policy', facts('deny', [['bucketPolicy', ['explicitDeny']], ...silent('identityPolicies')])],
  ['Denied: no Allow in the permissions boundary', facts('deny', silent('permissionsBoundary'))],
  [
    'Denied: no Allow in the service control policies (SCP)',
    facts('deny', [['serviceControlPolicies', ['implicitDeny', 'explicitDeny']]]),
  ],
  [
    'Denied: neither the identity-based policies nor the bucket policy allows it',
    facts('deny', silent('identityPolicies', 'bucketPolicy')),
  ],
  [
    'Denied: neither the identity-based policies nor the KMS key policy and grants allow it',
    facts('deny', silent('identityPolicies', 'keyPolicy')),
  ],
  [
    'Denied: neither the bucket policy nor Object Ownership and ACLs allow it',
    facts('deny', silent('bucketPolicy', 'objectOwnership')),
  ],
  [
    'Denied: no Allow in the identity-based policies, the permissions boundary or the bucket policy',
    facts('deny', silent('identityPolicies', 'permissionsBoundary', 'bucketPolicy')),
  ],
  [
    'Denied by Block Public Access',
    facts('deny', silent('bucketPolicy', 'blockPublicAccess'), [
      { code: 'public-access-blocked', layer: 'blockPublicAccess', weight: 'decides' },
    ]),
  ],
  ['Denied: no Allow in the bucket policy', facts('deny', silent('bucketPolicy', 'blockPublicAccess'))],
  ['Undetermined', facts('undetermined', [])],
  ['Undetermined: it depends on the bucket policy', facts('undetermined', open('bucketPolicy'))],
  [
    'Undetermined: it depends on the identity-based policies, the permissions boundary and others',
    facts('undetermined', open('identityPolicies', 'permissionsBoundary', 'sessionPolicies', 'bucketPolicy')),
  ],
])('%s', (words, given) => expect(verdict(given)).toBe(words));

test('in one word, what AWS denied and nothing explains is neither allowed nor denied', () =>
  expect(shortVerdict(facts('allow', [], [{ code: 'contradiction' }]))).toEqual({
    mark: 'unknown',
    word: 'Unexplained',
  }));
