import type { Condition } from '../../policy/policy-document.ts';
import { code } from '../../policy/words.ts';
import type { LookedAt, RequestCase } from '../case.ts';
import { cause, type Finding, NO_CHANGES } from '../cause.ts';
import { matchingDenies } from '../deny-meaning.ts';
import { missedOnlyOn, nearMiss } from '../near-misses.ts';
import { meantAsPattern } from '../special-conditions.ts';
import { capitalized, spokenAct, spokenStatement } from '../words.ts';

interface Literal extends Finding {
  readonly lookedAt: LookedAt;
  readonly condition: Condition;
  readonly pattern: string;
}

/** `StringEquals` with a `*`: there it is a letter like others. */
export const stringEqualsWithWildcard = cause<Literal>({
  code: 'string-equals-with-wildcard',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_String',
  find: (request) => [
    ...missedOnlyOn('condition', request).flatMap((lookedAt) =>
      patternsIn(lookedAt, request).map((found) => ({ ...nearMiss(lookedAt, 0), ...found })),
    ),
    ...matchingDenies(request).flatMap((lookedAt) =>
      patternsIn(lookedAt, request)
        .slice(0, 1)
        .map((found): Literal => {
          const { layer, trace } = lookedAt;
          return { layer, role: 'background', trace, lookedAt, ...found };
        }),
    ),
  ],
  explain: ({ lookedAt, condition, pattern, role }, { request }) => ({
    because: `${spokenStatement(lookedAt)} compares with ${code(pattern)} by ${code(condition.operator)}, which knows no wildcards`,
    what: `${capitalized(spokenStatement(lookedAt))} ${role === 'nearMiss' ? `would allow ${spokenAct(request)}, but` : `denies ${spokenAct(request)}, since`} ${code(condition.operator)} takes ${code(pattern)} to the letter`,
    why: `${code(condition.operator)} compares whole texts; ${code('*')} and ${code('?')} are wildcards only with ${code('StringLike')} and the Arn operators`,
    help: `Use ${code(condition.operator.replace('Equals', 'Like'))} for ${code(condition.key)}`,
  }),
  suggest: () => NO_CHANGES,
});

function patternsIn(lookedAt: LookedAt, request: RequestCase): readonly Pick<Literal, 'condition' | 'pattern'>[] {
  return lookedAt.statement.conditions.flatMap((condition) => {
    const pattern = meantAsPattern(condition, request);
    return pattern === undefined ? [] : [{ condition, pattern }];
  });
}
