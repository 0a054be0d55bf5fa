import type { CauseWeight, Diagnosis } from '../../explain/diagnosis.ts';
import { type Look, paint, wrapSentence } from './look.ts';

const WEIGHT_WORDS: Record<CauseWeight, string> = {
  decides: '',
  blocksNext: 'would block next: ',
  nearMiss: 'near miss: ',
  background: 'to know: ',
};

/** What decides, what would block next, what came close: each with why, what to do and AWS's page. */
export function renderCauses({ causes }: Diagnosis, look: Look): string[] {
  if (causes.length === 0) return [];
  const told = causes.map(({ what, why, help, docs, code, weight }, index) =>
    [
      wrapSentence(`${index + 1}. ${WEIGHT_WORDS[weight]}${what}`, look, { indent: 2, hang: 3 }),
      ...[why, help].filter((part) => part !== '').map((part) => wrapSentence(part, look, { indent: 5, hang: 0 })),
      `     ${paint(`${docs} [${code}]`, 'dim', look)}`,
    ].join('\n'),
  );
  return [[paint('Why', 'bold', look), ...told].join('\n')];
}
