import { parseArn } from '../request/arn.ts';
import { principalName } from '../request/principal-arn.ts';
import type { PolicyPlace } from './policy-change.ts';

/** Whose requests a document speaks of beside what its statements say: `caller` where it hangs on nobody else. */
export const REACH_SCOPES = ['caller', 'group', 'everyAttached', 'accounts', 'throughEndpoint', 'resource'] as const;
export type ReachScope = (typeof REACH_SCOPES)[number];

/** As far as the place of a document tells. */
export function reachScope({ layer, target }: PolicyPlace): ReachScope {
  switch (layer) {
    case 'identityPolicies':
    case 'permissionsBoundary': {
      const resource = parseArn(target)?.resource ?? '';
      if (resource.startsWith('policy/')) return 'everyAttached';
      return resource.startsWith('group/') ? 'group' : 'caller';
    }
    case 'sessionPolicies':
      return 'caller';
    case 'serviceControlPolicies':
    case 'resourceControlPolicies':
      return 'accounts';
    case 'vpcEndpointPolicy':
      return 'throughEndpoint';
    default:
      return 'resource';
  }
}

/** Whom else a change reaches because the policy hangs in several places; nothing where it hangs in one. */
export function sharedReach(place: PolicyPlace, caller: string): readonly string[] {
  return SHARED[reachScope(place)](place, caller);
}

const SHARED: Record<ReachScope, (place: PolicyPlace, caller: string) => readonly string[]> = {
  caller: () => [],
  group: ({ target }, caller) => [
    `it reaches every member of the group \`${principalName(target)}\`, not only ${caller}`,
  ],
  everyAttached: (_place, caller) => [
    `it reaches every principal to which this managed policy is attached, not only ${caller}`,
  ],
  accounts: () => ['it reaches every account under the levels to which this policy is attached'],
  throughEndpoint: () => ['it reaches everything that goes through this endpoint'],
  resource: () => [],
};
