import { limitWithoutAllow } from '../limit-without-allow.ts';

/** The policy of the VPC endpoint does not allow the call. */
export const endpointPolicyWithoutAllow = limitWithoutAllow({
  code: 'endpoint-policy-without-allow',
  docs: 'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html',
  layer: 'vpcEndpointPolicy',
  why: 'A request through a VPC endpoint needs an Allow in the policy of the endpoint as well',
});
