import type { Decision, LayerEvaluation } from '../evaluate/evaluation.ts';
import { type Layer, SPOKEN } from '../evidence/layers.ts';
import { joined } from '../explain/words.ts';
import type { Mark } from './ladder.ts';

/** The sign beside a decision; the words say the same. */
export const DECISION_MARK: Record<Decision, Mark> = { allow: 'allows', deny: 'denies', undetermined: 'unknown' };

/** As much of a diagnosis as its verdict needs; one that was stored as JSON has it too. */
export interface VerdictFacts {
  readonly decision: Decision;
  readonly causes: readonly {
    readonly code: string;
    readonly layer?: Layer | null;
    readonly weight?: string;
    readonly status?: number | null;
  }[];
  readonly evaluations: readonly { readonly layers: readonly LayerVerdict[] }[];
}
type LayerVerdict = Pick<LayerEvaluation, 'layer' | 'blocking' | 'outcomes'>;

const DECISION_WORDS: Record<Decision, string> = { allow: 'Allowed', deny: 'Denied', undetermined: 'Undetermined' };

/** The verdict in one word, with its sign. */
export function shortVerdict(facts: VerdictFacts): { readonly mark: Mark; readonly word: string } {
  if (isContradiction(facts)) return { mark: 'unknown', word: 'Contradiction' };
  if (otherEnd(facts) !== undefined) return { mark: 'unknown', word: 'Not a denial' };
  return { mark: DECISION_MARK[facts.decision], word: DECISION_WORDS[facts.decision] };
}

/** AWS denied what we found allowed. */
const isContradiction = ({ decision, causes }: VerdictFacts) =>
  decision === 'allow' && causes.some(({ code }) => code === 'contradiction');

/** The verdict in a few words: the decision and the layers that made it. */
export function verdict(facts: VerdictFacts): string {
  const end = otherEnd(facts);
  if (end !== undefined) return end === null ? 'Not a denial: nothing reached S3' : `Not a denial: S3 answers ${end}`;
  switch (facts.decision) {
    case 'allow':
      return isContradiction(facts) ? 'AWS denied it, but everything we read allows it' : 'Allowed';
    case 'undetermined':
      return undeterminedBy(facts);
    case 'deny':
      return endsAtGate(facts) ? 'Denied, whatever the policies say' : deniedBy(facts);
  }
}

/** The status with which the call ends before any policy is asked, where that is no 403; null: it never reached S3. */
function otherEnd({ causes: [first] }: VerdictFacts): number | null | undefined {
  return first?.weight !== 'decides' || first.status === 403 ? undefined : first.status;
}

/** What decides is no layer: the call ends before any policy is looked at. */
const endsAtGate = ({ causes }: VerdictFacts) => causes[0]?.weight === 'decides' && causes[0].layer === null;

/** The layers on which it hangs. */
function undeterminedBy({ evaluations }: VerdictFacts): string {
  const open = evaluations.flatMap(({ layers }) => layers.filter(({ outcomes }) => outcomes.length > 1));
  const names = spokenLayers(open);
  return names.length === 0 ? 'Undetermined' : `Undetermined: it hangs on ${joined(names.map(withArticle), 'and')}`;
}

/** One layer is named with its verdict; where several must or could change, what they have in common. */
function deniedBy({ evaluations, causes: [first] }: VerdictFacts): string {
  const blocking = evaluations.flatMap(({ layers }) => layers.filter((layer) => layer.blocking));
  const denying = spokenLayers(blocking.filter(isSettledOn('explicitDeny')));
  if (denying.length > 0) return `Denied by ${joined(denying.map(withArticle), 'and')}`;
  const silent = spokenLayers(blocking.filter(isSettledOn('implicitDeny')));
  const [silentLayer, second, ...others] = silent;
  const deciding = first?.layer ?? null;
  if (silentLayer === undefined) return deciding === null ? 'Denied' : `Denied by ${withArticle(SPOKEN[deciding])}`;
  if (second === undefined) return `Denied: no Allow in ${withArticle(silentLayer)}`;
  if (others.length > 0) return `Denied: no Allow in ${joined(silent, 'or')}`;
  return `Denied: neither ${withArticle(silentLayer)} nor ${withArticle(second)} allows it`;
}

const isSettledOn =
  (outcome: LayerEvaluation['outcomes'][number]) =>
  ({ outcomes }: LayerVerdict): boolean =>
    outcomes.every((possible) => possible === outcome);

const spokenLayers = (layers: readonly { readonly layer: Layer }[]): string[] => [
  ...new Set(layers.map(({ layer }) => SPOKEN[layer])),
];

const withArticle = (layer: string) =>
  layer.startsWith('Block') || layer.startsWith('Object') ? layer : `the ${layer}`;
