import { type FailedCondition, matchConditions } from '../../policy/match-conditions.ts';
import type { LookedAt, RequestCase } from '../case.ts';
import { cause, NO_CHANGES } from '../cause.ts';
import { missedOnlyOn, type NearMiss, nearMiss } from '../near-misses.ts';
import { isSpecialCondition, isUncountedTag } from '../special-conditions.ts';
import { capitalized, spokenAct, spokenStatement } from '../words.ts';
import { spokenMeet, spokenWouldAllow } from '../would-allow.ts';

interface Failed extends NearMiss {
  readonly failed: readonly FailedCondition[];
}

/** An Allow fits in everything but its conditions. */
export const conditionFailed = cause<Failed>({
  code: 'condition-failed',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html',
  find: (request, whole) =>
    missedOnlyOn('condition', request).flatMap((lookedAt) => {
      const failed = failedConditions(lookedAt, request);
      const { conditions, effect } = lookedAt.statement;
      const failing = conditions.filter(({ key, operator }) =>
        failed.some((one) => one.key === key && one.operator === operator),
      );
      if (failing.some((condition) => isSpecialCondition(condition, effect, request))) return [];
      if (failed.some(({ key }) => isUncountedTag(key, whole))) return [];
      return [{ ...nearMiss(lookedAt, failed.length), onCondition: spokenStatement(lookedAt), failed }];
    }),
  explain: ({ lookedAt, failed }, rc) => {
    const { request } = rc;
    const because = failed.map((condition) => condition.because).join('; ');
    const met = spokenWouldAllow(rc);
    return {
      because: `${spokenStatement(lookedAt)} allows it only on a condition that is not met: ${because}`,
      meet: spokenMeet(rc),
      what: `${capitalized(spokenStatement(lookedAt))} would allow ${spokenAct(request)}, but its condition is not met`,
      why: capitalized(because),
      help:
        met === null
          ? 'Meet the condition, or have whoever wrote the statement look at it'
          : `It would be allowed ${met}`,
    };
  },
  // Conditions are met, not taken away.
  suggest: () => NO_CHANGES,
});

export function failedConditions(
  { statement, document }: LookedAt,
  { request }: RequestCase,
): readonly FailedCondition[] {
  return matchConditions(statement.conditions, request.context, document.version).failed;
}
