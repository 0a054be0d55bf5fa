import type { OrganizationLevel } from '../evidence/evidence.ts';
import type { Reading } from '../evidence/reading.ts';
import type { CollectSession } from './collect-session.ts';
import type { OrganizationPlace } from './organization.ts';
import { readOrganizationPolicies } from './organization-policies.ts';

/** The RCPs over the account that owns the resource, whoever calls. */
export async function readResourceControlPolicies(
  session: CollectSession,
  account: string,
  partition: string,
  place: Reading<OrganizationPlace>,
): Promise<Reading<readonly OrganizationLevel[]>> {
  return readOrganizationPolicies(session, place, 'RESOURCE_CONTROL_POLICY', account, partition);
}
