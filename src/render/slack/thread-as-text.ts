import { MARK_SIGNS, MARKS } from '../ladder.ts';
import type { Preformatted, RichSection, Run, SlackBlock, SlackMessage } from './blocks.ts';

const SIGN_OF_EMOJI = new Map(MARKS.map((mark) => [MARK_SIGNS[mark].emoji, MARK_SIGNS[mark].sign]));

/** What a person sees in the thread, without Slack: the first message is the root, the others are its replies. */
export function threadAsText(messages: readonly SlackMessage[]): string {
  return messages
    .map((message, index) => `${index === 0 ? '' : `── reply ${index} ──\n`}${messageAsText(message)}`)
    .join('\n\n')
    .concat('\n');
}

/** One message, block by block. */
export function messageAsText({ text, blocks }: SlackMessage): string {
  if (blocks.length === 0) return plainMrkdwn(text);
  return blocks.map((block, index) => `${gapBefore(index, blocks)}${blockAsText(block)}`).join('');
}

/** Nothing stands between a heading and its text, nor between the lines of small print. */
function gapBefore(index: number, blocks: readonly SlackBlock[]): string {
  if (index === 0) return '';
  const [before, here] = [blocks[index - 1]?.type, blocks[index]?.type];
  return before === 'header' || (before === 'context' && here === 'context') ? '\n' : '\n\n';
}

function blockAsText(block: SlackBlock): string {
  switch (block.type) {
    case 'header':
      return block.text.text;
    case 'section':
      return plainMrkdwn(block.text.text);
    case 'rich_text':
      return block.elements.map(richAsText).join('\n');
    case 'context':
      return block.elements.map(({ type, text }) => (type === 'mrkdwn' ? plainMrkdwn(text) : text)).join(' · ');
    case 'actions':
      return block.elements.map(({ text }) => `[ ${text.text} ]`).join(' ');
    case 'divider':
      return '────';
  }
}

function richAsText(element: RichSection | Preformatted): string {
  const text = element.elements.map(runAsText).join('');
  return element.type === 'rich_text_preformatted' ? indent(text) : text;
}

function runAsText(run: Run): string {
  switch (run.type) {
    case 'text':
      return run.style?.code ? `\`${run.text}\`` : run.text;
    case 'link':
      return `${run.text}: ${run.url}`;
    case 'emoji':
      return SIGN_OF_EMOJI.get(run.name) ?? `:${run.name}:`;
    case 'user':
      return `@${run.user_id}`;
    case 'date':
      return run.fallback;
  }
}

const indent = (text: string) =>
  text
    .split('\n')
    .map((row) => `    ${row}`.trimEnd())
    .join('\n');

/** Mrkdwn as a reader sees it: times in their ISO form, mentions by id, entities as the signs they stand for. */
function plainMrkdwn(text: string): string {
  return text
    .replace(/<!date\^[^|>]*\|([^>]*)>/g, '$1')
    .replace(/<@([UW][A-Z0-9]+)>/g, '@$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
