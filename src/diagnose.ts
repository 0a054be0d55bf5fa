import { collect } from './collect/collect.ts';
import type { CollectSession } from './collect/collect-session.ts';
import type { Placed } from './collect/placed.ts';
import { evaluate } from './evaluate/evaluate.ts';
import type { Trail } from './evidence/trail.ts';
import type { Diagnosis } from './explain/diagnosis.ts';
import { explain } from './explain/explain.ts';
import type { Denial } from './request/s3-call.ts';
import { readTrail, type TrailOptions } from './trail/read-trail.ts';

const NOT_LOOKED: Trail = {
  deniedEvents: [],
  changes: [],
  looked: [{ where: 'CloudTrail', because: 'not looked at: `--no-trail` was given' }],
};

/**
 * The stages in order: reads (the policies, and beside them CloudTrail), evaluates, explains. Always gives a diagnosis
 * within the session's time; what could not be read is in it. `trail` false: CloudTrail is left alone.
 */
export async function diagnose(
  denial: Denial,
  session: CollectSession,
  trail: TrailOptions | false = {},
): Promise<Diagnosis> {
  let place: (placed: Placed) => void = () => {};
  const placed = new Promise<Placed>((resolve) => {
    place = resolve;
  });
  const collecting = collect(denial.call, { ...session, noTrail: trail === false }, place);
  const readingTrail = trail === false ? NOT_LOOKED : readTrail(collecting, session, trail, placed);
  const [collected, found] = await Promise.all([collecting, readingTrail]);
  const evaluations = collected.requests.map(({ request, evidence }) => evaluate(request, evidence));
  return explain({ denial, collected, evaluations, trail: found, notes: denial.notes ?? [] });
}
