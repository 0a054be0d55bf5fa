import { type Layer, SPOKEN } from '../evidence/layers.ts';
import type { Case, RequestCase } from './case.ts';
import type { Suggestion } from './diagnosis.ts';
import { lowered, saysMore } from './headline.ts';
import type { WeighedCause } from './order-causes.ts';
import { joined } from './words.ts';

/** One sentence: what to change, or what would settle the answer; empty when there is nothing to do. */
export function fixOf(whole: Case, causes: readonly WeighedCause[], suggestions: readonly Suggestion[]): string {
  const [first, ...others] = causes;
  if (first?.cause.finding.role === 'gate' || first?.cause.finding.role === 'openGate')
    return first.cause.explanation().help;
  if (first === undefined || (whole.decision === 'allow' && first.cause.explanation().because === undefined)) return '';
  const request = whole.requests.find(({ index }) => index === first.cause.request);
  if (request === undefined) return first.cause.explanation().help;
  const telling = tellingOf(first, others, request);
  if (whole.decision !== 'deny') return telling.cause.explanation().help;
  const changes = policyFix(telling, suggestions);
  const mended = changes === undefined ? undefined : `${changes.says}${besides(causes, whole, changes.layers)}`;
  const meet = meetOf(first, others, request);
  const ways = [meet, mended].filter((way) => way !== undefined);
  const layer = first.cause.finding.layer;
  return ways.length === 0
    ? `${telling.cause.explanation().help}${besides(causes, whole, layer === null ? [] : [layer])}`
    : sentence(ways, '; or ');
}

/** The cause that says most of what decides. */
function tellingOf(first: WeighedCause, others: readonly WeighedCause[], request: RequestCase): WeighedCause {
  return others.find((other) => saysMore(other, first, request)) ?? first;
}

/** How the call itself could be made: in the words of the cause that says most of it. */
function meetOf(first: WeighedCause, others: readonly WeighedCause[], request: RequestCase): string | undefined {
  const sharper = others.filter((other) => saysMore(other, first, request));
  const near = others.filter(({ cause, weight }) => weight === 'nearMiss' && cause.request === first.cause.request);
  return [...sharper, first, ...near].map(({ cause }) => cause.explanation().meet).find((way) => way !== undefined);
}

interface PolicyFix {
  readonly says: string;
  readonly layers: readonly Layer[];
}

/** The change of the layer that the headline names, unless another takes fewer, with what must go with it, and the layers in which another would do instead. */
function policyFix(telling: WeighedCause, suggestions: readonly Suggestion[]): PolicyFix | undefined {
  const ready = suggestions.filter(({ applicability }) => applicability !== 'needsInput');
  const candidates = ready.length > 0 ? ready : suggestions;
  const [easiest] = candidates;
  if (easiest === undefined) return undefined;
  const named = candidates.find(({ layer }) => layer === telling.cause.finding.layer);
  const lead = named !== undefined && named.companions.length <= easiest.companions.length ? named : easiest;
  const together = lead.companions.flatMap(({ layer, policy, target }) =>
    suggestions
      .filter((other) => other.layer === layer && other.policy === policy && other.target === target)
      .slice(0, 1),
  );
  const instead = ready.filter(
    ({ layer, togetherWith, applicability }) =>
      layer !== lead.layer && togetherWith.length === 0 && applicability === lead.applicability,
  );
  const layers = lead.togetherWith.length > 0 ? [] : [...new Set(instead.map(({ layer }) => SPOKEN[layer]))];
  const says = sentence([lead, ...together].map(spokenChange), '; and ');
  return {
    says: layers.length === 0 ? says : sentence([says, `change the ${joined(layers, 'or')} instead`], '; or '),
    layers: [lead, ...together].map(({ layer }) => layer),
  };
}

/** A change, and what it waits for. */
const spokenChange = ({ says, applicability, because }: Suggestion) =>
  applicability === 'needsInput' ? `${says}, ${because.split('. ')[0]}` : says;

/** What denies besides, in a layer that no way leads around and that nothing here changes. */
function besides(causes: readonly WeighedCause[], whole: Case, changed: readonly Layer[]): string {
  const next = causes.find(({ cause: { finding, request, changes } }) => {
    const { layer, role } = finding;
    if (role !== 'blocker' || layer === null || changed.includes(layer)) return false;
    // A policy that is no longer public is mended in another layer than the one that shuts it out.
    if (changes().some(({ place }) => changed.includes(place.layer))) return false;
    const remedies = whole.requests.find(({ index }) => index === request)?.evaluation.remedies ?? [];
    return remedies.length > 0 && remedies.every((remedy) => remedy.includes(layer));
  });
  const because = next?.cause.explanation().because;
  return because === undefined ? '' : `. That is not enough by itself: ${because}`;
}

const sentence = (parts: readonly string[], joint: string) =>
  parts.map((part, index) => (index === 0 ? part : lowered(part))).join(joint);
