import type { FailedCondition } from '../../policy/match-conditions.ts';
import { matchConditions } from '../../policy/match-conditions.ts';
import type { LookedAt } from '../case.ts';
import { cause, type Finding, NO_CHANGES } from '../cause.ts';
import { matchingDenies } from '../deny-meaning.ts';
import { missedOnlyOn, nearMiss } from '../near-misses.ts';
import { isTimeKey } from '../special-conditions.ts';
import { capitalized, spokenAct, spokenStatement } from '../words.ts';
import { failedConditions } from './condition-failed.ts';

interface OutOfTime extends Finding {
  readonly lookedAt: LookedAt;
  readonly failed: FailedCondition | null;
}

/** A statement that holds for a time only, which is over or has not begun. */
export const outsideTheTime = cause<OutOfTime>({
  code: 'outside-the-time',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws-dates.html',
  find: (request) => [
    ...missedOnlyOn('condition', request).flatMap((lookedAt) => {
      const failed = failedConditions(lookedAt, request).find(({ key }) => isTimeKey(key));
      return failed === undefined
        ? []
        : [{ ...nearMiss(lookedAt, 0), onCondition: spokenStatement(lookedAt), lookedAt, failed }];
    }),
    ...matchingDenies(request)
      .filter(({ trace, statement }) => trace.match === 'yes' && statement.conditions.some(({ key }) => isTimeKey(key)))
      .map((lookedAt): OutOfTime => {
        const { layer, trace } = lookedAt;
        return { layer, role: 'background', trace, lookedAt, failed: null };
      }),
  ],
  explain: ({ lookedAt, failed }, { request }) => {
    const statement = spokenStatement(lookedAt);
    const { conditions } = lookedAt.statement;
    const because = failed?.because ?? matchConditions(conditions, request.context, lookedAt.document.version).because;
    return {
      because: `${statement} ${failed === null ? 'denies' : 'allows'} it for a time only: ${because}`,
      what: `${capitalized(statement)} ${failed === null ? 'denies' : 'would allow'} ${spokenAct(request)}, for a time only`,
      why: capitalized(because),
      help: 'Have the time in the statement changed, if whoever wrote it agrees that it should go on or begin',
    };
  },
  suggest: () => NO_CHANGES,
});
