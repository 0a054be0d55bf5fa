import type { Case, RequestCase } from './case.ts';
import type { FoundCause } from './cause.ts';
import { CAUSES } from './causes.ts';

const ROLES: Record<FoundCause['finding']['role'], number> = {
  gate: 0,
  openGate: 0,
  blocker: 0,
  nearMiss: 1,
  open: 2,
  background: 3,
};

/** Every cause found for one AccessRequest, the near misses first by how close they came: they mend with the least. */
export function examine(request: RequestCase, whole: Case): readonly FoundCause[] {
  const causes = CAUSES.flatMap((cause) => cause.examine(request, whole));
  return causes
    .map((cause, index) => ({ cause, index }))
    .sort((one, other) => mendingOrder(one.cause) - mendingOrder(other.cause) || one.index - other.index)
    .map(({ cause }) => cause);
}

function mendingOrder({ finding }: FoundCause): number {
  if (finding.role === 'nearMiss') return finding.closeness ?? 9;
  return 10 + ROLES[finding.role];
}
