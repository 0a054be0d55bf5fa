import type { StatementElement } from '../evaluate/evaluation.ts';
import type { Layer } from '../evidence/layers.ts';
import { type LookedAt, layerOf, type RequestCase } from './case.ts';
import type { Finding } from './cause.ts';

export interface NearMiss extends Finding {
  readonly layer: Layer;
  readonly role: 'nearMiss';
  readonly lookedAt: LookedAt;
}

/** Layers that must come to allow, and in which an Allow is missing. */
export function lacksAllow(request: RequestCase, layer: Layer): boolean {
  const evaluation = layerOf(request, layer);
  return evaluation?.blocking === true && evaluation.outcomes.includes('implicitDeny');
}

/** Allows of the layers that lack one which match in everything but this element. */
export function missedOnlyOn(element: StatementElement, request: RequestCase): readonly LookedAt[] {
  return request.lookedAt.filter(
    ({ trace, layer }) =>
      trace.effect === 'Allow' &&
      trace.match === 'no' &&
      trace.failedOn.length === 1 &&
      trace.failedOn[0] === element &&
      lacksAllow(request, layer),
  );
}

/** A near miss as a finding; 0 is the closest. */
export const nearMiss = (lookedAt: LookedAt, closeness: number): NearMiss => ({
  layer: lookedAt.layer,
  role: 'nearMiss',
  closeness,
  lookedAt,
});
