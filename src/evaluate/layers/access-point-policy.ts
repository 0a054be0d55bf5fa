import type { AccessPointPolicy, AttachedPolicy } from '../../evidence/evidence.ts';
import { ANY_GRANT, type LayerCase, notApplying, open, settled, weighedGrantCase } from '../layer-case.ts';
import type { Situation } from '../situation.ts';
import { ruleAsPolicy } from '../synthetic-policy.ts';
import { IMPLICIT_DENY } from '../verdict.ts';
import { weighStatements } from '../weigh-statements.ts';

const LAYER = 'accessPointPolicy';

const NOT_THROUGH_ONE = notApplying(LAYER, 'the request does not come through an access point');

/** The access point's own policy and its network origin. https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html */
export function evaluateAccessPointPolicy(situation: Situation): LayerCase {
  const { evidence, flow, request } = situation;
  if (flow !== 'accessPoint') return NOT_THROUGH_ONE;
  const { accessPointPolicy } = evidence;
  switch (accessPointPolicy.kind) {
    case 'absent':
      return settled(LAYER, IMPLICIT_DENY, 'the access point has no policy');
    case 'unreadable':
      return open(LAYER, ANY_GRANT, 'it could not be read');
    case 'found': {
      const { value } = accessPointPolicy;
      const policies = [...(value.policy === null ? [] : [value.policy]), ...networkOrigin(value)];
      const because = value.policy === null ? 'the access point has no policy' : '';
      return weighedGrantCase(
        LAYER,
        weighStatements(policies, { request, ignorePrincipal: false }),
        situation,
        because,
      );
    }
  }
}

/** An access point with a VPC origin takes requests from that VPC alone, whatever policies say. */
function networkOrigin({ networkOrigin: origin, vpcId }: AccessPointPolicy): readonly AttachedPolicy[] {
  if (origin !== 'VPC') return [];
  const outside =
    vpcId === undefined
      ? { operator: 'Null', key: 'aws:SourceVpc', values: ['true'] }
      : { operator: 'StringNotEquals', key: 'aws:SourceVpc', values: [vpcId] };
  return [ruleAsPolicy('network origin VPC', 'Deny', ['*'], { kind: 'everyone' }, [outside])];
}
