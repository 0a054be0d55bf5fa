import { describe, expect, test } from 'vitest';
import { parseNamedPrincipal } from '../../src/request/named-principal.ts';
import type { NamedPrincipal } from '../../src/request/s3-call.ts';
import { collectWith, evidenceOf } from './collect-with.ts';
import { awsSays } from './fake-gate.ts';
import { type Answers, CALLER } from './small-organization.ts';

const FUNCTION = `arn:aws:lambda:eu-central-1:${CALLER}:function:export:live`;
const INSTANCE = `arn:aws:ec2:eu-central-1:${CALLER}:instance/i-0a1b2c3d4e5f67890`;
const PROFILE = `arn:aws:iam::${CALLER}:instance-profile/web/servers`;
const ROLE = `arn:aws:iam::${CALLER}:role/reports`;

function principal(word: string): NamedPrincipal {
  const named = parseNamedPrincipal(word);
  if (named.kind === 'problem') throw new Error(named.what);
  return named;
}

// https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html
const configuration = `${CALLER} lambda:GetFunctionConfiguration ${FUNCTION}`;
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html
const instances = `${CALLER} ec2:DescribeInstances ["i-0a1b2c3d4e5f67890"]`;
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetInstanceProfile.html
const profile = `${CALLER} iam:GetInstanceProfile servers`;

const withProfile = { Reservations: [{ Instances: [{ IamInstanceProfile: { Arn: PROFILE, Id: 'AIPAEXAMPLE' } }] }] };

describe('what calls with a role of its own', () => {
  test.each<[string, string, Answers]>([
    ['a Lambda function', FUNCTION, { [configuration]: { FunctionName: 'export', Role: ROLE } }],
    [
      'an EC2 instance',
      INSTANCE,
      { [instances]: withProfile, [profile]: { InstanceProfile: { Roles: [{ RoleName: 'reports', Arn: ROLE }] } } },
    ],
  ])('%s is its role, which is said', async (_what, word, answers) => {
    const result = await collectWith({ principal: principal(word) }, answers);
    expect(result.principalArn).toBe(`arn:aws:iam::${CALLER}:role/finance/reports`);
    expect(result.notes[0]).toBe(`\`${word}\` calls with its role, \`${ROLE}\`.`);
    expect(evidenceOf(result)?.identityPolicies.kind).toBe('found');
  });

  test.each<[string, string, Answers, string]>([
    [
      'a function that is not there',
      FUNCTION,
      { [configuration]: awsSays('ResourceNotFoundException', { status: 404 }) },
      `account ${CALLER} has no \`${FUNCTION}\``,
    ],
    [
      'a function that may not be looked at',
      FUNCTION,
      { [configuration]: awsSays('AccessDeniedException', { status: 403 }) },
      'was denied `lambda:GetFunctionConfiguration`',
    ],
    [
      'an instance that is not there',
      INSTANCE,
      { [instances]: awsSays('InvalidInstanceID.NotFound', { status: 400 }) },
      `account ${CALLER} has no \`${INSTANCE}\``,
    ],
    ['an instance that was terminated', INSTANCE, { [instances]: { Reservations: [] } }, `has no \`${INSTANCE}\``],
    [
      'an instance without a profile',
      INSTANCE,
      { [instances]: { Reservations: [{ Instances: [{}] }] } },
      'has no instance profile',
    ],
    [
      'a profile without a role',
      INSTANCE,
      { [instances]: withProfile, [profile]: { InstanceProfile: { Roles: [] } } },
      'has no role in it',
    ],
  ])('%s leaves every layer open, with the reason', async (_what, word, answers, because) => {
    const result = await collectWith({ principal: principal(word) }, answers);
    expect(result.principalArn).toBe(word);
    // The bucket policy was read, but there is nobody with whom it could be compared.
    for (const layer of ['identityPolicies', 'bucketPolicy'] as const) {
      expect(evidenceOf(result)?.[layer]).toMatchObject({
        kind: 'unreadable',
        because: expect.stringContaining(because),
      });
    }
  });

  test.each([
    ['a layer', `arn:aws:lambda:eu-central-1:${CALLER}:layer:pandas:3`],
    ['a volume', `arn:aws:ec2:eu-central-1:${CALLER}:volume/vol-0a1b`],
    ['a function without an account', 'arn:aws:lambda:eu-central-1::function:export'],
  ])('%s is no principal', (_what, word) => expect(parseNamedPrincipal(word).kind).toBe('problem'));
});

describe('a role of IAM Identity Center', () => {
  const NAME = 'AWSReservedSSO_Analyst_0123456789abcdef';
  const Arn = `arn:aws:iam::${CALLER}:role/aws-reserved/sso.amazonaws.com/eu-central-1/${NAME}`;
  const answers: Answers = {
    [`${CALLER} iam:GetRole ${NAME}`]: { Role: { Arn, RoleId: 'AROASSOEXAMPLE' } },
    [`${CALLER} iam:ListRolePolicies ${NAME}`]: { PolicyNames: [] },
    [`${CALLER} iam:ListAttachedRolePolicies ${NAME}`]: { AttachedPolicies: [] },
  };

  test.each([
    ['its name', { kind: 'roleName' as const, name: NAME, account: CALLER }],
    ['its session', principal(`arn:aws:sts::${CALLER}:assumed-role/${NAME}/anna@example.com`)],
  ])('has its path, by %s', async (_what, named) => {
    const { requests } = await collectWith({ principal: named }, answers);
    expect(requests[0]?.request.principal).toMatchObject({ arn: Arn });
  });
});
