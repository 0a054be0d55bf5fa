import { denyMeaning, isKey, listedValues } from '../deny-meaning.ts';

/** A Deny for everybody but some callers, told by their ARN or unique ID. */
export const notAmongTheCallers = denyMeaning({
  code: 'not-among-the-callers',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn',
  when: (condition) =>
    isKey('aws:PrincipalArn', 'aws:userid', 'aws:username', 'aws:PrincipalType')(condition) &&
    /Not/.test(condition.operator),
  denies: (condition) => `everybody but ${listedValues(condition)} (\`${condition.key}\`)`,
  why: "`aws:PrincipalArn` of a session is the ARN of its role, with the role's path, and never the ARN of the session. `aws:userid` is the role's unique ID (`AROA…`), a colon and the name of the session: a role that is made again has another one. `aws:username` is there for IAM users only",
  help: 'Have the caller added to the list, by its ARN in `aws:PrincipalArn`, if whoever wrote the statement agrees',
});
