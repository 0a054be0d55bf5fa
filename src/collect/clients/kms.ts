import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  KMSClient,
  ListAliasesCommand,
  ListGrantsCommand,
  ListResourceTagsCommand,
} from '@aws-sdk/client-kms';
import type { Senders } from '../inputs.ts';
import { type ClientConfig, sdkOptions } from './client-config.ts';

export function openKMS(config: ClientConfig): Senders<'kms'> {
  const client = new KMSClient(sdkOptions(config));
  return {
    'kms:DescribeKey': (input, options) => client.send(new DescribeKeyCommand(input), options),
    'kms:GetKeyPolicy': (input, options) => client.send(new GetKeyPolicyCommand(input), options),
    'kms:ListGrants': (input, options) => client.send(new ListGrantsCommand(input), options),
    'kms:ListAliases': (input, options) => client.send(new ListAliasesCommand(input), options),
    'kms:ListResourceTags': (input, options) => client.send(new ListResourceTagsCommand(input), options),
  };
}
