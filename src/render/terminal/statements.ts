import type { LayerEvaluation, StatementTrace } from '../../evaluate/evaluation.ts';
import { type Layer, SPOKEN } from '../../evidence/layers.ts';
import type { Diagnosis } from '../../explain/diagnosis.ts';
import { joined, spokenStatement } from '../../explain/words.ts';
import type { Mark } from '../ladder.ts';
import { visible } from '../visible.ts';
import { type Look, paint, wrapSentence } from './look.ts';

const MATCH_WORDS: Record<StatementTrace['match'], (elements: string) => string> = {
  yes: () => 'matches',
  no: (elements) => `does not match${elements === '' ? '' : ` by its ${elements}`}`,
  unknown: (elements) => `matches or not${elements === '' ? '' : `, by its ${elements}`}`,
};

/** How the statement bears on the request. */
function markOf({ match, effect }: StatementTrace): Mark {
  if (match === 'unknown') return 'unknown';
  if (match === 'no') return 'notInPlay';
  return effect === 'Allow' ? 'allows' : 'denies';
}

/** Every statement looked at, request by request and layer by layer, with the elements that failed. */
export function renderStatements({ evaluations }: Diagnosis, look: Look): string[] {
  return evaluations.map(({ request, layers }) =>
    [
      paint(`Statements looked at for ${visible(request.action)} on ${visible(request.resource)}`, 'bold', look),
      ...layers.filter(({ statements }) => statements.length > 0).flatMap((layer) => renderLayer(layer, look)),
    ].join('\n'),
  );
}

function renderLayer({ layer, statements }: LayerEvaluation, look: Look): string[] {
  return [`  ${SPOKEN[layer]}`, ...statements.map((trace) => renderStatement(layer, trace, look))];
}

function renderStatement(layer: Layer, trace: StatementTrace, look: Look): string {
  const { effect, match, failedOn, because } = trace;
  const said = `${effect}, ${spokenStatement({ layer, trace })}: ${MATCH_WORDS[match](joined(failedOn, 'and'))}`;
  return [
    wrapSentence(said, look, { indent: 4, mark: markOf(trace) }),
    ...(because === '' ? [] : [wrapSentence(because, look, { indent: 6, hang: 0 })]),
  ].join('\n');
}
