import { CannotAssumeRole, type Gate, type GateCall, SELF } from '../../collect/gate.ts';
import type { Inputs } from '../../collect/inputs.ts';
import type { ReadName } from '../../collect/reads.ts';
import { AwsRefusal } from './answers/answer.ts';
import { CLOUDTRAIL_ANSWERS } from './answers/cloudtrail-answers.ts';
import { EC2_ANSWERS } from './answers/ec2-answers.ts';
import { IAM_ANSWERS } from './answers/iam-answers.ts';
import { LAMBDA_ANSWERS } from './answers/lambda-answers.ts';
import { ORGANIZATIONS_ANSWERS } from './answers/organizations-answers.ts';
import { S3_ANSWERS, S3_CONTROL_ANSWERS } from './answers/s3-answers.ts';
import type { DemoAccount } from './demo-account.ts';
import { MANAGEMENT } from './management-account.ts';
import { ACCOUNTS } from './organization.ts';

const ANSWERS: { readonly [N in ReadName]?: (account: DemoAccount, input: Inputs[N], region: string) => unknown } = {
  ...S3_ANSWERS,
  ...S3_CONTROL_ANSWERS,
  ...IAM_ANSWERS,
  ...ORGANIZATIONS_ANSWERS,
  ...CLOUDTRAIL_ANSWERS,
  ...EC2_ANSWERS,
  ...LAMBDA_ANSWERS,
};

const ANY_ACCOUNT_MAY_ASK: readonly ReadName[] = [
  'organizations:DescribeOrganization',
  'organizations:DescribeEffectivePolicy',
];

/** Organizations answers in the management account; any account may ask which organization it is in, and what it inherits. */
function isElsewhere(name: ReadName, account: DemoAccount): boolean {
  return name.startsWith('organizations:') && !ANY_ACCOUNT_MAY_ASK.includes(name) && account !== MANAGEMENT;
}

function answer<N extends ReadName>(accounts: readonly DemoAccount[], call: GateCall<N>): unknown {
  const { name, account, input, region } = call;
  // The credentials at hand are those of the account in which the app runs: the management account.
  const place = account === SELF ? MANAGEMENT : accounts.find(({ id }) => id === account);
  if (place === undefined) {
    const roleArn = `arn:aws:iam::${account}:role/S3AccessDiagnostics`;
    const sentence = `User: arn:aws:sts::111122223333:assumed-role/s3-403-diagnose/sandbox is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`;
    throw new CannotAssumeRole(account, roleArn, new AwsRefusal('AccessDenied', 403, sentence));
  }
  if (isElsewhere(name, place)) throw new AwsRefusal('AccessDeniedException', 400, 'You are not authorized.');
  const given = ANSWERS[name];
  if (given === undefined) throw new AwsRefusal('AccessDeniedException', 403, `${name} is not answered here.`);
  return given(place, input, region);
}

/** These accounts as collect sees AWS: it answers at once, and the same each time. */
export const openDemoAws = (accounts: readonly DemoAccount[]): Gate => ({
  kind: 'replay',
  send: async (call) => answer(accounts, call),
});

/** The demo organization. */
export const DEMO_AWS = openDemoAws(ACCOUNTS);
