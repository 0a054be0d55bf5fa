import { formatArn, isAccountId, parseArn } from './arn.ts';
import type { Principal } from './principal.ts';

/** A principal, or one sentence saying why the ARN names none that can call S3. */
export type PrincipalReading = Principal | { readonly kind: 'notAPrincipal'; readonly because: string };

const no = (because: string): PrincipalReading => ({ kind: 'notAPrincipal', because });

const IAM_RESOURCES: Readonly<Record<string, string>> = {
  group: 'a group cannot sign requests; name one of its users',
  policy: 'a policy is not a caller; name the role or user it is attached to',
  'instance-profile': 'an instance profile is not a caller; name the role in it',
  'saml-provider': 'an identity provider is not a caller; name the role that its users assume',
  'oidc-provider': 'an identity provider is not a caller; name the role that its users assume',
  mfa: 'an MFA device is not a caller; name the user who has it',
};

/**
 * The principal an ARN names. A session's role ARN is given without its path, which a session ARN does not tell.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns
 */
export function parsePrincipalArn(text: string): PrincipalReading {
  const arn = parseArn(text);
  if (arn === undefined) return no(`\`${text}\` is not an ARN`);
  const { partition, service, account, resource } = arn;
  if (service !== 'iam' && service !== 'sts') {
    return no(`it is an ARN of the service \`${service}\`; callers have ARNs of \`iam\` or \`sts\``);
  }
  if (/[*?]/.test(text)) return no('it has a wildcard; name one caller');
  if (!isAccountId(account)) return no(`its account \`${account}\` is not twelve digits`);
  const slash = resource.indexOf('/');
  const type = slash < 0 ? resource : resource.slice(0, slash);
  const rest = slash < 0 ? '' : resource.slice(slash + 1);
  if (service === 'iam' && resource === 'root') return { kind: 'root', arn: text, account };
  if (rest === '' || rest.startsWith('/') || rest.endsWith('/')) {
    return no(IAM_RESOURCES[type] ?? `it names no role, user or session after \`${type}\``);
  }
  if (service === 'iam' && type === 'role') {
    const serviceLinked = rest.startsWith('aws-service-role/');
    return { kind: 'role', arn: text, account, ...(serviceLinked ? { serviceLinked } : {}) };
  }
  if (service === 'iam' && type === 'user') return { kind: 'user', arn: text, account };
  if (service === 'sts' && type === 'federated-user') return { kind: 'federatedUser', arn: text, account };
  if (service === 'sts' && type === 'assumed-role') {
    const [role, session, ...more] = rest.split('/');
    if (role === undefined || session === undefined || more.length > 0) {
      return no('a session ARN ends in `assumed-role/ROLE/SESSION`');
    }
    const roleArn = formatArn({ partition, service: 'iam', region: '', account, resource: `role/${role}` });
    return { kind: 'role', arn: roleArn, account, sessionArn: text };
  }
  return no(IAM_RESOURCES[type] ?? `\`${type}\` is no kind of caller`);
}

/** The name at the end of a role's or user's ARN, without its path. */
export function principalName(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/**
 * Whether the caller's ARN may lack a path: a session's ARN does not tell that of its role, and IAM may not have answered.
 */
export function mayLackPath(principal: Principal): boolean {
  if (principal.kind !== 'role' && principal.kind !== 'user') return false;
  const { kind, arn, pathUnknown = false } = principal;
  const untold = kind === 'role' && principal.sessionArn !== undefined && principal.wholeArn !== true;
  return (pathUnknown || untold) && arn.endsWith(`:${kind}/${principalName(arn)}`);
}

/**
 * What the caller's ARN can be with its path: one of `known`, of which the first is the likeliest, or, where `between` is
 * given, one that begins and ends so with any path in between.
 */
export interface PossibleArns {
  readonly known: readonly string[];
  readonly between?: readonly [before: string, after: string];
}

/** IAM Identity Center names its roles so, and puts them under the Region it runs in; under none for us-east-1. */
const IDENTITY_CENTER = /^AWSReservedSSO_/;
const REGIONS =
  'us-east-2 us-west-1 us-west-2 ca-central-1 ca-west-1 mx-central-1 sa-east-1 af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 il-central-1 me-central-1 me-south-1 us-gov-east-1 us-gov-west-1 cn-north-1 cn-northwest-1 eusc-de-east-1';

/** https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html */
export function possibleArns({ kind, arn }: Extract<Principal, { kind: 'role' | 'user' }>): PossibleArns {
  const name = principalName(arn);
  const before = arn.slice(0, arn.length - name.length);
  if (kind === 'user' || !IDENTITY_CENTER.test(name)) return { known: [arn], between: [before, `/${name}`] };
  const paths = ['', ...REGIONS.split(' ').map((region) => `${region}/`)];
  return { known: paths.map((path) => `${before}aws-reserved/sso.amazonaws.com/${path}${name}`) };
}

export function roleArn(partition: string, account: string, name: string): string {
  return formatArn({ partition, service: 'iam', region: '', account, resource: `role/${name}` });
}

/** The partition in which a principal lives; `aws` for callers without an ARN. */
export function principalPartition(principal: Principal): string {
  return 'arn' in principal ? (parseArn(principal.arn)?.partition ?? 'aws') : 'aws';
}

/**
 * Whether an AWS service alone writes the policies of the caller's role:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
 */
export function isServiceLinked(principal: Principal): boolean {
  if (principal.kind !== 'role') return false;
  if (principal.serviceLinked !== undefined) return principal.serviceLinked;
  if (principal.arn.includes(':role/aws-service-role/')) return true;
  // A session's ARN does not tell the role's path, but IAM keeps this beginning of names for service-linked roles.
  return principal.sessionArn !== undefined && principalName(principal.arn).startsWith('AWSServiceRoleFor');
}
