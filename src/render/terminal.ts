import type { Diagnosis } from '../explain/diagnosis.ts';
import { foldNotes } from './fold-notes.ts';
import { foldUnread } from './fold-unread.ts';
import { diagnoseCommand, spokenCall } from './spoken-call.ts';
import { spokenReason } from './spoken-reason.ts';
import { renderCauses } from './terminal/causes.ts';
import { renderChanges } from './terminal/changes.ts';
import { renderLadders } from './terminal/ladders.ts';
import { type Look, MARK_PAINT, paint, titled, wrapSentence } from './terminal/look.ts';
import { renderStatements } from './terminal/statements.ts';
import { renderLooked, renderTrail } from './terminal/trail.ts';
import { shortVerdict } from './verdict.ts';
import { visible } from './visible.ts';

export interface TerminalOptions {
  /** Every statement looked at, and the element that failed. */
  readonly verbose: boolean;
  readonly color: boolean;
  /** Columns. */
  readonly width: number;
  /** The first two lines are broken between words as well, for a terminal that would break them within. */
  readonly wrapsHeadline?: boolean;
  /** The command line that shows every statement; that of a `diagnose` if it is left out. */
  readonly seeAll?: string;
}

/**
 * The answer as a person reads it in a terminal. The first two lines name the layer and the fix; they stay two lines
 * unless it is a terminal that reads them.
 */
export function renderTerminal(diagnosis: Diagnosis, options: TerminalOptions): string {
  const { verbose, color, width, seeAll = diagnoseCommand(diagnosis) } = options;
  const look: Look = { color, width: Math.max(40, width) };
  const sections = [
    headline(diagnosis, look, options.wrapsHeadline === true),
    ...reported(diagnosis, look),
    ...renderLadders(diagnosis, look),
    ...(verbose ? renderStatements(diagnosis, look) : []),
    ...renderCauses(diagnosis, look),
    ...renderChanges(diagnosis, look),
    ...renderTrail(diagnosis, look),
    ...unread(diagnosis, look),
    ...notes(diagnosis, look),
    ...renderLooked(diagnosis, look),
    ...(verbose || diagnosis.evaluations.length === 0 ? [] : [visible(`Every statement looked at: ${seeAll}`)]),
  ];
  return `${sections.join('\n\n')}\n`;
}

function headline(diagnosis: Diagnosis, look: Look, wraps: boolean): string {
  const { mark, word } = shortVerdict(diagnosis);
  const whole: Look = wraps ? look : { ...look, width: Number.POSITIVE_INFINITY };
  const first = wrapSentence(`${word}. ${diagnosis.headline}`, whole, { mark });
  const fix = wrapSentence(`Fix: ${diagnosis.fix}`, whole, { hang: 5 });
  return [
    first.replace(`${word}.`, () => `${paint(word, MARK_PAINT[mark], look)}.`),
    ...(diagnosis.fix === '' ? [] : [fix.replace('Fix:', () => paint('Fix:', 'bold', look))]),
    wrapSentence(`Asked: ${spokenCall(diagnosis.call)}`, look, { indent: 2 }),
  ].join('\n');
}

function reported({ reportedReason }: Diagnosis, look: Look): string[] {
  if (reportedReason === null) return [];
  return [titled("AWS's own sentence", [`"${reportedReason.sentence}"`, spokenReason(reportedReason)], look)];
}

function unread({ unreadable }: Diagnosis, look: Look): string[] {
  if (unreadable.length === 0) return [];
  return [titled('Not read', foldUnread(unreadable), look)];
}

function notes({ notes }: Diagnosis, look: Look): string[] {
  return notes.length === 0 ? [] : [titled('Assumed and noted', foldNotes(notes), look)];
}
