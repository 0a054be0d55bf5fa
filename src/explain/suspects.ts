import { narrowByDenial } from '../evaluate/narrow-by-denial.ts';
import type { Layer } from '../evidence/layers.ts';
import { type Case, mayDeny, type RequestCase } from './case.ts';

/**
 * The layers that may have denied a call which AWS is known to have denied: those that deny in the worlds left once the ones
 * that allow, or that deny for another reason than AWS gave, are dropped. None if nobody but a person said that it was
 * denied, or if the decision is settled.
 */
export function suspectsOf({ request, evidence, evaluation }: RequestCase, { denial }: Case): readonly Layer[] {
  if (denial.source === 'person' || evaluation.decision !== 'undetermined') return [];
  const { reportedReason: reported } = denial;
  // One call can need several permissions; AWS's sentence is about one of them.
  const isAboutThis = reported?.action === undefined || reported.action.toLowerCase() === request.action.toLowerCase();
  const narrowed = narrowByDenial(request, evidence, isAboutThis ? reported : undefined);
  const suspects =
    narrowed.kind === 'narrowed'
      ? narrowed.suspects
      : evaluation.layers.filter((layer) => layer.outcomes.length > 1 && mayDeny(layer)).map(({ layer }) => layer);
  // Others may deny as well, and would be next; the one AWS named is the one that did.
  const named = isAboutThis ? suspects.filter((layer) => isNamed(layer, reported?.layer)) : [];
  return named.length > 0 ? named : suspects;
}

/** AWS calls every policy that hangs on a resource a resource-based policy. */
export const RESOURCE_BASED: readonly Layer[] = [
  'bucketPolicy',
  'accessPointPolicy',
  'blockPublicAccess',
  'objectOwnership',
  'keyPolicy',
];

/** The layer is the one that AWS's sentence speaks of. */
export function isNamed(layer: Layer, reported: string | undefined): boolean {
  return layer === reported || (reported === 'bucketPolicy' && RESOURCE_BASED.includes(layer));
}
