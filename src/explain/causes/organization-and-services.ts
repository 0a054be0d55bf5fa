import { denyMeaning, isKey } from '../deny-meaning.ts';

/** A Deny for callers outside the organization, which meets AWS services: they belong to none. */
export const organizationAndServices = denyMeaning({
  code: 'organization-and-services',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgid',
  when: (condition, value) =>
    isKey('aws:PrincipalOrgID', 'aws:PrincipalOrgPaths', 'aws:PrincipalAccount')(condition) && value.kind !== 'unknown',
  denies: () => 'callers outside its organization or account',
  why: 'AWS services and anonymous callers belong to no organization, so a negated condition on it always meets them',
  help: 'Exempt AWS services by `aws:PrincipalIsAWSService` `false` in the same Condition; a caller of another organization needs an exemption of its own',
});
