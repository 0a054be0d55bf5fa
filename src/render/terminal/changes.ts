import type { Diagnosis, Suggestion } from '../../explain/diagnosis.ts';
import { APPLICABILITY, spokenTogether, spokenWhere } from '../spoken-suggestion.ts';
import { visibleLines } from '../visible.ts';
import { type Look, type Paint, paint, wrapSentence } from './look.ts';

const APPLICABILITY_PAINT: Record<Suggestion['applicability'], Paint> = {
  verified: 'green',
  unverified: 'yellow',
  needsInput: 'yellow',
};

/** The changes with their diffs, how sure each is, and the command that applies it. */
export function renderChanges({ suggestions }: Diagnosis, look: Look): string[] {
  if (suggestions.length === 0) return [];
  const told = suggestions.map((suggestion, index) => renderChange(suggestion, index, look));
  return [[paint('What to change', 'bold', look), told.join('\n\n')].join('\n')];
}

function renderChange(suggestion: Suggestion, index: number, look: Look): string {
  const { says, applicability, because, reach, diff, command, caution } = suggestion;
  const label = APPLICABILITY[applicability];
  const sure = wrapSentence(because === '' ? `${label}.` : `${label}: ${because}`, look, { indent: 5, hang: 0 });
  return [
    wrapSentence(`${index + 1}. ${says}`, look, { indent: 2, hang: 3 }),
    wrapSentence(spokenWhere(suggestion), look, { indent: 5, hang: 0 }),
    paint(sure, APPLICABILITY_PAINT[applicability], look),
    ...spokenTogether(suggestion).map((sentence) => wrapSentence(sentence, look, { indent: 5, hang: 0 })),
    ...(reach === '' ? [] : [wrapSentence(`Reach: ${reach}`, look, { indent: 5, hang: 0 })]),
    ...(diff === '' ? [] : [renderDiff(diff, look)]),
    ...(command === null ? [] : [`     ${paint('$', 'dim', look)} ${visibleLines(command)}`]),
    ...(caution === null ? [] : [wrapSentence(caution, look, { indent: 5, hang: 0 })]),
  ].join('\n');
}

const DIFF_PAINT: Readonly<Record<string, Paint>> = { '+': 'green', '-': 'red', '@': 'cyan' };

function renderDiff(diff: string, look: Look): string {
  return visibleLines(diff.trimEnd())
    .split('\n')
    .map((row) => {
      const color = DIFF_PAINT[row.charAt(0)];
      return `     ${color === undefined ? row : paint(row, color, look)}`.trimEnd();
    })
    .join('\n');
}
