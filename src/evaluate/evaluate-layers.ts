import type { Layer } from '../evidence/layers.ts';
import { everyLayer } from './every-layer.ts';
import type { LayerCase } from './layer-case.ts';
import { evaluateAccessPointPolicy } from './layers/access-point-policy.ts';
import { evaluateBlockPublicAccess } from './layers/block-public-access.ts';
import { evaluateBucketPolicy } from './layers/bucket-policy.ts';
import { evaluateIdentityPolicies } from './layers/identity-policies.ts';
import { evaluateKeyPolicy } from './layers/key-policy.ts';
import { evaluateObjectOwnership } from './layers/object-ownership.ts';
import { evaluatePermissionsBoundary } from './layers/permissions-boundary.ts';
import { evaluateResourceControlPolicies } from './layers/resource-control-policies.ts';
import { evaluateServiceControlPolicies } from './layers/service-control-policies.ts';
import { evaluateSessionPolicies } from './layers/session-policies.ts';
import { evaluateVpcEndpointPolicy } from './layers/vpc-endpoint-policy.ts';
import type { Situation } from './situation.ts';

export const LAYER_EVALUATORS: Record<Layer, (situation: Situation) => LayerCase> = {
  identityPolicies: evaluateIdentityPolicies,
  permissionsBoundary: evaluatePermissionsBoundary,
  sessionPolicies: evaluateSessionPolicies,
  serviceControlPolicies: evaluateServiceControlPolicies,
  resourceControlPolicies: evaluateResourceControlPolicies,
  vpcEndpointPolicy: evaluateVpcEndpointPolicy,
  accessPointPolicy: evaluateAccessPointPolicy,
  bucketPolicy: evaluateBucketPolicy,
  blockPublicAccess: evaluateBlockPublicAccess,
  objectOwnership: evaluateObjectOwnership,
  keyPolicy: evaluateKeyPolicy,
};

export const weighLayers = (situation: Situation): Readonly<Record<Layer, LayerCase>> =>
  everyLayer((layer) => LAYER_EVALUATORS[layer](situation));
