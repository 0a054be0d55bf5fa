import type { Layer } from '../evidence/layers.ts';
import type { PolicyType } from '../policy/policy-problem.ts';

/** As what AWS checks the policies of a layer; undefined for layers that are no policies. */
export const POLICY_TYPE: Record<Layer, PolicyType | undefined> = {
  identityPolicies: 'identity',
  permissionsBoundary: 'boundary',
  sessionPolicies: 'session',
  serviceControlPolicies: 'scp',
  resourceControlPolicies: 'rcp',
  vpcEndpointPolicy: 'resource',
  accessPointPolicy: 'resource',
  bucketPolicy: 'resource',
  blockPublicAccess: undefined,
  objectOwnership: undefined,
  keyPolicy: 'resource',
};
