/**
 * Every policy layer that can decide an S3 or KMS request, in the order in which a person reads them: the caller's side
 * first, then the way there, then the resource's side. The file of a layer bears this name, in kebab case, in every stage.
 */
export const LAYERS = [
  'identityPolicies',
  'permissionsBoundary',
  'sessionPolicies',
  'serviceControlPolicies',
  'resourceControlPolicies',
  'vpcEndpointPolicy',
  'accessPointPolicy',
  'bucketPolicy',
  'blockPublicAccess',
  'objectOwnership',
  'keyPolicy',
] as const;

export type Layer = (typeof LAYERS)[number];

/** AWS's words for a layer, as they stand in a sentence. */
export const SPOKEN: Record<Layer, string> = {
  identityPolicies: 'identity-based policies',
  permissionsBoundary: 'permissions boundary',
  sessionPolicies: 'session policies',
  serviceControlPolicies: 'service control policies (SCP)',
  resourceControlPolicies: 'resource control policies (RCP)',
  vpcEndpointPolicy: 'VPC endpoint policy',
  accessPointPolicy: 'access point policy',
  bucketPolicy: 'bucket policy',
  blockPublicAccess: 'Block Public Access',
  objectOwnership: 'Object Ownership and ACLs',
  keyPolicy: 'KMS key policy and grants',
};
