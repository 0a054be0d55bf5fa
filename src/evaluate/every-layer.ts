import type { Layer } from '../evidence/layers.ts';

/** One value for each layer; written out, so that a new layer does not compile without it and every record has one shape. */
export const everyLayer = <T>(value: (layer: Layer) => T): Record<Layer, T> => ({
  identityPolicies: value('identityPolicies'),
  permissionsBoundary: value('permissionsBoundary'),
  sessionPolicies: value('sessionPolicies'),
  serviceControlPolicies: value('serviceControlPolicies'),
  resourceControlPolicies: value('resourceControlPolicies'),
  vpcEndpointPolicy: value('vpcEndpointPolicy'),
  accessPointPolicy: value('accessPointPolicy'),
  bucketPolicy: value('bucketPolicy'),
  blockPublicAccess: value('blockPublicAccess'),
  objectOwnership: value('objectOwnership'),
  keyPolicy: value('keyPolicy'),
});
