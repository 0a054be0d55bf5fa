import type { Layer } from '../evidence/layers.ts';
import type { PolicyPlace } from './policy-change.ts';

/** Who decides about a guardrail, which is never loosened by default; null for a policy that grants. */
export function guardrailOwner(layer: Layer, account: string | null): string | null {
  const owner = OWNERS[layer];
  if (owner === null) return null;
  return account === null ? owner : `${owner} (account ${account})`;
}

const OWNERS: Record<Layer, string | null> = {
  identityPolicies: null,
  permissionsBoundary: 'the administrators who set the permissions boundary',
  sessionPolicies: 'whoever assumes the role and passes the session policy',
  serviceControlPolicies: "the organization's administrators",
  resourceControlPolicies: "the organization's administrators",
  vpcEndpointPolicy: 'the owner of the VPC endpoint',
  accessPointPolicy: null,
  bucketPolicy: null,
  blockPublicAccess: "the bucket's owner",
  objectOwnership: null,
  keyPolicy: null,
};

/** What a change to a policy of this layer waits for, after "once"; null for one that its account's people may simply make. */
export function needsOwner(layer: Layer, { account }: PolicyPlace): string | null {
  const owner = guardrailOwner(layer, account);
  return owner === null ? null : `it is agreed with ${owner}`;
}
