import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  LookupEventsCommand,
} from '@aws-sdk/client-cloudtrail';
import type { Senders } from '../inputs.ts';
import { type ClientConfig, sdkOptions } from './client-config.ts';

export function openCloudTrail(config: ClientConfig): Senders<'cloudtrail'> {
  const client = new CloudTrailClient(sdkOptions(config));
  return {
    'cloudtrail:LookupEvents': (input, options) => client.send(new LookupEventsCommand(input), options),
    'cloudtrail:DescribeTrails': (input, options) => client.send(new DescribeTrailsCommand(input), options),
    'cloudtrail:GetEventSelectors': (input, options) => client.send(new GetEventSelectorsCommand(input), options),
  };
}
