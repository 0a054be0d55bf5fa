import type { AttachedPolicy, Evidence, OrganizationLevel } from '../evidence/evidence.ts';
import type { Layer } from '../evidence/layers.ts';
import { found, type Reading } from '../evidence/reading.ts';
import type { PolicyDocument } from '../policy/policy-document.ts';
import type { RequestCase } from './case.ts';
import type { PolicyPlace } from './policy-change.ts';
import { newPlace, placeOf } from './policy-places.ts';
import { becomesPublic } from './reach.ts';

type Put = (place: PolicyPlace, document: PolicyDocument, request: RequestCase) => Evidence | null;

/** The evidence of a request with one document changed or new; null if the document is none of this request's. */
export function withDocument(place: PolicyPlace, document: PolicyDocument, request: RequestCase): Evidence | null {
  return PUT[place.layer](place, document, request);
}

const PUT: Record<Layer, Put> = {
  identityPolicies: (place, document, request) => {
    const reading = request.evidence.identityPolicies;
    if (reading.kind === 'unreadable') return null;
    const policies = reading.kind === 'found' ? reading.value : [];
    if (place.text === null) {
      if (newPlace(place.layer, place.name, request).target !== place.target) return null;
      const added: AttachedPolicy = { name: place.name, via: 'inline', document };
      return { ...request.evidence, identityPolicies: found([...policies, added]) };
    }
    const changed = replaced(policies, place, null, document, request);
    return changed === null ? null : { ...request.evidence, identityPolicies: found(changed) };
  },
  permissionsBoundary: (place, document, request) => {
    const policy = onlyPolicy(request.evidence.permissionsBoundary, place, document, request);
    return policy === null ? null : { ...request.evidence, permissionsBoundary: found(policy) };
  },
  sessionPolicies: (place, document, request) => {
    const reading = request.evidence.sessionPolicies;
    const changed = reading.kind === 'found' ? replaced(reading.value, place, null, document, request) : null;
    return changed === null ? null : { ...request.evidence, sessionPolicies: found(changed) };
  },
  serviceControlPolicies: (place, document, request) => {
    const levels = onLevels(request.evidence.serviceControlPolicies, place, document, request);
    return levels === null ? null : { ...request.evidence, serviceControlPolicies: found(levels) };
  },
  resourceControlPolicies: (place, document, request) => {
    const levels = onLevels(request.evidence.resourceControlPolicies, place, document, request);
    return levels === null ? null : { ...request.evidence, resourceControlPolicies: found(levels) };
  },
  vpcEndpointPolicy: (place, document, request) => {
    const policy = onlyPolicy(request.evidence.vpcEndpointPolicy, place, document, request);
    return policy === null ? null : { ...request.evidence, vpcEndpointPolicy: found(policy) };
  },
  accessPointPolicy: (place, document, request) => {
    const reading = request.evidence.accessPointPolicy;
    if (reading.kind !== 'found') return null;
    const policy = hungPolicy(reading.value.policy, place, document, request);
    const { isPublic, policy: old, ...accessPoint } = reading.value;
    if (policy === null) return null;
    const told = old === null ? {} : stillTold(place.layer, isPublic, old, document);
    return { ...request.evidence, accessPointPolicy: found({ ...accessPoint, policy, ...told }) };
  },
  bucketPolicy: (place, document, request) => {
    const reading = request.evidence.bucketPolicy;
    if (reading.kind === 'unreadable') return null;
    const policy = hungPolicy(reading.kind === 'found' ? reading.value.policy : null, place, document, request);
    if (policy === null) return null;
    const told =
      reading.kind === 'found' ? stillTold(place.layer, reading.value.isPublic, reading.value.policy, document) : {};
    return { ...request.evidence, bucketPolicy: found({ policy, ...told }) };
  },
  blockPublicAccess: () => null,
  objectOwnership: () => null,
  keyPolicy: (place, document, request) => {
    const reading = request.evidence.keyPolicy;
    if (reading.kind !== 'found') return null;
    const policy = hungPolicy(reading.value.policy, place, document, request);
    return policy === null ? null : { ...request.evidence, keyPolicy: found({ ...reading.value, policy }) };
  },
};

/** S3's own word was of the old policy. That it was not public is so still, if nothing was added that may be. */
function stillTold(
  layer: Layer,
  isPublic: boolean | undefined,
  { document: old }: AttachedPolicy,
  document: PolicyDocument,
): { readonly isPublic?: boolean } {
  if (isPublic !== false || 'kind' in old) return {};
  return becomesPublic(layer, old, document) ? {} : { isPublic };
}

function isAt(place: PolicyPlace, policy: AttachedPolicy, level: string | null, request: RequestCase): boolean {
  const there = placeOf(place.layer, policy, level, request);
  return there !== null && there.name === place.name && there.target === place.target && there.level === place.level;
}

function replaced(
  policies: readonly AttachedPolicy[],
  place: PolicyPlace,
  level: string | null,
  document: PolicyDocument,
  request: RequestCase,
): readonly AttachedPolicy[] | null {
  const at = policies.findIndex((policy) => isAt(place, policy, level, request));
  return at < 0 ? null : policies.map((policy, index) => (index === at ? { ...policy, document } : policy));
}

function onlyPolicy(
  reading: Reading<AttachedPolicy>,
  place: PolicyPlace,
  document: PolicyDocument,
  request: RequestCase,
): AttachedPolicy | null {
  if (reading.kind !== 'found') return null;
  return replaced([reading.value], place, null, document, request)?.[0] ?? null;
}

/** The policy of a bucket, access point or key: it has one or none. */
function hungPolicy(
  existing: AttachedPolicy | null,
  place: PolicyPlace,
  document: PolicyDocument,
  request: RequestCase,
): AttachedPolicy | null {
  if (existing !== null) return isAt(place, existing, null, request) ? { ...existing, document } : null;
  const { target } = newPlace(place.layer, place.name, request);
  return place.text === null && target === place.target ? { name: place.name, arn: target, document } : null;
}

function onLevels(
  reading: Reading<readonly OrganizationLevel[]>,
  place: PolicyPlace,
  document: PolicyDocument,
  request: RequestCase,
): readonly OrganizationLevel[] | null {
  if (reading.kind !== 'found') return null;
  let put = false;
  // One policy may hang on several levels: it changes on all of them.
  const levels = reading.value.map((level): OrganizationLevel => {
    if ('kind' in level.policies) return level;
    const policies = level.policies.map((policy) => {
      const there = placeOf(place.layer, policy, level.target, request);
      const same = there !== null && there.name === place.name && there.target === place.target;
      const here = same && (there.level === place.level || place.target !== '');
      put ||= here;
      return here ? { ...policy, document } : policy;
    });
    return { ...level, policies };
  });
  return put ? levels : null;
}
