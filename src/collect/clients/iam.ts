import {
  GetGroupPolicyCommand,
  GetInstanceProfileCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  IAMClient,
  ListAttachedGroupPoliciesCommand,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupPoliciesCommand,
  ListGroupsForUserCommand,
  ListRolePoliciesCommand,
  ListUserPoliciesCommand,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam';
import type { Senders } from '../inputs.ts';
import { type ClientConfig, sdkOptions } from './client-config.ts';

export function openIAM(config: ClientConfig): Senders<'iam'> {
  const client = new IAMClient(sdkOptions(config));
  return {
    'iam:GetRole': (input, options) => client.send(new GetRoleCommand(input), options),
    'iam:ListRolePolicies': (input, options) => client.send(new ListRolePoliciesCommand(input), options),
    'iam:GetRolePolicy': (input, options) => client.send(new GetRolePolicyCommand(input), options),
    'iam:ListAttachedRolePolicies': (input, options) =>
      client.send(new ListAttachedRolePoliciesCommand(input), options),
    'iam:GetPolicy': (input, options) => client.send(new GetPolicyCommand(input), options),
    'iam:GetPolicyVersion': (input, options) => client.send(new GetPolicyVersionCommand(input), options),
    'iam:GetUser': (input, options) => client.send(new GetUserCommand(input), options),
    'iam:ListUserPolicies': (input, options) => client.send(new ListUserPoliciesCommand(input), options),
    'iam:GetUserPolicy': (input, options) => client.send(new GetUserPolicyCommand(input), options),
    'iam:ListAttachedUserPolicies': (input, options) =>
      client.send(new ListAttachedUserPoliciesCommand(input), options),
    'iam:ListGroupsForUser': (input, options) => client.send(new ListGroupsForUserCommand(input), options),
    'iam:ListGroupPolicies': (input, options) => client.send(new ListGroupPoliciesCommand(input), options),
    'iam:GetGroupPolicy': (input, options) => client.send(new GetGroupPolicyCommand(input), options),
    'iam:ListAttachedGroupPolicies': (input, options) =>
      client.send(new ListAttachedGroupPoliciesCommand(input), options),
    'iam:GetInstanceProfile': (input, options) => client.send(new GetInstanceProfileCommand(input), options),
    'iam:SimulatePrincipalPolicy': (input, options) => client.send(new SimulatePrincipalPolicyCommand(input), options),
  };
}
