import { z } from 'zod';
import { absent, found, notTold, type Reading, unreadable } from '../evidence/reading.ts';
import { parseArn } from '../request/arn.ts';
import { principalName } from '../request/principal-arn.ts';
import type { RoleOf } from '../request/s3-call.ts';
import type { CollectSession } from './collect-session.ts';
import { homeRegion } from './home-region.ts';
import { read } from './read.ts';

const Configuration = z.looseObject({ Role: z.string() });
const Instances = z.looseObject({
  Reservations: z.array(
    z.looseObject({
      Instances: z.array(z.looseObject({ IamInstanceProfile: z.looseObject({ Arn: z.string() }).optional() })),
    }),
  ),
});
const Profile = z.looseObject({
  InstanceProfile: z.looseObject({ Roles: z.array(z.looseObject({ Arn: z.string() })) }),
});

/** The ARN of the role with which a Lambda function or an EC2 instance calls. Unreadable also where it has none. */
export async function readRoleOf(session: CollectSession, holder: RoleOf): Promise<Reading<string>> {
  const role = await READ[holder.resource](session, holder);
  if (role.kind !== 'absent') return role;
  const because = `account ${holder.account} has no \`${holder.arn}\``;
  return unreadable(NEEDS[holder.resource], because, holder.account, 'missing');
}

const NEEDS = { lambdaFunction: 'lambda:GetFunctionConfiguration', ec2Instance: 'ec2:DescribeInstances' } as const;

const READ: Readonly<
  Record<RoleOf['resource'], (session: CollectSession, holder: RoleOf) => Promise<Reading<string>>>
> = { lambdaFunction: readExecutionRole, ec2Instance: readInstanceRole };

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html */
async function readExecutionRole(session: CollectSession, { arn, account, region }: RoleOf): Promise<Reading<string>> {
  const configuration = await read(session, NEEDS.lambdaFunction, {
    account,
    region,
    input: { FunctionName: arn },
    output: Configuration,
  });
  return configuration.kind === 'found' ? found(configuration.value.Role) : configuration;
}

/** The role in the instance's profile: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2_instance-profiles.html */
async function readInstanceRole(session: CollectSession, { arn, account, region }: RoleOf): Promise<Reading<string>> {
  const instances = await read(session, NEEDS.ec2Instance, {
    account,
    region,
    input: { InstanceIds: [principalName(arn)] },
    output: Instances,
  });
  if (instances.kind !== 'found') return instances;
  const instance = instances.value.Reservations[0]?.Instances[0];
  if (instance === undefined) return absent;
  const profile = instance.IamInstanceProfile?.Arn;
  if (profile === undefined) {
    const what = `instance \`${arn}\` has no instance profile, so it calls with no role of its own`;
    return notTold(NEEDS.ec2Instance, { what, say: 'name whose credentials it uses' });
  }
  const needs = 'iam:GetInstanceProfile';
  const held = await read(session, needs, {
    account,
    region: homeRegion(parseArn(profile)?.partition ?? 'aws'),
    input: { InstanceProfileName: principalName(profile) },
    output: Profile,
  });
  if (held.kind === 'unreadable') return held;
  const role = held.kind === 'found' ? held.value.InstanceProfile.Roles[0]?.Arn : undefined;
  return role === undefined
    ? unreadable(needs, `the instance profile \`${profile}\` has no role in it`, account, 'missing')
    : found(role);
}
