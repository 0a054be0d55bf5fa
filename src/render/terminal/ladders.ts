import type { Evaluation } from '../../evaluate/evaluation.ts';
import { SPOKEN } from '../../evidence/layers.ts';
import type { Diagnosis } from '../../explain/diagnosis.ts';
import { ladder, MARK_SIGNS, type Rung } from '../ladder.ts';
import { DECISION_MARK, PERMISSION_WORDS } from '../verdict.ts';
import { visible } from '../visible.ts';
import { type Look, MARK_PAINT, paint, sign, wrapSentence } from './look.ts';

/** One ladder of layers for each permission that the call needs. */
export function renderLadders({ evaluations }: Diagnosis, look: Look): string[] {
  return evaluations.map((evaluation) => renderLadder(evaluation, look));
}

const NAME_WIDTH = Math.max(...Object.values(SPOKEN).map((name) => name.length));

function renderLadder(evaluation: Evaluation, look: Look): string {
  const { rungs, notInPlay } = ladder(evaluation);
  const { action, resource } = evaluation.request;
  const decision = DECISION_MARK[evaluation.decision];
  const title = paint(`${visible(action)} on ${visible(resource)}`, 'bold', look);
  return [
    `${title}: ${paint(PERMISSION_WORDS[evaluation.decision], MARK_PAINT[decision], look)}`,
    ...rungs.map((rung) => renderRung(rung, look)),
    ...(notInPlay.length === 0
      ? []
      : [
          wrapSentence(`not in play: ${notInPlay.map((layer) => SPOKEN[layer]).join(', ')}`, look, {
            indent: 2,
            mark: 'notInPlay',
          }),
        ]),
  ].join('\n');
}

function renderRung({ mark, name, verdict, because }: Rung, look: Look): string {
  const head = `  ${sign(mark, look)} ${name.padEnd(NAME_WIDTH)}  ${paint(verdict, MARK_PAINT[mark], look)}`;
  if (because === '') return head;
  const plain = `  ${MARK_SIGNS[mark].sign} ${name.padEnd(NAME_WIDTH)}  ${verdict}`;
  if (plain.length + 2 + visible(because).length <= look.width) return `${head}: ${visible(because)}`;
  return `${head}\n${wrapSentence(because, look, { indent: 6, hang: 0 })}`;
}
