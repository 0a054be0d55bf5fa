import { matchConditions } from '../../policy/match-conditions.ts';
import { isSettledAs, type LookedAt, layerOf, type RequestCase } from '../case.ts';
import { cause, type Finding } from '../cause.ts';
import { exemptChanges } from '../exempt-changes.ts';
import { guardrailOwner } from '../guardrails.ts';
import { capitalized, spokenAct, spokenCaller, spokenStatement } from '../words.ts';
import { spokenMeet, spokenWouldAllow } from '../would-allow.ts';

interface Denied extends Finding {
  readonly lookedAt: LookedAt;
}

/** A Deny that matches, in whatever layer: nothing else counts. */
export const explicitDeny = cause<Denied>({
  code: 'explicit-deny',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_AccessPolicyLanguage_Interplay.html',
  find: (request) =>
    request.lookedAt
      .filter(({ trace, layer }) => trace.effect === 'Deny' && isInPlay(request, layer))
      .filter((lookedAt) => lookedAt.trace.match === 'yes' || deniesAlone(lookedAt, request))
      .map((lookedAt) => ({ layer: lookedAt.layer, role: 'blocker', trace: lookedAt.trace, lookedAt })),
  explain: ({ lookedAt }, rc) => {
    const { request } = rc;
    const statement = spokenStatement(lookedAt);
    const owner = guardrailOwner(lookedAt.layer, null);
    const met = spokenWouldAllow(rc);
    return {
      because: `${statement} denies it explicitly`,
      meet: spokenMeet(rc),
      what: `${capitalized(statement)} denies ${spokenAct(request)} to ${spokenCaller(request.principal)}`,
      why: `An explicit Deny wins over every Allow. It matches${lookedAt.trace.match === 'yes' ? '' : ' with every value that is possible here'}: ${conditionWords(lookedAt, request) ?? lookedAt.trace.because}`,
      help: [
        ...(met === null ? [] : [`It would be allowed ${met}`]),
        owner === null
          ? `${met === null ? 'Narrow' : 'Otherwise narrow'} ${statement}, if whoever wrote it agrees`
          : `${met === null ? 'Ask' : 'Otherwise ask'} ${owner} for an exemption; a guardrail is not switched off`,
      ].join('. '),
    };
  },
  suggest: ({ lookedAt }, request) => exemptChanges(lookedAt, request),
});

function isInPlay(request: RequestCase, layer: LookedAt['layer']): boolean {
  return layerOf(request, layer)?.outcomes.includes('explicitDeny') === true;
}

/** Whatever the value that is not known: no other Deny of the layer can be what makes its denial certain. */
function deniesAlone({ layer, trace }: LookedAt, request: RequestCase): boolean {
  if (trace.match !== 'unknown' || !isSettledAs(layerOf(request, layer), 'explicitDeny')) return false;
  return request.lookedAt.every(
    (other) =>
      other.layer !== layer || other.trace.effect !== 'Deny' || other.trace === trace || other.trace.match === 'no',
  );
}

/** Which keys with which values made a conditional Deny match; null for one without conditions. */
function conditionWords({ statement, document }: LookedAt, request: RequestCase['request']): string | null {
  if (statement.conditions.length === 0) return null;
  return matchConditions(statement.conditions, request.context, document.version).because;
}
