import type { LayerEvaluation, StatementTrace } from '../../evaluate/evaluation.ts';
import { type Layer, SPOKEN } from '../../evidence/layers.ts';
import type { Diagnosis } from '../../explain/diagnosis.ts';
import { spokenStatement } from '../../explain/words.ts';
import { visible } from '../visible.ts';
import { type Look, paint, wrapSentence } from './look.ts';

const MATCH_WORDS: Record<StatementTrace['match'], string> = {
  yes: 'matches',
  no: 'does not match',
  unknown: 'may match',
};

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
  const failed = failedOn.length === 0 ? '' : ` (${failedOn.join(', ')})`;
  const open = because === '' ? '' : `: ${because}`;
  return wrapSentence(`${effect} ${spokenStatement({ layer, trace })} ${MATCH_WORDS[match]}${failed}${open}`, look, {
    indent: 4,
  });
}
