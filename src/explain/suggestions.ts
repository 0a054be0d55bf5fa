import { parsePolicyDocument } from '../policy/parse-policy-document.ts';
import { applyCommand } from './apply-command.ts';
import type { Case } from './case.ts';
import { isSettledAs, layerOf } from './case.ts';
import { type ChangePlan, type Draft, planChanges } from './change-plan.ts';
import type { Suggestion } from './diagnosis.ts';
import { generatedBy } from './generated-by.ts';
import { guardrailOwner } from './guardrails.ts';
import { policyDiff } from './policy-diff.ts';
import { permissionSetOf } from './policy-places.ts';
import { tooLarge } from './policy-size.ts';
import { becomesPublic, reachOf } from './reach.ts';
import { sharedReach } from './shared-reach.ts';
import { verify } from './verify-suggestion.ts';
import { joined } from './words.ts';

/** More ways than this are not followed; they would only repeat what the first ones say. */
const MOST_REMEDIES = 4;

/** The changes that would give access: for each remedy the smallest edits, evaluated again. Denied calls only. */
export function suggestionsFor(whole: Case): readonly Suggestion[] {
  if (whole.decision !== 'deny') return [];
  const count = Math.max(0, ...whole.requests.map(({ evaluation }) => evaluation.remedies.length));
  const plans = Array.from({ length: Math.min(count, MOST_REMEDIES) }, (_, remedy) => planChanges(whole, remedy));
  const drafted = plans.flatMap((plan) => plan.drafts.map((draft) => ({ draft, plan })));
  const ordered = [...drafted].sort((one, other) => one.draft.closeness - other.draft.closeness);
  return firstOfEach(ordered.flatMap(({ draft, plan }) => suggestion(draft, plan, whole)));
}

/** One document may be changed in the same way by several plans; the way that takes the least beside it is kept. */
function firstOfEach(suggestions: readonly Suggestion[]): readonly Suggestion[] {
  const best = new Map<string, Suggestion>();
  for (const one of suggestions) {
    const key = `${one.layer} ${one.target} ${one.policy} ${one.diff}`;
    const other = best.get(key);
    if (other === undefined || one.togetherWith.length < other.togetherWith.length) best.set(key, one);
  }
  return [...best.values()];
}

function suggestion(draft: Draft, plan: ChangePlan, whole: Case): readonly Suggestion[] {
  const { place, text, document, mends } = draft;
  const layer = place.layer;
  const before = documentBefore(draft);
  const companions = companionsOf(draft, plan);
  if (becomesPublic(layer, before, document) || !helps(draft, plan)) return [];
  const set = permissionSetOf(place.target);
  const owner =
    set === null
      ? (guardrailOwner(layer, place.account) ?? generatedBy(place, whole.trail))
      : `IAM Identity Center, permission set ${set}`;
  const size = tooLarge(place, document.source);
  const verdict = size === null ? verify(draft, plan) : { applicability: 'unverified' as const, because: size };
  return [
    {
      layer,
      requests: draft.requests,
      account: place.account,
      owner,
      target: place.target,
      policy: place.name,
      says: joined(draft.says, 'and'),
      ...verdict,
      togetherWith: [...new Set(companions.map((other) => other.layer))],
      companions,
      reach: [reachOf(layer, before, document), ...sharedReach(place, whole)].join('; '),
      diff: policyDiff(fileName(draft), place.text, text),
      document: document.source,
      command: applyCommand(place),
    },
  ];

  function helps({ requests }: Draft, { after }: ChangePlan): boolean {
    return requests.some((index) => {
      const request = after.requests.find((candidate) => candidate.index === index);
      if (request === undefined || request.evaluation.decision !== 'deny') return true;
      return mends.some((mended) => isSettledAs(layerOf(request, mended), 'allow'));
    });
  }
}

function documentBefore({ place }: Draft) {
  if (place.text === null) return null;
  const parsed = parsePolicyDocument(place.text);
  return parsed.kind === 'parsed' ? parsed.document : null;
}

function companionsOf(draft: Draft, { drafts }: ChangePlan): Suggestion['companions'] {
  return drafts
    .filter((other) => other !== draft)
    .map(({ place }) => ({ layer: place.layer, policy: place.name, target: place.target }));
}

const fileName = ({ place }: Draft) => (place.level === null ? place.name : `${place.name} at ${place.level}`);
