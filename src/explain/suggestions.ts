import { parsePolicyDocument } from '../policy/parse-policy-document.ts';
import { applyCaution, applyCommand } from './apply-command.ts';
import type { Case } from './case.ts';
import { isSettledAs, layerOf } from './case.ts';
import { type ChangePlan, type Draft, planChanges } from './change-plan.ts';
import type { Companion, Suggestion } from './diagnosis.ts';
import { guardrailOwner } from './guardrails.ts';
import { hindrances } from './hindrances.ts';
import { policyDiff } from './policy-diff.ts';
import { becomesPublic, reachOf } from './reach.ts';
import { reachParts } from './reach-parts.ts';
import { reachScope, sharedReach } from './shared-reach.ts';
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
  return numbered(firstOfEach(ordered.flatMap(({ draft, plan }) => suggestion(draft, plan, whole))));
}

/** A suggestion whose companions are known by what they change, not yet by their place in the list. */
interface Unnumbered {
  readonly suggestion: Omit<Suggestion, 'companions'>;
  readonly key: string;
  readonly companions: readonly (Omit<Companion, 'suggestion'> & { readonly key: string })[];
}

/** One document may be changed in the same way by several plans; the way that takes the least beside it is kept. */
function firstOfEach(suggestions: readonly Unnumbered[]): readonly Unnumbered[] {
  const best = new Map<string, Unnumbered>();
  for (const one of suggestions) {
    const other = best.get(one.key);
    if (other === undefined || one.companions.length < other.companions.length) best.set(one.key, one);
  }
  return [...best.values()];
}

function numbered(all: readonly Unnumbered[]): readonly Suggestion[] {
  const places = new Map(all.map(({ key }, index) => [key, index]));
  return all.map(({ suggestion: one, companions }) => ({
    ...one,
    companions: companions.map(({ key, ...companion }) => ({ ...companion, suggestion: places.get(key) ?? -1 })),
  }));
}

function suggestion(draft: Draft, plan: ChangePlan, whole: Case): readonly Unnumbered[] {
  const { place, document } = draft;
  const before = documentBefore(draft);
  const companions = companionsOf(draft, plan);
  // A plan in which anything would become public is no plan, for its other documents either.
  if (plan.drafts.some((one) => becomesPublic(one.place.layer, documentBefore(one), one.document))) return [];
  if (!helps(draft, plan)) return [];
  const { generated, fit } = hindrances(draft, plan, whole);
  const { principalArn } = whole.collected;
  return [
    {
      key: keyOf(draft),
      companions,
      suggestion: {
        layer: place.layer,
        requests: draft.requests,
        account: place.account,
        owner: joinedOwners(guardrailOwner(place.layer, place.account), generated),
        target: place.target,
        policy: place.name,
        says: joined(draft.says, 'and'),
        ...verify(draft, plan, whole),
        togetherWith: [...new Set(companions.map((other) => other.layer))],
        reach: [reachOf(place.layer, before, document), ...sharedReach(place, principalArn)].join('; '),
        reaches: { of: reachScope(place), parts: reachParts(before, document) },
        diff: diffOf(draft),
        document: document.source,
        // By hand it would be lost: there is no command for that.
        command: generated === null ? applyCommand(place, fit.kind) : null,
        caution: generated === null ? applyCaution(place) : null,
      },
    },
  ];
}

function helps({ requests, mends }: Draft, { after }: ChangePlan): boolean {
  return requests.some((index) => {
    const request = after.requests.find((candidate) => candidate.index === index);
    if (request === undefined || request.evaluation.decision !== 'deny') return true;
    return mends.some((mended) => isSettledAs(layerOf(request, mended), 'allow'));
  });
}

function joinedOwners(owner: string | null, generated: string | null): string | null {
  if (owner === null || generated === null) return owner ?? generated;
  return `${owner}; written by ${generated}`;
}

function documentBefore({ place }: Draft) {
  if (place.text === null) return null;
  const parsed = parsePolicyDocument(place.text);
  return parsed.kind === 'parsed' ? parsed.document : null;
}

function companionsOf(draft: Draft, { drafts }: ChangePlan): Unnumbered['companions'] {
  return drafts
    .filter((other) => other !== draft)
    .map((other) => {
      const { layer, name, target } = other.place;
      return { layer, policy: name, target, key: keyOf(other) };
    });
}

const diffOf = (draft: Draft) => policyDiff(fileName(draft), draft.place.text, draft.text);
const keyOf = (draft: Draft) => `${draft.place.layer} ${draft.place.target} ${draft.place.name} ${diffOf(draft)}`;
const fileName = ({ place }: Draft) => (place.level === null ? place.name : `${place.name} at ${place.level}`);
