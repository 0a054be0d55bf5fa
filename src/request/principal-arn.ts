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

export function roleArn(partition: string, account: string, name: string): string {
  return formatArn({ partition, service: 'iam', region: '', account, resource: `role/${name}` });
}

/** The partition in which a principal lives; `aws` for callers without an ARN. */
export function principalPartition(principal: Principal): string {
  return 'arn' in principal ? (parseArn(principal.arn)?.partition ?? 'aws') : 'aws';
}
