import type { Inputs } from './inputs.ts';

type ListInline = 'iam:ListRolePolicies' | 'iam:ListUserPolicies' | 'iam:ListGroupPolicies';
type ListAttached = 'iam:ListAttachedRolePolicies' | 'iam:ListAttachedUserPolicies' | 'iam:ListAttachedGroupPolicies';
type GetInline = 'iam:GetRolePolicy' | 'iam:GetUserPolicy' | 'iam:GetGroupPolicy';

/** What identity-based policies hang on. IAM has the same three calls for each, under other names. */
export interface PolicyHolder {
  readonly listInline: ListInline;
  readonly listAttached: ListAttached;
  readonly getInline: GetInline;
  readonly input: (name: string) => Inputs[ListInline] & Inputs[ListAttached];
  readonly inlineInput: (name: string, PolicyName: string) => Inputs[GetInline];
}

export const POLICY_HOLDERS: Readonly<Record<'role' | 'user' | 'group', PolicyHolder>> = {
  role: {
    listInline: 'iam:ListRolePolicies',
    listAttached: 'iam:ListAttachedRolePolicies',
    getInline: 'iam:GetRolePolicy',
    input: (RoleName) => ({ RoleName }),
    inlineInput: (RoleName, PolicyName) => ({ RoleName, PolicyName }),
  },
  user: {
    listInline: 'iam:ListUserPolicies',
    listAttached: 'iam:ListAttachedUserPolicies',
    getInline: 'iam:GetUserPolicy',
    input: (UserName) => ({ UserName }),
    inlineInput: (UserName, PolicyName) => ({ UserName, PolicyName }),
  },
  group: {
    listInline: 'iam:ListGroupPolicies',
    listAttached: 'iam:ListAttachedGroupPolicies',
    getInline: 'iam:GetGroupPolicy',
    input: (GroupName) => ({ GroupName }),
    inlineInput: (GroupName, PolicyName) => ({ GroupName, PolicyName }),
  },
};
