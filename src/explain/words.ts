import type { StatementTrace } from '../evaluate/evaluation.ts';
import type { Layer } from '../evidence/layers.ts';
import { code } from '../policy/words.ts';
import type { AccessRequest } from '../request/access-request.ts';
import type { Principal } from '../request/principal.ts';
import { principalName } from '../request/principal-arn.ts';
import { parseS3Arn } from '../request/s3-arn.ts';

/** A layer with its article, as it stands in a sentence about one caller and one resource. */
export const THE: Record<Layer, string> = {
  identityPolicies: "the caller's identity-based policies",
  permissionsBoundary: "the caller's permissions boundary",
  sessionPolicies: 'the session policies passed when the role was assumed',
  serviceControlPolicies: "the service control policies (SCPs) of the caller's organization",
  resourceControlPolicies: "the resource control policies (RCPs) of the resource's organization",
  vpcEndpointPolicy: 'the VPC endpoint policy',
  accessPointPolicy: 'the access point policy',
  bucketPolicy: 'the bucket policy',
  blockPublicAccess: 'Block Public Access',
  objectOwnership: 'Object Ownership and ACLs',
  keyPolicy: 'the KMS key policy',
};

interface Verbs {
  readonly allows: string;
  readonly denies: string;
  readonly does: string;
}

const SINGULAR: Verbs = { allows: 'allows', denies: 'denies', does: 'does' };
const PLURAL: Verbs = { allows: 'allow', denies: 'deny', does: 'do' };

/** The verbs that a layer's name takes: as `SPOKEN` names it, and as `THE` does. */
export const VERBS: Record<Layer, { readonly spoken: Verbs; readonly the: Verbs }> = {
  identityPolicies: { spoken: PLURAL, the: PLURAL },
  permissionsBoundary: { spoken: SINGULAR, the: SINGULAR },
  sessionPolicies: { spoken: PLURAL, the: PLURAL },
  serviceControlPolicies: { spoken: PLURAL, the: PLURAL },
  resourceControlPolicies: { spoken: PLURAL, the: PLURAL },
  vpcEndpointPolicy: { spoken: SINGULAR, the: SINGULAR },
  accessPointPolicy: { spoken: SINGULAR, the: SINGULAR },
  bucketPolicy: { spoken: SINGULAR, the: SINGULAR },
  blockPublicAccess: { spoken: SINGULAR, the: SINGULAR },
  objectOwnership: { spoken: PLURAL, the: PLURAL },
  // "KMS key policy and grants", but "the KMS key policy".
  keyPolicy: { spoken: PLURAL, the: SINGULAR },
};

/** "the bucket policy allows", "the session policies allow", "the bucket policy and the key policy allow". */
export function allow(layers: readonly Layer[]): string {
  const [only, ...others] = layers;
  return others.length > 0 || only === undefined ? PLURAL.allows : VERBS[only].the.allows;
}

/** The caller as a person says it: kind, name and account. */
export function spokenCaller(principal: Principal): string {
  switch (principal.kind) {
    case 'role': {
      const role = `role ${code(principalName(principal.arn))} of account ${principal.account}`;
      return principal.sessionArn === undefined
        ? role
        : `session ${code(principalName(principal.sessionArn))} of ${role}`;
    }
    case 'user':
      return `user ${code(principalName(principal.arn))} of account ${principal.account}`;
    case 'federatedUser':
      return `federated user ${code(principalName(principal.arn))} of account ${principal.account}`;
    case 'root':
      return `the root user of account ${principal.account}`;
    case 'service':
      return `the AWS service ${code(principal.service)}`;
    case 'anonymous':
      return 'an anonymous caller';
  }
}

/** The resource as a person says it. */
export function spokenResource(resource: string): string {
  const arn = parseS3Arn(resource);
  switch (arn?.kind) {
    case 'bucket':
      return `bucket ${code(arn.bucket)}`;
    case 'object':
      return code(`${arn.bucket}/${arn.key}`);
    case 'accessPoint':
      return `access point ${code(arn.name)}`;
    case 'accessPointObject':
      return `${code(arn.key)} through access point ${code(arn.name)}`;
    default:
      return resource === '*' ? 'the account' : code(resource);
  }
}

/** Who does what on what, e.g. for "… may not …". */
export function spokenAct({ action, resource }: AccessRequest): string {
  return `${code(action)} on ${spokenResource(resource)}`;
}

/** A statement by its Sid or its place, and the policy it stands in. */
export function spokenStatement({ layer, trace }: { readonly layer: Layer; readonly trace: StatementTrace }): string {
  const statement = trace.sid === undefined ? `statement ${trace.index + 1}` : `statement ${code(trace.sid)}`;
  const level = trace.target === undefined ? '' : ` at ${code(trace.target)}`;
  return `${statement} of ${spokenPolicy(layer, trace.policy)}${level}`;
}

/** A policy by its kind and its name; one that every bucket, key or access point has one of, or that has no name, by its kind. */
export function spokenPolicy(layer: Layer, name: string): string {
  const kind = POLICY_KINDS[layer];
  if (kind === null) return THE[layer];
  return kind === `the ${name}` ? kind : `${kind} ${code(name)}`;
}

const POLICY_KINDS: Record<Layer, string | null> = {
  identityPolicies: 'the identity-based policy',
  permissionsBoundary: 'the permissions boundary',
  sessionPolicies: 'the session policy',
  serviceControlPolicies: 'the SCP',
  resourceControlPolicies: 'the RCP',
  vpcEndpointPolicy: 'the VPC endpoint policy',
  accessPointPolicy: null,
  bucketPolicy: null,
  blockPublicAccess: null,
  objectOwnership: null,
  keyPolicy: null,
};

export const capitalized = (sentence: string) => sentence.charAt(0).toUpperCase() + sentence.slice(1);

/** `a`, `a or b`, `a, b or c`. */
export function joined(parts: readonly string[], joint: 'and' | 'or'): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} ${joint} ${last}`;
}
