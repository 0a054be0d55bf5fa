import { denyMeaning, isKey, listedValues } from '../deny-meaning.ts';

/** A Deny of a data perimeter: the resource belongs to an account or organization outside it. */
export const resourceOfAnotherAccount = denyMeaning({
  code: 'resource-of-another-account',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-resourceaccount',
  when: (condition) =>
    isKey('aws:ResourceAccount', 'aws:ResourceOrgID', 'aws:ResourceOrgPaths', 's3:ResourceAccount')(condition) &&
    /Not/.test(condition.operator),
  denies: (condition) => `access to whatever does not belong to ${listedValues(condition)} (\`${condition.key}\`)`,
  why: 'The statement keeps callers to the resources of certain accounts, which is a data perimeter. AWS itself owns some buckets that callers need, and partners own others: those must be listed',
  help: 'Have the account that owns the bucket added to the statement, if whoever set the perimeter agrees',
});
