import { code } from '../../policy/words.ts';
import { contextValue } from '../../request/condition-context.ts';
import { isSettledAs, layerOf } from '../case.ts';
import { cause, type Finding, NO_CHANGES } from '../cause.ts';
import { spokenAct, spokenResource } from '../words.ts';

interface Elsewhere extends Finding {
  readonly vpc: string;
}

/** The access point is for one VPC, and the request comes from elsewhere. */
export const vpcOnlyAccessPoint = cause<Elsewhere>({
  code: 'vpc-only-access-point',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-vpc.html',
  find: (rc) => {
    const { accessPointPolicy } = rc.evidence;
    if (accessPointPolicy.kind !== 'found' || accessPointPolicy.value.networkOrigin !== 'VPC') return [];
    const { vpcId = 'its VPC' } = accessPointPolicy.value;
    const from = contextValue(rc.request.context, 'aws:SourceVpc');
    const isThere = from.kind === 'known' && from.values.includes(vpcId);
    const denied = isSettledAs(layerOf(rc, 'accessPointPolicy'), 'explicitDeny');
    return denied && !isThere ? [{ layer: 'accessPointPolicy', role: 'blocker', vpc: vpcId }] : [];
  },
  explain: ({ vpc }, { request }) => ({
    because: `the access point takes requests from ${code(vpc)} only`,
    what: `${spokenResource(request.resource)}: the access point takes requests from ${code(vpc)} only, and ${spokenAct(request)} came from elsewhere`,
    why: 'The network origin of an access point is set when it is made and cannot be changed; requests must come through an endpoint of that VPC',
    help: `Call from ${code(vpc)} through its VPC endpoint for S3, or use an access point with an internet origin`,
  }),
  suggest: () => NO_CHANGES,
});
