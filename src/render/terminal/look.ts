import { MARK_SIGNS, type Mark } from '../ladder.ts';
import { visible } from '../visible.ts';

export interface Look {
  readonly color: boolean;
  /** Columns. */
  readonly width: number;
}

export type Paint = 'red' | 'green' | 'yellow' | 'dim' | 'bold' | 'cyan';

const SGR: Record<Paint, readonly [on: number, off: number]> = {
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
  bold: [1, 22],
  dim: [2, 22],
};

export const MARK_PAINT: Record<Mark, Paint> = { allows: 'green', denies: 'red', notInPlay: 'dim', unknown: 'yellow' };

export function paint(text: string, color: Paint, look: Look): string {
  if (!look.color || text === '') return text;
  const [on, off] = SGR[color];
  return `\u001b[${on}m${text}\u001b[${off}m`;
}

export function sign(mark: Mark, look: Look): string {
  return paint(MARK_SIGNS[mark].sign, MARK_PAINT[mark], look);
}

/** A sentence in lines no wider than the terminal; words longer than a line stand on one of their own, unbroken. */
export function wrapSentence(
  sentence: string,
  look: Look,
  { indent = 0, hang = 2, mark }: { readonly indent?: number; readonly hang?: number; readonly mark?: Mark } = {},
): string {
  const first = mark === undefined ? ' '.repeat(indent) : `${' '.repeat(indent)}${MARK_SIGNS[mark].sign} `;
  const rest = ' '.repeat(indent + hang);
  const rows: string[] = [];
  let row = first;
  let empty = true;
  for (const word of wordsOf(visible(sentence), look.width - indent - hang)) {
    if (!empty && row.length + 1 + word.length > look.width) {
      rows.push(row);
      row = rest;
      empty = true;
    }
    row = empty ? `${row}${word}` : `${row} ${word}`;
    empty = false;
  }
  rows.push(row);
  const text = rows.join('\n');
  return mark === undefined ? text : text.replace(MARK_SIGNS[mark].sign, () => sign(mark, look));
}

/** Words, and what stands between backticks as one if it fits into a line: a command is copied whole. */
function wordsOf(sentence: string, most: number): string[] {
  const parts = sentence.split('`');
  // The last backtick of an odd number opens nothing.
  const codes = parts.map((part, index) => index % 2 === 1 && index < parts.length - 1 && part.length + 4 <= most);
  return parts
    .map((part, index) => (codes[index] === true ? part.replaceAll(' ', HELD) : part))
    .join('`')
    .split(' ')
    .map((word) => word.replaceAll(HELD, ' '));
}

/** Stands for a space at which no line ends; `visible` leaves none in a sentence. */
const HELD = '\u00a0';

/** A heading with its sentences below it. */
export function titled(title: string, sentences: readonly string[], look: Look): string {
  return [paint(title, 'bold', look), ...sentences.map((sentence) => wrapSentence(sentence, look, { indent: 2 }))].join(
    '\n',
  );
}
