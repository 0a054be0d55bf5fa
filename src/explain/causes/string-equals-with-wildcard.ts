import type { Condition } from '../../policy/policy-document.ts';
import { code } from '../../policy/words.ts';
import { cause, NO_CHANGES } from '../cause.ts';
import { missedOnlyOn, type NearMiss, nearMiss } from '../near-misses.ts';
import { meantAsPattern } from '../special-conditions.ts';
import { capitalized, spokenAct, spokenStatement } from '../words.ts';

interface Literal extends NearMiss {
  readonly condition: Condition;
  readonly pattern: string;
}

/** `StringEquals` with a `*`: there it is a letter like others. */
export const stringEqualsWithWildcard = cause<Literal>({
  code: 'string-equals-with-wildcard',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_String',
  find: (request) =>
    missedOnlyOn('condition', request).flatMap((lookedAt) =>
      lookedAt.statement.conditions.flatMap((condition) => {
        const pattern = meantAsPattern(condition, request);
        return pattern === undefined ? [] : [{ ...nearMiss(lookedAt, 0), condition, pattern }];
      }),
    ),
  explain: ({ lookedAt, condition, pattern }, { request }) => ({
    because: `${spokenStatement(lookedAt)} compares with ${code(pattern)} by ${code(condition.operator)}, which knows no wildcards`,
    what: `${capitalized(spokenStatement(lookedAt))} would allow ${spokenAct(request)}, but ${code(condition.operator)} takes ${code(pattern)} to the letter`,
    why: `${code('StringEquals')} compares whole texts; ${code('*')} and ${code('?')} are wildcards only with ${code('StringLike')} and the Arn operators`,
    help: `Use ${code(condition.operator.replace('StringEquals', 'StringLike'))} for ${code(condition.key)}`,
  }),
  suggest: () => NO_CHANGES,
});
