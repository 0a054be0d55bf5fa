import type { Preformatted, RichSection, Run, SlackBlock } from './blocks.ts';

/** Every text of a block that counts towards Slack's limit on a message: what is read, and what links and buttons carry. */
export function blockTexts(block: SlackBlock): readonly string[] {
  switch (block.type) {
    case 'header':
    case 'section':
      return [block.text.text];
    case 'context':
      return block.elements.map(({ text }) => text);
    case 'actions':
      return block.elements.flatMap(({ text, value, action_id }) => [text.text, value, action_id]);
    case 'rich_text':
      return block.elements.flatMap(richTexts);
    case 'divider':
      return [];
  }
}

function richTexts(element: RichSection | Preformatted): readonly string[] {
  return element.elements.flatMap(runTexts);
}

function runTexts(run: Run): readonly string[] {
  switch (run.type) {
    case 'text':
      return [run.text];
    case 'link':
      return [run.text, run.url];
    case 'emoji':
      return [run.name];
    case 'user':
      return [run.user_id];
    case 'date':
      return [run.format, run.fallback];
  }
}

/** Characters of text in the blocks, as Slack's undocumented limit on a message counts them at the most. */
export function textLength(blocks: readonly SlackBlock[]): number {
  return blocks.flatMap(blockTexts).reduce((sum, text) => sum + text.length, 0);
}
