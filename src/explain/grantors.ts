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

/**
 * Granting layers that could be read, do not allow, and whose Allow would help. One that may deny besides does not allow
 * either, which across accounts is enough.
 */
export function silentGrantors(request: RequestCase): readonly Layer[] {
  return GRANTING.filter((layer) => {
    const evaluation = layerOf(request, layer);
    if (evaluation?.blocking !== true) return false;
    const { outcomes } = evaluation;
    return (
      isSettledAs(evaluation, 'implicitDeny') ||
      (request.sameAccount === false && outcomes.includes('implicitDeny') && !outcomes.includes('allow'))
    );
  });
}
