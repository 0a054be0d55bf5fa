import type { AttachedPolicy } from '../../evidence/evidence.ts';
import { ANY_VERDICT, type LayerCase, notApplying, open, type Premises, weighedCase } from '../layer-case.ts';
import type { Situation } from '../situation.ts';
import { ALLOW, type Verdict, worse } from '../verdict.ts';
import { weighStatements } from '../weigh-statements.ts';

const LAYER = 'vpcEndpointPolicy';

const NO_ENDPOINT = notApplying(LAYER, 'the request comes through no endpoint, or through one with the default policy');

/**
 * What the endpoint lets through. A request by way of an access point must be let through to the access point and to the
 * bucket. https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-vpc.html
 */
export function evaluateVpcEndpointPolicy(situation: Situation): LayerCase {
  const { evidence, flow, principal } = situation;
  if (flow === 'key') return notApplying(LAYER, 'S3 asks KMS itself, not through the endpoint');
  if (principal.kind === 'service') return notApplying(LAYER, 'AWS services do not call through VPC endpoints');
  const { vpcEndpointPolicy } = evidence;
  switch (vpcEndpointPolicy.kind) {
    case 'absent':
      return NO_ENDPOINT;
    case 'unreadable':
      return anyWay(situation);
    case 'found':
      return through(vpcEndpointPolicy.value, situation);
  }
}

const UNREAD = open(
  LAYER,
  ANY_VERDICT,
  'whether the request comes through an endpoint with a policy could not be read',
);

/** Nobody said which way the request comes: settled all the same where every endpoint there is lets it through. */
function anyWay(situation: Situation): LayerCase {
  const { possibleEndpointPolicies } = situation.evidence;
  if (possibleEndpointPolicies === undefined) return UNREAD;
  const ways = possibleEndpointPolicies.map((policy) => through(policy, situation));
  return {
    layer: LAYER,
    applies: true,
    statements: ways.flatMap(({ statements }) => statements),
    verdicts: (premises) => [...new Set([ALLOW, ...ways.flatMap(({ verdicts }) => verdicts(premises))])],
    because: 'it is not known whether the request comes through an endpoint, and through which',
  };
}

function through(policy: AttachedPolicy, { request, bucketRequest, flow }: Situation): LayerCase {
  const weigh = (of: typeof request): LayerCase =>
    weighedCase(LAYER, weighStatements([policy], { request: of, ignorePrincipal: false }), '');
  const own = weigh(request);
  if (flow !== 'accessPoint' || bucketRequest === null) return own;
  return both(own, weigh(bucketRequest));
}

function both(accessPoint: LayerCase, bucket: LayerCase): LayerCase {
  const verdicts = (premises: Premises): readonly Verdict[] => {
    const ofBucket = bucket.verdicts(premises);
    const pairs = accessPoint.verdicts(premises).flatMap((one) => ofBucket.map((other) => worse(one, other)));
    return [...new Set(pairs)];
  };
  return {
    ...accessPoint,
    statements: [...accessPoint.statements, ...bucket.statements],
    verdicts,
    because: 'the endpoint must let the request through to the access point and to the bucket behind it',
  };
}
