import type { ConditionContext } from '../request/condition-context.ts';
import { compileCondition, type Match, testCondition, unknownKeysOf } from './compile-condition.ts';
import { conditionBecause } from './condition-words.ts';
import type { Condition, PolicyVersion } from './policy-document.ts';

export interface FailedCondition {
  /** As written. */
  readonly operator: string;
  readonly key: string;
  readonly because: string;
}

export interface ConditionsMatch {
  readonly match: Match;
  /** Which key and which value decided. */
  readonly because: string;
  /** The conditions that do not hold; all of them must. */
  readonly failed: readonly FailedCondition[];
  /** Keys that must be known before the match is settled, as written. Empty if it is settled. */
  readonly unknownKeys: readonly string[];
}

/**
 * Whether all conditions of a statement hold, in words. It is unknown only where no known part already fails.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
export function matchConditions(
  conditions: readonly Condition[],
  context: ConditionContext,
  version: PolicyVersion,
): ConditionsMatch {
  if (conditions.length === 0) return { match: 'yes', because: 'it has no conditions', failed: [], unknownKeys: [] };
  const tested = conditions.map((condition) => {
    const compiled = compileCondition(condition, version);
    return { condition, compiled, match: testCondition(compiled, context) };
  });
  const words = (match: Match): FailedCondition[] =>
    tested
      .filter((test) => test.match === match)
      .map(({ condition: { operator, key }, compiled }) => ({
        operator,
        key,
        because: conditionBecause(compiled, match, context),
      }));
  const failed = words('no');
  if (failed.length > 0) return { match: 'no', because: sentence(failed), failed, unknownKeys: [] };
  const open = tested.filter((test) => test.match === 'unknown');
  if (open.length === 0) return { match: 'yes', because: sentence(words('yes')), failed, unknownKeys: [] };
  const unknownKeys = [...new Set(open.flatMap(({ compiled }) => unknownKeysOf(compiled, context)))];
  return { match: 'unknown', because: sentence(words('unknown')), failed, unknownKeys };
}

const sentence = (parts: readonly FailedCondition[]): string => parts.map(({ because }) => because).join('; ');
