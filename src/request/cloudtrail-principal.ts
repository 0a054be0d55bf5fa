import type { CloudTrailRecord } from './cloudtrail-record.ts';
import type { Principal } from './principal.ts';
import { parsePrincipalArn } from './principal-arn.ts';

/**
 * Who called, as a record's `userIdentity` tells it, with the role's path where the session's issuer is named; a sentence
 * where it does not. `reported` is the principal of AWS's own sentence, for the copies of records that name an account only.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function principalOfRecord(
  { userIdentity }: CloudTrailRecord,
  reported: string | undefined,
): Principal | { readonly kind: 'unnamed'; readonly because: string } {
  if (userIdentity === undefined || userIdentity === null) return unnamed('`userIdentity` is missing', reported);
  const { type, arn, accountId, principalId, invokedBy, sessionContext } = userIdentity;
  if (type === 'AWSService') {
    const service = invokedBy ?? principalId ?? undefined;
    return service === undefined
      ? unnamed('`userIdentity.invokedBy` is missing', reported)
      : { kind: 'service', service };
  }
  if (isAnonymous(accountId) || isAnonymous(principalId)) return { kind: 'anonymous' };
  const named = arn === undefined || arn === null ? undefined : parsePrincipalArn(arn);
  if (named === undefined) return unnamed(missingArn(type ?? undefined, accountId ?? undefined), reported);
  if (named.kind === 'notAPrincipal')
    return unnamed(`\`userIdentity.arn\` names no caller: ${named.because}`, reported);
  const issuer = sessionContext?.sessionIssuer;
  const role = issuer?.type === 'Role' || type === 'AssumedRole' ? issuer?.arn : undefined;
  const issued = role === undefined || role === null ? undefined : parsePrincipalArn(role);
  if (issued?.kind !== 'role' || arn === undefined || arn === null || named.kind !== 'role') return named;
  return { ...issued, sessionArn: arn };
}

/** S3 writes `Anonymous` here and `ANONYMOUS_PRINCIPAL` there. */
const isAnonymous = (text: string | null | undefined): boolean => /^anonymous/i.test(text ?? '');

function missingArn(type: string | undefined, account: string | undefined): string {
  if (type === 'AWSAccount' && account !== undefined) {
    return `the record is the bucket owner's copy: \`userIdentity\` names the caller's account \`${account}\` and no more; the caller's own record has the ARN`;
  }
  return '`userIdentity.arn` is missing';
}

function unnamed(because: string, reported: string | undefined): Principal | { kind: 'unnamed'; because: string } {
  const principal = reported === undefined ? undefined : parsePrincipalArn(reported);
  return principal === undefined || principal.kind === 'notAPrincipal' ? { kind: 'unnamed', because } : principal;
}
