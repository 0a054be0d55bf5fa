import type { AttachedPolicy, Evidence, OrganizationLevel } from './evidence.ts';
import type { Layer } from './layers.ts';
import type { Reading } from './reading.ts';

/** A policy of a layer, and for SCPs and RCPs the level on which it hangs. */
export interface PlacedPolicy {
  readonly policy: AttachedPolicy;
  readonly level?: string;
}

/** The policies of a layer that could be read, in their order. */
export function policiesOf(layer: Layer, evidence: Evidence): readonly PlacedPolicy[] {
  return POLICIES[layer](evidence);
}

const POLICIES: Record<Layer, (evidence: Evidence) => readonly PlacedPolicy[]> = {
  identityPolicies: ({ identityPolicies }) => inFound(identityPolicies, (policies) => policies.map(placed)),
  permissionsBoundary: ({ permissionsBoundary }) => inFound(permissionsBoundary, (policy) => [placed(policy)]),
  sessionPolicies: ({ sessionPolicies }) => inFound(sessionPolicies, (policies) => policies.map(placed)),
  serviceControlPolicies: ({ serviceControlPolicies }) => inFound(serviceControlPolicies, ofLevels),
  resourceControlPolicies: ({ resourceControlPolicies }) => inFound(resourceControlPolicies, ofLevels),
  vpcEndpointPolicy: ({ vpcEndpointPolicy }) => inFound(vpcEndpointPolicy, (policy) => [placed(policy)]),
  accessPointPolicy: ({ accessPointPolicy }) =>
    inFound(accessPointPolicy, ({ policy }) => (policy === null ? [] : [placed(policy)])),
  bucketPolicy: ({ bucketPolicy }) => inFound(bucketPolicy, ({ policy }) => [placed(policy)]),
  blockPublicAccess: () => [],
  objectOwnership: () => [],
  keyPolicy: ({ keyPolicy }) => inFound(keyPolicy, ({ policy }) => [placed(policy)]),
};

const placed = (policy: AttachedPolicy): PlacedPolicy => ({ policy });

function ofLevels(levels: readonly OrganizationLevel[]): readonly PlacedPolicy[] {
  return levels.flatMap(({ target, policies }) =>
    'kind' in policies ? [] : policies.map((policy) => ({ policy, level: target })),
  );
}

function inFound<T>(reading: Reading<T>, from: (value: T) => readonly PlacedPolicy[]): readonly PlacedPolicy[] {
  return reading.kind === 'found' ? from(reading.value) : [];
}
