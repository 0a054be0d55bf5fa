import { evaluate } from '../evaluate/evaluate.ts';
import type { Decision } from '../evaluate/evaluation.ts';
import type { Case, RequestCase } from './case.ts';
import type { Suggestion } from './diagnosis.ts';
import { examine } from './examine.ts';
import type { Pattern } from './pattern.ts';
import { policyDiff } from './policy-diff.ts';

/** Other shapes that the whole could have, for the denied permissions of a call: always for somebody to decide. */
export function patternsFor(whole: Case): readonly Suggestion[] {
  const denied = whole.requests.filter(({ evaluation }) => evaluation.decision === 'deny');
  const found = denied.flatMap((request) =>
    examine(request, whole).flatMap((cause) => cause.patterns().map((pattern) => suggested(pattern, request))),
  );
  return [...new Map(found.map((one) => [`${one.target} ${one.says}`, one])).values()];
}

function suggested(pattern: Pattern, { request, index }: RequestCase): Suggestion {
  const { layer, account, target, policy, says, needs, reach, before, document, command, evidence } = pattern;
  const outcome = evidence === undefined ? '' : OUTCOMES[evaluate(request, evidence).decision];
  return {
    layer,
    requests: [index],
    account,
    owner: null,
    target,
    policy,
    says,
    applicability: 'needsInput',
    because: `once ${needs}${outcome}`,
    togetherWith: [],
    companions: [],
    reach,
    reaches: null,
    diff: policyDiff(policy, before, JSON.stringify(document, null, 2)),
    document,
    command,
    caution: null,
  };
}

const OUTCOMES: Record<Decision, string> = {
  allow: '. Evaluated again with it, this permission is allowed',
  undetermined: '. Evaluated again with it, everything that was read allows this permission',
  deny: '. Evaluated again with it alone, this permission is still denied',
};
