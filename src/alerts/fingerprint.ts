import { createHash } from 'node:crypto';
import { spokenPrincipal } from '../request/principal.ts';
import type { NamedPrincipal, S3Call } from '../request/s3-call.ts';

/** Denials with one fingerprint are one piece of news: the same bucket, principal and operation, whatever the key or session. */
export function fingerprint({ target, principal, operation }: S3Call): string {
  return createHash('sha256')
    .update(JSON.stringify([target, principalOf(principal), operation]))
    .digest('hex')
    .slice(0, 32);
}

function principalOf(principal: NamedPrincipal): string {
  switch (principal.kind) {
    case 'role':
    case 'roleOf':
      return principal.arn;
    case 'roleName':
      return `${principal.account ?? ''}/${principal.name}`;
    default:
      return spokenPrincipal(principal);
  }
}
