import type { DemoAccount, DemoHolder, DemoPolicy, DemoRole, DemoUser } from '../demo-account.ts';
import { type Answers, AwsRefusal, minutesAgo, policyText, uniqueId } from './answer.ts';

type Kind = 'role' | 'user' | 'group';
const YEAR = 365 * 24 * 60;

const noSuchEntity = (what: string, name: string) =>
  new AwsRefusal('NoSuchEntityException', 404, `The ${what} with name ${name} cannot be found.`);

function holderOf<T extends DemoHolder>(
  kind: Kind,
  holders: Readonly<Record<string, T>> | undefined,
  name: string | undefined,
): T {
  const holder = holders?.[name ?? ''];
  if (holder === undefined) throw noSuchEntity(kind, name ?? '');
  return holder;
}

const role = (account: DemoAccount, name: string | undefined): DemoRole => holderOf('role', account.roles, name);
const user = (account: DemoAccount, name: string | undefined): DemoUser => holderOf('user', account.users, name);
const group = (account: DemoAccount, name: string | undefined): DemoHolder => holderOf('group', account.groups, name);

const arnOf = (account: DemoAccount, kind: Kind | 'policy', name: string, path = '/') =>
  `arn:aws:iam::${account.id}:${kind}${path}${name}`;

const inlineNames = ({ inline = {} }: DemoHolder) => ({ PolicyNames: Object.keys(inline), IsTruncated: false });

const attached = (account: DemoAccount, { managed = [] }: DemoHolder) => ({
  AttachedPolicies: managed.map((PolicyName) => ({ PolicyName, PolicyArn: arnOf(account, 'policy', PolicyName) })),
  IsTruncated: false,
});

/** IAM percent-encodes documents (https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html). */
function inlinePolicy({ inline = {} }: DemoHolder, PolicyName: string | undefined) {
  const document = inline[PolicyName ?? ''];
  if (document === undefined) throw noSuchEntity('policy', PolicyName ?? '');
  return { PolicyName, PolicyDocument: encodeURIComponent(policyText(document)) };
}

function boundaryOf(account: DemoAccount, boundary: string | undefined) {
  if (boundary === undefined) return {};
  const PermissionsBoundaryArn = arnOf(account, 'policy', boundary);
  return { PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn } };
}

function managedPolicy(account: DemoAccount, arn: string | undefined): readonly [string, DemoPolicy] {
  const name = (arn ?? '').split('/').at(-1) ?? '';
  const document = account.managedPolicies?.[name];
  if (document === undefined) throw noSuchEntity('policy', arn ?? '');
  return [name, document];
}

/** What IAM answers. */
export const IAM_ANSWERS: Answers<'iam'> = {
  'iam:GetRole': (account, { RoleName = '' }) => {
    const { path = '/', boundary, createdMinutesAgo = YEAR } = role(account, RoleName);
    return {
      Role: {
        Path: path,
        RoleName,
        RoleId: uniqueId('AROA', `${account.id}/${RoleName}`),
        Arn: arnOf(account, 'role', RoleName, path),
        CreateDate: minutesAgo(createdMinutesAgo),
        ...boundaryOf(account, boundary),
      },
    };
  },
  'iam:ListRolePolicies': (account, { RoleName }) => inlineNames(role(account, RoleName)),
  'iam:GetRolePolicy': (account, { RoleName, PolicyName }) => ({
    RoleName,
    ...inlinePolicy(role(account, RoleName), PolicyName),
  }),
  'iam:ListAttachedRolePolicies': (account, { RoleName }) => attached(account, role(account, RoleName)),
  'iam:GetPolicy': (account, { PolicyArn }) => {
    const [PolicyName] = managedPolicy(account, PolicyArn);
    return { Policy: { PolicyName, Arn: PolicyArn, DefaultVersionId: 'v1', IsAttachable: true } };
  },
  'iam:GetPolicyVersion': (account, { PolicyArn, VersionId }) => {
    const [, document] = managedPolicy(account, PolicyArn);
    return { PolicyVersion: { VersionId, IsDefaultVersion: true, Document: encodeURIComponent(policyText(document)) } };
  },
  'iam:GetInstanceProfile': (account, { InstanceProfileName = '' }) => {
    const { path = '/' } = role(account, InstanceProfileName);
    const Arn = arnOf(account, 'role', InstanceProfileName, path);
    return { InstanceProfile: { InstanceProfileName, Roles: [{ RoleName: InstanceProfileName, Arn }] } };
  },
  'iam:SimulatePrincipalPolicy': (_account, { ActionNames = [] }) => ({
    EvaluationResults: ActionNames.map((EvalActionName) => ({
      EvalActionName,
      EvalDecision: 'allowed',
      OrganizationsDecisionDetail: { AllowedByOrganizations: true },
    })),
    IsTruncated: false,
  }),
  'iam:GetUser': (account, { UserName = '' }) => {
    const { path = '/', boundary } = user(account, UserName);
    return {
      User: {
        Path: path,
        UserName,
        UserId: uniqueId('AIDA', `${account.id}/${UserName}`),
        Arn: arnOf(account, 'user', UserName, path),
        CreateDate: minutesAgo(YEAR),
        ...boundaryOf(account, boundary),
      },
    };
  },
  'iam:ListUserPolicies': (account, { UserName }) => inlineNames(user(account, UserName)),
  'iam:GetUserPolicy': (account, { UserName, PolicyName }) => ({
    UserName,
    ...inlinePolicy(user(account, UserName), PolicyName),
  }),
  'iam:ListAttachedUserPolicies': (account, { UserName }) => attached(account, user(account, UserName)),
  'iam:ListGroupsForUser': (account, { UserName }) => ({
    Groups: (user(account, UserName).groups ?? []).map((GroupName) => ({
      Path: '/',
      GroupName,
      GroupId: uniqueId('AGPA', `${account.id}/${GroupName}`),
      Arn: arnOf(account, 'group', GroupName),
      CreateDate: minutesAgo(YEAR),
    })),
    IsTruncated: false,
  }),
  'iam:ListGroupPolicies': (account, { GroupName }) => inlineNames(group(account, GroupName)),
  'iam:GetGroupPolicy': (account, { GroupName, PolicyName }) => ({
    GroupName,
    ...inlinePolicy(group(account, GroupName), PolicyName),
  }),
  'iam:ListAttachedGroupPolicies': (account, { GroupName }) => attached(account, group(account, GroupName)),
};
