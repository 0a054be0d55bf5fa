import type { ReportedReason } from './s3-call.ts';

const PLACES: Readonly<Partial<Record<ReportedReason['layer'], string>>> = {
  roleTrustPolicy: "the role's trust policy",
  identityPolicies: 'an identity-based policy of the caller',
  permissionsBoundary: "the caller's permissions boundary",
  sessionPolicies: "the session policy of the caller's session",
  serviceControlPolicies: "a service control policy (SCP) of the caller's organization",
  resourceControlPolicies: "a resource control policy (RCP) of the role's organization",
  vpcEndpointPolicy: 'the policy of the VPC endpoint to AWS STS',
};

/** What stands against assuming a role and what to do, where AWS names an explicit Deny: no Allow helps then. */
export function assumingDenied(
  reason: Pick<ReportedReason, 'kind' | 'layer'> | undefined,
): { readonly because: string; readonly help: string } | undefined {
  if (reason?.kind !== 'explicitDeny') return undefined;
  const place = PLACES[reason.layer] ?? 'a policy that AWS does not name';
  return {
    because: `an explicit Deny in ${place} stops it`,
    help: `no Allow helps against an explicit Deny: whoever wrote ${place} has to narrow the statement, if the call is meant to be`,
  };
}
