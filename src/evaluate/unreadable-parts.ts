import type { AttachedPolicy, Evidence, OrganizationLevel } from '../evidence/evidence.ts';
import type { Layer } from '../evidence/layers.ts';
import type { Reading, Unreadable } from '../evidence/reading.ts';

const NONE: readonly Unreadable[] = [];
const ifUnreadable = (part: object | undefined): readonly Unreadable[] =>
  part !== undefined && isUnreadable(part) ? [part] : NONE;
const isUnreadable = (part: object): part is Unreadable => 'kind' in part && part.kind === 'unreadable';

const ofPolicies = (policies: readonly AttachedPolicy[]): readonly Unreadable[] => {
  let parts: Unreadable[] | undefined;
  for (const { document } of policies) {
    if (!isUnreadable(document)) continue;
    parts ??= [];
    parts.push(document);
  }
  return parts ?? NONE;
};
const ofLevels = (levels: readonly OrganizationLevel[]): readonly Unreadable[] =>
  levels.flatMap(({ policies }) => ('kind' in policies ? [policies] : ofPolicies(policies)));

const of = <T>(reading: Reading<T>, parts: (value: T) => readonly Unreadable[]): readonly Unreadable[] => {
  switch (reading.kind) {
    case 'unreadable':
      return [reading];
    case 'absent':
      return NONE;
    case 'found':
      return parts(reading.value);
  }
};

const PARTS: Record<Layer, (evidence: Evidence) => readonly Unreadable[]> = {
  identityPolicies: ({ identityPolicies }) => of(identityPolicies, ofPolicies),
  permissionsBoundary: ({ permissionsBoundary }) => of(permissionsBoundary, (policy) => ofPolicies([policy])),
  sessionPolicies: ({ sessionPolicies }) => of(sessionPolicies, ofPolicies),
  serviceControlPolicies: ({ serviceControlPolicies }) => of(serviceControlPolicies, ofLevels),
  resourceControlPolicies: ({ resourceControlPolicies }) => of(resourceControlPolicies, ofLevels),
  vpcEndpointPolicy: ({ vpcEndpointPolicy }) => of(vpcEndpointPolicy, (policy) => ofPolicies([policy])),
  accessPointPolicy: ({ accessPointPolicy }) =>
    of(accessPointPolicy, ({ policy }) => (policy === null ? NONE : ofPolicies([policy]))),
  bucketPolicy: ({ bucketPolicy }) => of(bucketPolicy, ({ policy }) => ofPolicies([policy])),
  blockPublicAccess: ({ blockPublicAccess }) =>
    of(blockPublicAccess, (levels) => Object.values(levels).flatMap(ifUnreadable)),
  objectOwnership: ({ objectOwnership }) =>
    of(objectOwnership, ({ bucketAcl, objectAcl }) => [...ifUnreadable(bucketAcl), ...ifUnreadable(objectAcl)]),
  keyPolicy: ({ keyPolicy }) =>
    of(keyPolicy, ({ policy, grants }) => [...ofPolicies([policy]), ...ifUnreadable(grants)]),
};

/** Everything of a layer that could not be read, whether or not it matters. */
export const unreadablePartsOf = (layer: Layer, evidence: Evidence): readonly Unreadable[] => PARTS[layer](evidence);
