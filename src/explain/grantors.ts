import type { Layer } from '../evidence/layers.ts';
import { isSettledAs, layerOf, type RequestCase } from './case.ts';

/** Layers that can give access; the others only limit it. */
export const GRANTING: readonly Layer[] = [
  'identityPolicies',
  'accessPointPolicy',
  'bucketPolicy',
  'objectOwnership',
  'keyPolicy',
];

/** Granting layers that could be read, do not allow, and whose Allow would help. */
export function silentGrantors(request: RequestCase): readonly Layer[] {
  return GRANTING.filter((layer) => {
    const evaluation = layerOf(request, layer);
    return evaluation?.blocking === true && isSettledAs(evaluation, 'implicitDeny');
  });
}
