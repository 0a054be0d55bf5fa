import type { Decision, LayerEvaluation } from '../evaluate/evaluation.ts';
import { type Layer, SPOKEN } from '../evidence/layers.ts';
import { joined, VERBS } from '../explain/words.ts';
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

/** What is said of one permission, where neither sign nor colour is seen. */
export const PERMISSION_WORDS: Record<Decision, string> = {
  allow: 'allowed',
  deny: 'denied',
  undetermined: 'undetermined',
};

const DECISION_WORDS: Record<Decision, string> = { allow: 'Allowed', deny: 'Denied', undetermined: 'Undetermined' };

/** The verdict in one word, with its sign. */
export function shortVerdict(facts: VerdictFacts): { readonly mark: Mark; readonly word: string } {
  if (isContradiction(facts)) return { mark: 'unknown', word: 'Unexplained' };
  if (otherEnd(facts) !== undefined) return { mark: 'unknown', word: 'Not a denial' };
  if (isRefusedYet(facts)) return { mark: 'unknown', word: 'Allowed by the policies' };
  return { mark: DECISION_MARK[facts.decision], word: DECISION_WORDS[facts.decision] };
}

/** AWS denied what we found allowed. */
const isContradiction = ({ decision, causes }: VerdictFacts) =>
  decision === 'allow' && causes.some(({ code }) => code === 'contradiction');

/** Policies allow it, and something that no policy holds may stand in the way: a lock, an archive, a header that must be sent. */
const isRefusedYet = ({ decision, causes }: VerdictFacts) => decision === 'allow' && causes.length > 0;

/** The verdict in a few words: the decision and the layers that made it. */
export function verdict(facts: VerdictFacts): string {
  const end = otherEnd(facts);
  if (end !== undefined) return end === null ? 'Not a denial: nothing reached S3' : `Not a denial: S3 answers ${end}`;
  switch (facts.decision) {
    case 'allow':
      if (isContradiction(facts)) return 'AWS denied it, but everything we read allows it';
      return isRefusedYet(facts) ? 'Allowed by the policies, and yet S3 may refuse it' : 'Allowed';
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
const endsAtGate = ({ causes: [first] }: VerdictFacts) =>
  first?.weight === 'decides' && (first.layer === null || first.status === 403);

/** More layers than these are no title any more; the ladder lists them. */
const MOST_NAMED = 3;

/** The layers on which it depends. */
function undeterminedBy({ evaluations, causes: [first] }: VerdictFacts): string {
  if (first?.code === 'no-such-caller') return 'Undetermined: there is no such caller';
  const open = evaluations.flatMap(({ layers }) => layers.filter(({ outcomes }) => outcomes.length > 1));
  const names = spokenLayers(open).map(withArticle);
  if (names.length === 0) return 'Undetermined';
  const told = names.length > MOST_NAMED ? [...names.slice(0, MOST_NAMED - 1), 'others'] : names;
  return `Undetermined: it depends on ${joined(told, 'and')}`;
}

/** One layer is named with its verdict; where several must or could change, what they have in common. */
function deniedBy({ evaluations, causes: [first] }: VerdictFacts): string {
  const blocking = evaluations.flatMap(({ layers }) => layers.filter((layer) => layer.blocking));
  const denying = spokenLayers(blocking.filter(isSettledOn('explicitDeny')));
  if (denying.length > 0) return `Denied by ${joined(denying.map(withArticle), 'and')}`;
  const deciding = first?.layer ?? null;
  if (deciding === 'blockPublicAccess') return `Denied by ${SPOKEN[deciding]}`;
  const silent = blocking.filter(({ outcomes }) => !outcomes.includes('allow')).map(({ layer }) => layer);
  // Block Public Access gives nothing, so there is no Allow to miss in it.
  const [one, second, ...others] = [...new Set(silent)].filter((layer) => layer !== 'blockPublicAccess');
  if (one === undefined) return deciding === null ? 'Denied' : `Denied by ${withArticle(SPOKEN[deciding])}`;
  if (second === undefined) return `Denied: no Allow in ${withArticle(SPOKEN[one])}`;
  if (others.length > 0) {
    const names = [one, second, ...others].map((layer) => withArticle(SPOKEN[layer]));
    return `Denied: no Allow in ${joined(names, 'or')}`;
  }
  const { allows } = VERBS[second].spoken;
  return `Denied: neither ${withArticle(SPOKEN[one])} nor ${withArticle(SPOKEN[second])} ${allows} it`;
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
