import { describe, expect, test } from 'vitest';
import { openCollectSession } from '../src/collect/collect-session.ts';
import { diagnose } from '../src/diagnose.ts';
import { renderTerminal } from '../src/render/terminal.ts';
import { fromArguments } from '../src/request/from-arguments.ts';
import { awsSays, fakeGate } from './collect/fake-gate.ts';
import { ANSWERS, type Answers, answering, CALLER, MANAGEMENT } from './collect/small-organization.ts';

const gone = awsSays('NoSuchEntityException', { status: 404 });
const roleOf = (name: string, path: string): Answers => ({
  [`${CALLER} iam:GetRole ${name}`]: { Role: { Arn: `arn:aws:iam::${CALLER}:role${path}${name}`, RoleId: 'AROAX' } },
  [`${CALLER} iam:ListRolePolicies ${name}`]: { PolicyNames: [] },
  [`${CALLER} iam:ListAttachedRolePolicies ${name}`]: { AttachedPolicies: [] },
});
const noRole = (name: string): Answers => ({
  [`${CALLER} iam:GetRole ${name}`]: gone,
  [`${CALLER} iam:ListRolePolicies ${name}`]: gone,
  [`${CALLER} iam:ListAttachedRolePolicies ${name}`]: gone,
});

const SSO = 'AWSReservedSSO_Analyst_0123456789abcdef';
const SSO_PATH = '/aws-reserved/sso.amazonaws.com/eu-central-1/';
const SLR = 'AWSServiceRoleForReplication';
const SLR_PATH = '/aws-service-role/replication.s3.amazonaws.com/';
const FUNCTION = `arn:aws:lambda:eu-central-1:${CALLER}:function:export`;
const INSTANCE = `arn:aws:ec2:eu-central-1:${CALLER}:instance/i-0a1b2c3d4e5f67890`;
const runsAs = (arn: string): Answers => ({
  [`${CALLER} lambda:GetFunctionConfiguration ${arn}`]: { Role: `arn:aws:iam::${CALLER}:role/reports` },
});
const PROFILE = `arn:aws:iam::${CALLER}:instance-profile/web`;
const instance = (more: object): Answers => ({
  [`${CALLER} ec2:DescribeInstances ["i-0a1b2c3d4e5f67890"]`]: { Reservations: [{ Instances: [more] }] },
  [`${CALLER} iam:GetInstanceProfile web`]: {
    InstanceProfile: { Roles: [{ Arn: `arn:aws:iam::${CALLER}:role/finance/reports` }] },
  },
});

const saying = (said: string | RegExp) =>
  typeof said === 'string' ? expect.stringContaining(said) : expect.stringMatching(said);

async function answerTo(words: string, answers: Answers) {
  const parsed = fromArguments(`ledger 2026/10.csv ${words} --context aws:SourceIp=203.0.113.7`.split(' '));
  if (parsed.kind === 'invalid') throw new Error(parsed.what);
  const gate = fakeGate(answering(ANSWERS, answers));
  const session = openCollectSession({ gate, now: new Date('2026-11-20T10:00:00Z'), organizationAccount: MANAGEMENT });
  const diagnosis = await diagnose(parsed.denial, session, false);
  const text = renderTerminal(diagnosis, { color: false, width: 100_000, verbose: false });
  return { principal: diagnosis.call.principal, text };
}

const REPORTS = `arn:aws:iam::${CALLER}:role/finance/reports`;

/** Who calls, as a person says it; what is said of it; and what the answer says of it. */
describe('the caller is', () => {
  test.each<[string, string, Answers, string, readonly (string | RegExp)[]]>([
    [
      'a role by its name',
      `reports --account ${CALLER}`,
      {},
      REPORTS,
      [`Role \`reports\` of account ${CALLER} may not`],
    ],
    ['a role by its ARN', REPORTS, {}, REPORTS, [`Role \`reports\` of account ${CALLER} may not`]],
    [
      'a role by its ARN without the path that it has',
      `arn:aws:iam::${CALLER}:role/reports`,
      {},
      REPORTS,
      [`The role's ARN is \`${REPORTS}\`, with its path`],
    ],
    [
      'a session of a role with a path',
      `arn:aws:sts::${CALLER}:assumed-role/reports/nightly`,
      {},
      `arn:aws:sts::${CALLER}:assumed-role/reports/nightly`,
      [`Session \`nightly\` of role \`reports\` of account ${CALLER} may not`, 'no session policy was passed'],
    ],
    [
      'a role of a permission set, by its ARN',
      `arn:aws:iam::${CALLER}:role${SSO_PATH}${SSO}`,
      roleOf(SSO, SSO_PATH),
      `arn:aws:iam::${CALLER}:role${SSO_PATH}${SSO}`,
      [`Role \`${SSO}\` of account ${CALLER} may not`],
    ],
    [
      'a session of a permission set',
      `arn:aws:sts::${CALLER}:assumed-role/${SSO}/anna@example.com`,
      roleOf(SSO, SSO_PATH),
      `arn:aws:sts::${CALLER}:assumed-role/${SSO}/anna@example.com`,
      [
        `Session \`anna@example.com\` of role \`${SSO}\``,
        `"aws:PrincipalArn": "arn:aws:iam::${CALLER}:role${SSO_PATH}AWSReservedSSO_Analyst_*"`,
      ],
    ],
    [
      'a service-linked role, which no policy of the organization binds',
      `arn:aws:iam::${CALLER}:role${SLR_PATH}${SLR}`,
      roleOf(SLR, SLR_PATH),
      `arn:aws:iam::${CALLER}:role${SLR_PATH}${SLR}`,
      [`Role \`${SLR}\``, /not in play: .*service control policies \(SCP\), resource control policies \(RCP\)/],
    ],
    [
      'a service-linked role that was named without its path, as only IAM knows',
      `arn:aws:iam::${CALLER}:role/${SLR}`,
      roleOf(SLR, SLR_PATH),
      `arn:aws:iam::${CALLER}:role${SLR_PATH}${SLR}`,
      [/not in play: .*service control policies \(SCP\)/, `The role's ARN is \`arn:aws:iam::${CALLER}:role${SLR_PATH}`],
    ],
    [
      'a role that is not there',
      `arn:aws:iam::${CALLER}:role/gone`,
      noRole('gone'),
      `arn:aws:iam::${CALLER}:role/gone`,
      [
        /^\? Undetermined\. Whether .*: account \d+ has no role `gone`, and nobody can make this call as it/,
        /^(?![\s\S]*What to change)/,
      ],
    ],
    [
      'a user',
      `arn:aws:iam::${CALLER}:user/anna`,
      {
        [`${CALLER} iam:GetUser anna`]: { User: { Arn: `arn:aws:iam::${CALLER}:user/staff/anna` } },
        [`${CALLER} iam:ListUserPolicies anna`]: { PolicyNames: [] },
        [`${CALLER} iam:ListAttachedUserPolicies anna`]: { AttachedPolicies: [] },
        [`${CALLER} iam:ListGroupsForUser anna`]: { Groups: [] },
      },
      `arn:aws:iam::${CALLER}:user/staff/anna`,
      [`User \`anna\` of account ${CALLER} may not`, "The user's ARN is"],
    ],
    [
      'a root user, who needs no identity policies',
      `arn:aws:iam::${CALLER}:root`,
      {},
      `arn:aws:iam::${CALLER}:root`,
      [`The root user of account ${CALLER} may not`, /not in play: identity-based policies, permissions boundary/],
    ],
    [
      'a federated user, whose policies nobody can know',
      `arn:aws:sts::${CALLER}:federated-user/bob`,
      {},
      `arn:aws:sts::${CALLER}:federated-user/bob`,
      [`Federated user \`bob\` of account ${CALLER}`, 'its ARN does not say who that was'],
    ],
    [
      'nobody',
      'anonymous',
      {},
      'anonymous',
      ['An anonymous caller may not do', /not in play: identity-based policies/],
    ],
    [
      'a service',
      'cloudtrail.amazonaws.com',
      {},
      'cloudtrail.amazonaws.com',
      ['The AWS service `cloudtrail.amazonaws.com` may not do', /not in play: identity-based policies/],
    ],
    ...['', ':live', ':7', ':$LATEST'].map((qualifier): [string, string, Answers, string, readonly string[]] => [
      `a Lambda function, as its role${qualifier === '' ? '' : ` (\`${qualifier}\`)`}`,
      `${FUNCTION}${qualifier}`,
      runsAs(`${FUNCTION}${qualifier}`),
      REPORTS,
      [`Role \`reports\``, `\`${FUNCTION}${qualifier}\` calls with its role, \`arn:aws:iam::${CALLER}:role/reports\``],
    ]),
    [
      'an EC2 instance, as the role in its profile',
      INSTANCE,
      instance({ IamInstanceProfile: { Arn: PROFILE } }),
      REPORTS,
      [`Role \`reports\``, `\`${INSTANCE}\` calls with its role, \`${REPORTS}\``],
    ],
    [
      'an EC2 instance without a profile: nobody knows whose credentials it uses',
      INSTANCE,
      instance({}),
      INSTANCE,
      [/^\? Undetermined/, 'has no instance profile, so it calls with no role of its own'],
    ],
  ])('%s', async (_who, words, answers, principal, says) => {
    const answer = await answerTo(words, answers);
    expect(answer.principal).toBe(principal);
    for (const said of says) expect(answer.text).toEqual(saying(said));
  });
});
