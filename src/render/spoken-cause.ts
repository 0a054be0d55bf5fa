import type { Decision } from '../evaluate/evaluation.ts';
import type { CauseWeight, ExplainedCause } from '../explain/diagnosis.ts';

/** What a cause is to the answer, before its words; the first one needs no such word. */
export function spokenCause(
  { what, weight }: Pick<ExplainedCause, 'what' | 'weight'>,
  index: number,
  decision: Decision,
) {
  return `${index + 1}. ${index === 0 ? '' : WEIGHT_WORDS[weight](decision)}${what}`;
}

const WEIGHT_WORDS: Record<CauseWeight, (decision: Decision) => string> = {
  decides: () => '',
  blocksNext: (decision) => (decision === 'undetermined' ? 'open as well: ' : 'would block next: '),
  nearMiss: () => 'came close: ',
  background: () => 'to know: ',
};
