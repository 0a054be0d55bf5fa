import type { Layer } from '../../evidence/layers.ts';
import { isSettledAs, layerOf, type RequestCase } from '../case.ts';
import { cause, type Finding } from '../cause.ts';
import { grantChanges } from '../grant-changes.ts';
import { GRANTING, silentGrantors } from '../grantors.ts';
import { allow, capitalized, joined, spokenAct, spokenCaller, THE, VERBS } from '../words.ts';

interface HalfGranted extends Finding {
  readonly silent: Layer;
  readonly granting: readonly Layer[];
}

/** Across accounts, or through an access point, one side allows and the other says nothing. */
export const oneSideGrants = cause<HalfGranted>({
  code: 'one-side-grants',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html',
  find: (request) => {
    const granting = GRANTING.filter((layer) => grants(request, layer));
    if (granting.length === 0) return [];
    return silentGrantors(request)
      .filter((layer) => layer !== 'objectOwnership')
      .map((silent) => ({ layer: silent, role: 'blocker', silent, granting }));
  },
  explain: ({ silent, granting }, { request, sameAccount }) => {
    const allowing = joined(
      granting.map((layer) => THE[layer]),
      'and',
    );
    const verb = allow(granting);
    const silentDoes = `${THE[silent]} ${VERBS[silent].the.does} not`;
    return {
      because: `${allowing} ${verb} it, ${silentDoes}`,
      what: `${capitalized(silentDoes)} allow ${spokenAct(request)} to ${spokenCaller(request.principal)}`,
      why:
        sameAccount === false
          ? `Caller and resource are in two accounts, so both sides must allow: ${allowing} ${verb} it, and that is not enough`
          : `Both must allow: ${allowing} ${verb} it, and that is not enough`,
      help: `Allow exactly this action on exactly this resource in ${THE[silent]}`,
    };
  },
  suggest: ({ silent }, request) => grantChanges(silent, request),
});

function grants(request: RequestCase, layer: Layer): boolean {
  const evaluation = layerOf(request, layer);
  return evaluation?.applies === true && isSettledAs(evaluation, 'allow') && layer !== 'objectOwnership';
}
