import { spokenTime } from '../../explain/spoken-time.ts';
import { visibleLines } from '../visible.ts';
import type { Preformatted, RichTextBlock, Run, TextStyle } from './blocks.ts';
import { LIMITS } from './limits.ts';
import { isCode, shown } from './mrkdwn.ts';

/** A run of text as it is; empty text gives no run, since Slack rejects it. */
export function textRun(text: string, style?: TextStyle): Run[] {
  const seen = shown(text, LIMITS.richTextText);
  if (seen === '') return [];
  return [style === undefined ? { type: 'text', text: seen } : { type: 'text', text: seen, style }];
}

/** One of our sentences; what stands between backticks is shown as code. */
export function sentenceRuns(sentence: string, style?: TextStyle): Run[] {
  const parts = shown(sentence, LIMITS.richTextText).split('`');
  return parts.flatMap((part, index) =>
    isCode(index, parts.length) ? textRun(part, { ...style, code: true }) : textRun(part, style),
  );
}

/** How Slack is to show times. */
export const DATE_FORMAT = '{date_short_pretty} {time_secs}';

/** A time as each reader's Slack shows it; as text where it is none. */
export function dateRun(iso: string): Run[] {
  const seconds = Math.floor(Date.parse(iso) / 1000);
  if (!Number.isFinite(seconds) || seconds < 0) return textRun(shown(iso, 40));
  return [{ type: 'date', timestamp: seconds, format: DATE_FORMAT, fallback: spokenTime(iso) }];
}

/** Lines of runs as one rich_text block. Slack leaves open what stands between two sections, so the line ends are ours. */
export function linesBlock(lines: readonly (readonly Run[])[]): RichTextBlock[] {
  const elements = lines
    .filter((line) => line.length > 0)
    .flatMap((line, index): Run[] => (index === 0 ? [...line] : [{ type: 'text', text: '\n' }, ...line]));
  return elements.length === 0 ? [] : [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }];
}

export function preformatted(text: string): Preformatted {
  return { type: 'rich_text_preformatted', elements: [{ type: 'text', text: visibleLines(text) || ' ' }] };
}
