import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Senders } from '../inputs.ts';
import { type ClientConfig, sdkOptions } from './client-config.ts';

export function openSTS(config: ClientConfig): Senders<'sts'> {
  const client = new STSClient(sdkOptions(config));
  return {
    'sts:AssumeRole': (input, options) => client.send(new AssumeRoleCommand(input), options),
    'sts:GetCallerIdentity': (input, options) => client.send(new GetCallerIdentityCommand(input), options),
  };
}
