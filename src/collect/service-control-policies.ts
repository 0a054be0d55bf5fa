import type { OrganizationLevel } from '../evidence/evidence.ts';
import { absent, type Reading } from '../evidence/reading.ts';
import { type Principal, principalAccount } from '../request/principal.ts';
import { principalPartition } from '../request/principal-arn.ts';
import type { CollectSession } from './collect-session.ts';
import type { OrganizationPlace } from './organization.ts';
import { readOrganizationPolicies } from './organization-policies.ts';

/** The SCPs over the caller's account. Absent for callers without an account: SCPs bind IAM users, roles and root users only. */
export async function readServiceControlPolicies(
  session: CollectSession,
  principal: Principal,
  place: Reading<OrganizationPlace>,
): Promise<Reading<readonly OrganizationLevel[]>> {
  const account = principalAccount(principal);
  if (account === undefined) return absent;
  return readOrganizationPolicies(session, place, 'SERVICE_CONTROL_POLICY', account, principalPartition(principal));
}
