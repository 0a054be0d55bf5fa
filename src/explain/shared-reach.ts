import { parseArn } from '../request/arn.ts';
import type { Case } from './case.ts';
import type { PolicyPlace } from './policy-change.ts';

/** Whom else a change reaches because the policy hangs in several places, as far as the place tells. */
export function sharedReach({ layer, target }: PolicyPlace, { collected }: Case): readonly string[] {
  switch (layer) {
    case 'identityPolicies':
    case 'permissionsBoundary':
      if (parseArn(target)?.resource.startsWith('policy/') === true) {
        return [
          `it reaches every principal to which this managed policy is attached, not only ${collected.principalArn}`,
        ];
      }
      return [];
    case 'serviceControlPolicies':
    case 'resourceControlPolicies':
      return ['it reaches every account under the levels to which this policy is attached'];
    case 'vpcEndpointPolicy':
      return ['it reaches everything that goes through this endpoint'];
    default:
      return [];
  }
}
