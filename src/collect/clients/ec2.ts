import { DescribeInstancesCommand, DescribeVpcEndpointsCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { Senders } from '../inputs.ts';
import { type ClientConfig, sdkOptions } from './client-config.ts';

export function openEC2(config: ClientConfig): Senders<'ec2'> {
  const client = new EC2Client(sdkOptions(config));
  return {
    'ec2:DescribeVpcEndpoints': (input, options) => client.send(new DescribeVpcEndpointsCommand(input), options),
    'ec2:DescribeInstances': (input, options) => client.send(new DescribeInstancesCommand(input), options),
  };
}
