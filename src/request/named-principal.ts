import { type Arn, isAccountId, isPartition, parseArn } from './arn.ts';
import { type Problem, problem, shown } from './bad-arguments.ts';
import { spokenPrincipal } from './principal.ts';
import { parsePrincipalArn } from './principal-arn.ts';
import type { NamedPrincipal, RoleOf } from './s3-call.ts';

const ROLE = 'arn:aws:iam::111122223333:role/reports';
const example = (principal: string): string => `example-reports 2026/10.csv ${principal}`;

const ROLE_NAME = /^[\w+=,.@-]{1,64}$/;
const PATH = /^(?<type>role|user|assumed-role|federated-user)\/(?<name>[\x21-\x7e]+)$/;
const UNIQUE_ID = /^(?:AROA|AIDA|AGPA|AIPA|ANPA)[A-Z0-9]{12,}(?::.*)?$/;
const ACCESS_KEY = /^(?:AKIA|ASIA)[A-Z0-9]{12,}$/;

/** Resources that have a role but are not it. */
const HAVE_A_ROLE: Readonly<Record<string, string>> = {
  lambda:
    'a Lambda function calls with its execution role: give the ARN of the function, `arn:aws:lambda:REGION:ACCOUNT:function:NAME`',
  ec2: 'an instance calls with the role of its instance profile: give the ARN of the instance, `arn:aws:ec2:REGION:ACCOUNT:instance/i-…`',
  ecs: 'a task calls with its task role: `aws ecs describe-task-definition --query taskDefinition.taskRoleArn`',
  glue: 'a job calls with its role: `aws glue get-job --job-name NAME --query Job.Role`',
  sso: 'a permission set becomes a role in each account, named `AWSReservedSSO_…`: give the ARN of that role',
};

/**
 * Reads a PRINCIPAL word: an ARN of a role, session, user, federated user or root, or of a Lambda function or EC2 instance
 * that calls with its role; `anonymous`; an AWS service's name; or the name of a role in `account`, whose partition is that
 * of the bucket.
 */
export function parseNamedPrincipal(
  word: string,
  { account, partition = 'aws' }: { readonly account?: string; readonly partition?: string } = {},
): NamedPrincipal | Problem {
  if (word === '')
    return problem('PRINCIPAL is empty', 'name who calls: a role or user ARN, or `anonymous`', example(ROLE));
  if (/^(?:anonymous|unauthenticated)$/i.test(word)) return { kind: 'anonymous' };
  if (/^arn:/i.test(word)) return fromArn(word);
  if (/^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.amazonaws\.com(?:\.cn)?$/.test(word)) return { kind: 'service', service: word };
  const fault = FAULTS.find(([matches]) => matches.test(word));
  if (fault !== undefined) return fault[1](word);
  const path = PATH.exec(word)?.groups;
  if (path !== undefined && account !== undefined) {
    const service = path.type === 'role' || path.type === 'user' ? 'iam' : 'sts';
    return fromArn(`arn:${partition}:${service}::${account}:${path.type}/${path.name}`);
  }
  if (ROLE_NAME.test(word) || path !== undefined) {
    if (account !== undefined) return { kind: 'roleName', name: word, account };
    return problem(
      `\`${shown(word)}\` does not say in which account: it is no ARN`,
      "give the principal's whole ARN, or the name of a role with `--account`; PRINCIPAL comes last, after BUCKET and KEY",
      ROLE_NAME.test(word) ? `${example(shown(word))} --account 111122223333` : example(ROLE),
    );
  }
  return problem(
    `\`${shown(word)}\` is no principal`,
    'PRINCIPAL comes last: the ARN of a role, session or user, a role name with `--account`, or `anonymous`',
    example(ROLE),
  );
}

const FAULTS: readonly (readonly [matches: RegExp, says: (word: string) => Problem])[] = [
  [
    /^\d{4}-?\d{4}-?\d{4}$/,
    (word) =>
      problem(
        `\`${word}\` is an account, and an account does not call`,
        'name the role or user in it; for its root user give the ARN of root',
        example(`arn:aws:iam::${word.replaceAll('-', '')}:role/reports`),
      ),
  ],
  [
    UNIQUE_ID,
    (word) =>
      problem(
        `\`${shown(word, 24)}\` is the unique id of a principal, not its ARN`,
        'give its ARN: `aws iam list-roles` and `aws iam list-users` show both',
        example(ROLE),
      ),
  ],
  [
    ACCESS_KEY,
    () =>
      problem(
        'an access key id does not say whose it is',
        'give the ARN that `aws sts get-caller-identity` shows with that key',
        example(ROLE),
      ),
  ],
  [
    /^[*]$|^(?:public|everyone|anyone|nobody)$/i,
    (word) =>
      problem(
        `\`${word}\` names nobody in particular`,
        'for requests without credentials say `anonymous`',
        example('anonymous'),
      ),
  ],
  [
    /^<[@#!]/,
    () =>
      problem(
        'a person or channel in Slack is no principal of AWS',
        'give the ARN of the role or user that made the call',
        example(ROLE),
      ),
  ],
];

function fromArn(word: string): NamedPrincipal | Problem {
  const arn = parseArn(word);
  if (arn !== undefined && !isPartition(arn.partition)) {
    return problem(
      `\`${shown(arn.partition)}\` is no partition of AWS`,
      'an ARN begins with `arn:aws:`, `arn:aws-cn:`, `arn:aws-us-gov:` or `arn:aws-eusc:`',
      example(ROLE),
    );
  }
  const roleOf = arn === undefined ? undefined : parseRoleOf(word, arn);
  if (roleOf !== undefined) return roleOf;
  const principal = parsePrincipalArn(word);
  if (principal.kind !== 'notAPrincipal') return principal;
  const because = (arn === undefined ? undefined : HAVE_A_ROLE[arn.service]) ?? principal.because;
  return problem(
    `\`${shown(word)}\` is no principal`,
    arn === undefined ? 'an ARN has six parts between colons; give the whole ARN' : because,
    example(ROLE),
  );
}

const ROLE_HOLDERS: Readonly<Record<string, readonly [RoleOf['resource'], RegExp]>> = {
  // With a version or an alias, or without.
  lambda: ['lambdaFunction', /^function:[\w-]{1,140}(?::[\w$-]{1,129})?$/],
  ec2: ['ec2Instance', /^instance\/i-[0-9a-f]+$/],
};

function parseRoleOf(text: string, { service, account, region, resource }: Arn): RoleOf | undefined {
  const holder = ROLE_HOLDERS[service];
  if (holder === undefined || !holder[1].test(resource) || !isAccountId(account) || region === '') return undefined;
  return { kind: 'roleOf', resource: holder[0], arn: text, account, region };
}

/** What a person calls a principal that was named: its ARN, the role's name, the service's, or `anonymous`. */
export function spokenNamed(principal: NamedPrincipal): string {
  if (principal.kind === 'roleName') return principal.name;
  return principal.kind === 'roleOf' ? principal.arn : spokenPrincipal(principal);
}
