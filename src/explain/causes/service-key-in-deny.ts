import { denyMeaning } from '../deny-meaning.ts';
import { isServiceOnlyKey } from '../special-conditions.ts';

/** A Deny with a negated `aws:SourceArn` or `aws:SourceAccount`: it is meant for AWS services, and meets everybody else. */
export const serviceKeyInDeny = denyMeaning({
  code: 'service-key-in-deny',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceaccount',
  when: ({ operator, key }, value, request) =>
    /Not/.test(operator) && value.kind === 'absent' && isServiceOnlyKey(key, request),
  denies: ({ key }) => `every role and user, whose requests never have \`${key}\``,
  why: 'The key is in a request only when an AWS service calls on behalf of a resource. A negated condition holds for a key that is missing, so the statement meets every role and user',
  help: 'Let the statement be for AWS services only: add `Bool` `aws:PrincipalIsAWSService` `true` to its Condition',
});
