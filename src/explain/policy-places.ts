import type { AttachedPolicy } from '../evidence/evidence.ts';
import type { Layer } from '../evidence/layers.ts';
import { parseArn } from '../request/arn.ts';
import { principalAccount, spokenPrincipal } from '../request/principal.ts';
import { accessPointArn, bucketArn, parseS3Arn } from '../request/s3-arn.ts';
import type { LookedAt, RequestCase } from './case.ts';
import type { PolicyPlace } from './policy-change.ts';
import { readableText } from './policy-diff.ts';

/** Where a policy of a layer is, with its text; null if it could not be read, and so not be changed by a diff. */
export function placeOf(
  layer: Layer,
  policy: AttachedPolicy,
  level: string | null,
  request: RequestCase,
): PolicyPlace | null {
  if ('kind' in policy.document) return null;
  return {
    layer,
    name: policy.name,
    target: policy.arn ?? groupArn(policy, request) ?? targetOf(layer, request),
    level,
    account: ownerAccount(layer, policy, request),
    text: readableText(policy.document),
  };
}

/** The ARN of the group whose inline policy it is; null for other policies. Its path is not known. */
function groupArn({ via }: AttachedPolicy, { request }: RequestCase): string | null {
  const group = /^group (?<name>.+)$/.exec(via ?? '')?.groups?.name;
  const { principal } = request;
  if (group === undefined || !('arn' in principal)) return null;
  const partition = parseArn(principal.arn)?.partition ?? 'aws';
  return `arn:${partition}:iam::${principal.account}:group/${group}`;
}

/** Where the policy of a statement is. */
export function placeOfStatement({ layer, policy, trace }: LookedAt, request: RequestCase): PolicyPlace | null {
  return placeOf(layer, policy, trace.target ?? null, request);
}

/** A policy that does not exist yet, with nothing in it. */
export function newPlace(layer: Layer, name: string, request: RequestCase): PolicyPlace {
  const account = ownerAccount(layer, undefined, request);
  return { layer, name, target: targetOf(layer, request), level: null, account, text: null };
}

/** The ARN of what a policy without an ARN of its own hangs on. */
function targetOf(layer: Layer, { request }: RequestCase): string {
  switch (layer) {
    case 'identityPolicies':
    case 'permissionsBoundary':
    case 'sessionPolicies':
      return 'arn' in request.principal ? request.principal.arn : spokenPrincipal(request.principal);
    case 'bucketPolicy':
    case 'blockPublicAccess':
    case 'objectOwnership':
      return bucketOf(request.resource, request.bucket?.name);
    case 'accessPointPolicy':
      return accessPointOf(request.resource);
    case 'keyPolicy':
      return request.resource;
    case 'serviceControlPolicies':
    case 'resourceControlPolicies':
    case 'vpcEndpointPolicy':
      return '';
  }
}

function bucketOf(resource: string, behind: string | undefined): string {
  const arn = parseS3Arn(resource);
  const partition = parseArn(resource)?.partition ?? 'aws';
  if (behind !== undefined) return bucketArn(partition, behind);
  return arn?.kind === 'object' || arn?.kind === 'bucket' ? bucketArn(partition, arn.bucket) : resource;
}

function accessPointOf(resource: string): string {
  const arn = parseS3Arn(resource);
  return arn?.kind === 'accessPointObject' || arn?.kind === 'accessPoint' ? accessPointArn(arn) : resource;
}

function ownerAccount(
  layer: Layer,
  policy: AttachedPolicy | undefined,
  { request, evidence }: RequestCase,
): string | null {
  switch (layer) {
    case 'identityPolicies':
    case 'permissionsBoundary':
    case 'sessionPolicies':
      return principalAccount(request.principal) ?? null;
    case 'serviceControlPolicies':
    case 'resourceControlPolicies':
      return evidence.organization?.managementAccount ?? arnAccount(policy?.arn);
    case 'vpcEndpointPolicy':
      return arnAccount(policy?.arn);
    case 'bucketPolicy':
    case 'blockPublicAccess':
    case 'objectOwnership':
      return request.bucket?.account ?? request.resourceAccount ?? null;
    case 'accessPointPolicy':
    case 'keyPolicy':
      return request.resourceAccount ?? null;
  }
}

function arnAccount(arn: string | undefined): string | null {
  const account = arn === undefined ? undefined : parseArn(arn)?.account;
  return account !== undefined && /^\d{12}$/.test(account) ? account : null;
}

export type PolicyOrigin = 'inline' | 'customerManaged' | 'awsManaged' | 'group' | 'permissionSet';

/** What kind of identity-based policy it is: it says whether and where it can be edited. */
export function originOf({ arn, via }: AttachedPolicy, { request }: RequestCase): PolicyOrigin {
  if (arn !== undefined && parseArn(arn)?.account === 'aws') return 'awsManaged';
  if (isPermissionSetRole(request.principal)) return 'permissionSet';
  if (via?.startsWith('group') === true) return 'group';
  return arn === undefined ? 'inline' : 'customerManaged';
}

/** IAM Identity Center writes these roles; what is changed in them by hand is lost. */
export function isPermissionSetRole(principal: RequestCase['request']['principal']): boolean {
  return principal.kind === 'role' && permissionSetOf(principal.arn) !== null;
}

/** The permission set's name in `AWSReservedSSO_NAME_0123456789abcdef`. */
export function permissionSetOf(roleArn: string): string | null {
  return /\/AWSReservedSSO_(?<name>.+)_[0-9a-f]{16}$/.exec(roleArn)?.groups?.name ?? null;
}
