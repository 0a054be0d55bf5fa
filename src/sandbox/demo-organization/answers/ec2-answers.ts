import type { DemoAccount, DemoVpcEndpoint } from '../demo-account.ts';
import { type Answers, AwsRefusal, policyText } from './answer.ts';

const described = (account: DemoAccount, id: string, { region, vpcId, policy }: DemoVpcEndpoint) => ({
  VpcEndpointId: id,
  VpcEndpointType: 'Gateway',
  VpcId: vpcId,
  ServiceName: `com.amazonaws.${region}.s3`,
  State: 'available',
  PolicyDocument: policyText(policy),
  OwnerId: account.id,
});

/** What EC2 answers; its endpoints are all for S3. */
export const EC2_ANSWERS: Answers<'ec2'> = {
  'ec2:DescribeInstances': (account, { InstanceIds = [] }, region) => ({
    Reservations: InstanceIds.map((InstanceId) => {
      const instance = account.instances?.[InstanceId];
      if (instance === undefined || instance.region !== region) {
        const message = `The instance ID '${InstanceId}' does not exist`;
        throw new AwsRefusal('InvalidInstanceID.NotFound', 400, message);
      }
      const Arn = `arn:aws:iam::${account.id}:instance-profile/${instance.role}`;
      return { Instances: [{ InstanceId, IamInstanceProfile: { Arn } }] };
    }),
  }),
  'ec2:DescribeVpcEndpoints': (account, { VpcEndpointIds }, region) => {
    const here = new Map(
      Object.entries(account.vpcEndpoints ?? {}).filter(([, endpoint]) => endpoint.region === region),
    );
    const asked = VpcEndpointIds ?? [...here.keys()];
    return {
      VpcEndpoints: asked.map((id) => {
        const endpoint = here.get(id);
        if (endpoint !== undefined) return described(account, id, endpoint);
        const message = `The Vpc Endpoint Id '${id}' does not exist`;
        throw new AwsRefusal('InvalidVpcEndpointId.NotFound', 400, message);
      }),
    };
  },
};
