import {
  GetAccessPointCommand,
  GetAccessPointPolicyCommand,
  GetAccessPointPolicyStatusCommand,
  GetPublicAccessBlockCommand,
  ListAccessPointsCommand,
  S3ControlClient,
  type S3ControlClientConfig,
} from '@aws-sdk/client-s3-control';
import type { Senders } from '../inputs.ts';
import { type ClientConfig, sdkOptions } from './client-config.ts';

// The client puts the account's id before the host, which no endpoint of one's own answers to.
function ownEndpoint({ endpointUrl, region }: ClientConfig): Pick<S3ControlClientConfig, 'endpointProvider'> {
  if (endpointUrl === undefined) return {};
  const authSchemes = [{ name: 'sigv4', signingName: 's3', signingRegion: region, properties: {} }];
  return { endpointProvider: () => ({ url: new URL(endpointUrl), properties: { authSchemes }, headers: {} }) };
}

export function openS3Control(config: ClientConfig): Senders<'s3control'> {
  const client = new S3ControlClient({ ...sdkOptions(config), ...ownEndpoint(config) });
  return {
    's3control:GetPublicAccessBlock': (input, options) => client.send(new GetPublicAccessBlockCommand(input), options),
    's3control:GetAccessPoint': (input, options) => client.send(new GetAccessPointCommand(input), options),
    's3control:GetAccessPointPolicy': (input, options) => client.send(new GetAccessPointPolicyCommand(input), options),
    's3control:GetAccessPointPolicyStatus': (input, options) =>
      client.send(new GetAccessPointPolicyStatusCommand(input), options),
    's3control:ListAccessPoints': (input, options) => client.send(new ListAccessPointsCommand(input), options),
  };
}
