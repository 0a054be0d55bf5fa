import { limitWithoutAllow } from '../limit-without-allow.ts';

/** At some level of the organization no SCP allows the action. */
export const scpWithoutAllow = limitWithoutAllow({
  code: 'scp-without-allow',
  docs: 'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html',
  layer: 'serviceControlPolicies',
  why: "An SCP must allow at every level from the organization's root through each organizational unit to the account",
});
