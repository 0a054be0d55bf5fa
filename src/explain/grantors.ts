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
 * either, which is enough where its Allow is needed: across accounts, of a key policy, and where nothing else allows.
 */
export function silentGrantors(request: RequestCase): readonly Layer[] {
  return GRANTING.filter((layer) => {
    const evaluation = layerOf(request, layer);
    if (evaluation?.blocking !== true) return false;
    if (isSettledAs(evaluation, 'implicitDeny')) return true;
    const { outcomes } = evaluation;
    const needed = request.sameAccount === false || layer === 'keyPolicy' || !somebodyGrants(request);
    return needed && outcomes.includes('implicitDeny') && !outcomes.includes('allow');
  });
}

/** Some layer that can grant does, or may. */
export function somebodyGrants(request: RequestCase): boolean {
  return GRANTING.some((layer) => {
    const evaluation = layerOf(request, layer);
    return evaluation?.applies === true && evaluation.outcomes.includes('allow') && layer !== 'objectOwnership';
  });
}
