import {
  DescribeAccountCommand,
  DescribeEffectivePolicyCommand,
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  ListAccountsCommand,
  ListParentsCommand,
  ListPoliciesForTargetCommand,
  ListRootsCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import type { Senders } from '../inputs.ts';
import { type ClientConfig, sdkOptions } from './client-config.ts';

export function openOrganizations(config: ClientConfig): Senders<'organizations'> {
  const client = new OrganizationsClient(sdkOptions(config));
  return {
    'organizations:DescribeOrganization': (input, options) =>
      client.send(new DescribeOrganizationCommand(input), options),
    'organizations:ListRoots': (input, options) => client.send(new ListRootsCommand(input), options),
    'organizations:DescribeAccount': (input, options) => client.send(new DescribeAccountCommand(input), options),
    'organizations:ListAccounts': (input, options) => client.send(new ListAccountsCommand(input), options),
    'organizations:ListParents': (input, options) => client.send(new ListParentsCommand(input), options),
    'organizations:ListPoliciesForTarget': (input, options) =>
      client.send(new ListPoliciesForTargetCommand(input), options),
    'organizations:DescribePolicy': (input, options) => client.send(new DescribePolicyCommand(input), options),
    'organizations:DescribeEffectivePolicy': (input, options) =>
      client.send(new DescribeEffectivePolicyCommand(input), options),
  };
}
