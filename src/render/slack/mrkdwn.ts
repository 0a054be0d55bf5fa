import { visible } from '../visible.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

// A colon that begins what Slack would replace by an emoji; `:aws:` in an ARN is one in many workspaces.
const EMOJI = /:(?=[a-z0-9_+'-]+:)/gi;

const escapeEntities = (text: string) => text.replace(/[&<>]/g, (sign) => ENTITIES[sign] ?? sign);

/** Text as it must stand in mrkdwn to be read as it is: no link, mention, date, emoji or code can come of it. */
export function escapeMrkdwn(text: string): string {
  return escapeEntities(visible(text)).replaceAll('`', 'ˋ').replace(EMOJI, '꞉');
}

/** A value in a code span. A backtick would end the span, so it is replaced by its look-alike. */
export function codeSpan(value: string): string {
  const inside = escapeEntities(visible(value)).replaceAll('`', 'ˋ');
  return inside === '' ? '` `' : `\`${inside}\``;
}

/** One of our sentences, in which identifiers stand between backticks, as mrkdwn. */
export function mrkdwnSentence(sentence: string): string {
  const parts = sentence.split('`');
  return parts.map((part, index) => (isCode(index, parts.length) ? codeSpan(part) : escapeMrkdwn(part))).join('');
}

/** Whether a part of a sentence split at its backticks stood between two of them. */
export function isCode(index: number, parts: number): boolean {
  return index % 2 === 1 && index < parts - 1;
}

/** Text as it is shown: hidden characters as escapes, which makes it longer, and then cut. */
export const shown = (text: string, most: number): string => clip(visible(text), most);

/** Cut to a number of characters; what is cut off is counted, never dropped silently. */
export function clip(text: string, most: number): string {
  if (text.length <= most) return text;
  const note = ` … (${text.length} characters)`;
  return `${wholeCharacters(text, Math.max(0, most - note.length))}${note}`.slice(0, most);
}

/** The first characters of a text, without half of a surrogate pair at the end. */
export function wholeCharacters(text: string, most: number): string {
  const cut = text.slice(0, most);
  const last = cut.charCodeAt(cut.length - 1);
  return last >= 0xd800 && last <= 0xdbff ? cut.slice(0, -1) : cut;
}
