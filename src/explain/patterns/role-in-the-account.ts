import { parseArn } from '../../request/arn.ts';
import type { RequestCase } from '../case.ts';
import { principalValue } from '../new-statement.ts';
import type { Pattern } from '../pattern.ts';

/**
 * A role in the account that owns the resource, which the caller assumes: all is then within one account.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/tutorial_cross-account-with-roles.html
 */
export function roleInTheAccount({ request }: RequestCase): readonly Pattern[] {
  const named = principalValue(request.principal);
  const account = request.resourceAccount;
  const partition = parseArn(request.resource)?.partition ?? 'aws';
  if (named?.type !== 'AWS' || account === undefined) return [];
  const role = `arn:${partition}:iam::${account}:role/${NAME}`;
  return [
    {
      layer: 'identityPolicies',
      account,
      target: role,
      policy: `trust policy of a new role ${NAME}`,
      says: `Make a role in account ${account} that the caller assumes, and give it what the caller needs there: \`aws/s3\` then works, since the role is of its account`,
      needs:
        "the program is changed to assume the role first, the caller is allowed `sts:AssumeRole` on it, and it is understood that one session does not see both accounts' things: the role has nothing of what the caller may do at home",
      reach: 'lets the caller assume the role, nobody else; the role may do nothing until it is given policies',
      before: null,
      document: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { AWS: named.value }, Action: 'sts:AssumeRole' }],
      },
      command: `aws iam create-role --role-name ${NAME} --assume-role-policy-document file://trust-policy.json`,
    },
  ];
}

const NAME = 's3-for-other-account';
