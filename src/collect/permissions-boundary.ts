import type { AttachedPolicy } from '../evidence/evidence.ts';
import { found, type Reading } from '../evidence/reading.ts';
import { principalAccount } from '../request/principal.ts';
import type { Caller } from './caller.ts';
import type { CollectSession } from './collect-session.ts';
import { readManagedPolicy } from './managed-policy.ts';

/** The managed policy that is set as the caller's permissions boundary; absent if none is. */
export async function readPermissionsBoundary(
  session: CollectSession,
  { principal, boundary }: Caller,
): Promise<Reading<AttachedPolicy>> {
  const account = principalAccount(principal);
  if (boundary.kind !== 'found' || account === undefined)
    return boundary.kind === 'found' ? { kind: 'absent' } : boundary;
  return found(await readManagedPolicy(session, account, boundary.value, 'permissions boundary'));
}
