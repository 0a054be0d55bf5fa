import { evaluate } from '../evaluate/evaluate.ts';
import type { Decision } from '../evaluate/evaluation.ts';
import { parsePolicyDocument } from '../policy/parse-policy-document.ts';
import { type Case, decisionOfCall, type RequestCase } from './case.ts';
import type { Suggestion } from './diagnosis.ts';
import { examine } from './examine.ts';
import type { Pattern } from './pattern.ts';
import { policyDiff } from './policy-diff.ts';
import { reachParts } from './reach-parts.ts';
import { reachScope } from './shared-reach.ts';

/**
 * Other shapes that the whole could have, for the denied permissions of a call: always for somebody to decide. They are told
 * after the changes, whose number is needed to name one another by their places.
 */
export function patternsFor(whole: Case, told: number): readonly Suggestion[] {
  const denied = whole.requests.filter(({ evaluation }) => evaluation.decision === 'deny');
  const found = denied.flatMap((request) =>
    examine(request, whole).flatMap((cause) => cause.patterns().map((pattern) => ({ pattern, request }))),
  );
  const each = [...new Map(found.map((one) => [`${one.pattern.target} ${one.pattern.says}`, one])).values()];
  return each.map(({ pattern, request }, index) => {
    const companions = each.flatMap(({ pattern: other }, place) =>
      pattern.set === undefined || other.set !== pattern.set || place === index
        ? []
        : [{ layer: other.layer, policy: other.policy, target: other.target, suggestion: told + place }],
    );
    return { ...suggested(pattern, request), companions, togetherWith: companions.map(({ layer }) => layer) };
  });
}

function suggested(pattern: Pattern, { index }: RequestCase): Suggestion {
  const { layer, account, target, policy, says, reach, before, document, command } = pattern;
  return {
    layer,
    requests: [index],
    account,
    owner: null,
    target,
    policy,
    says,
    applicability: 'needsInput',
    because: becauseOf(pattern),
    togetherWith: [],
    companions: [],
    reach,
    reaches: reachesOf(pattern),
    diff: policyDiff(policy, before, pattern.text ?? JSON.stringify(document, null, 2)),
    document,
    command,
    caution: null,
  };
}

function becauseOf({ needs, again, notEvaluated }: Pattern): string {
  const decisions = again?.requests.map(({ request, evidence }) => evaluate(request, evidence)) ?? [];
  const outcome = again === undefined ? '' : `. Evaluated again ${again.words} ${OUTCOMES[decisionOfCall(decisions)]}`;
  return `once ${needs}${outcome}${notEvaluated === undefined ? '' : `. Not evaluated: ${notEvaluated}`}`;
}

const OUTCOMES: Record<Decision, string> = {
  allow: 'is allowed',
  undetermined: 'is allowed by everything that was read',
  deny: 'is still denied',
};

function reachesOf({ layer, target, before, document }: Pattern): Suggestion['reaches'] {
  if (layer === 'objectOwnership') return null;
  const old = before === null ? null : parsePolicyDocument(before);
  const after = parsePolicyDocument(document);
  if (after.kind === 'invalid' || old?.kind === 'invalid') return null;
  const place = { layer, name: '', target, level: null, account: null, text: before };
  return { of: reachScope(place), parts: reachParts(old?.document ?? null, after.document) };
}
