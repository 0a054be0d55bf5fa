import { z } from 'zod';
import type { WireBlock } from '../fake-slack/workspace.ts';
import { type Html, html, NOTHING } from './html.ts';
import { type Names, renderEmoji, renderMrkdwn, renderText } from './render-mrkdwn.ts';
import { RichText, renderRichText } from './render-rich-text.ts';

const PlainText = z.object({ type: z.literal('plain_text'), text: z.string(), emoji: z.boolean().optional() });
const Text = z.discriminatedUnion('type', [PlainText, z.object({ type: z.literal('mrkdwn'), text: z.string() })]);
const Confirm = z.object({ title: PlainText, text: Text, confirm: PlainText, deny: PlainText });
const Button = z.object({
  type: z.literal('button'),
  text: PlainText,
  action_id: z.string(),
  url: z.string().optional(),
  style: z.enum(['primary', 'danger']).optional(),
  confirm: Confirm.optional(),
});
/** The blocks that the app posts. Slack knows more; the page says so where one stands that it cannot show. */
const Block = z.discriminatedUnion('type', [
  z.object({ type: z.literal('header'), text: PlainText }),
  z.object({
    type: z.literal('section'),
    text: Text.optional(),
    fields: z.array(Text).optional(),
    accessory: Button.optional(),
  }),
  z.object({ type: z.literal('context'), elements: z.array(Text) }),
  z.object({ type: z.literal('actions'), elements: z.array(Button) }),
  z.object({ type: z.literal('divider') }),
  RichText,
]);

function renderTextObject(text: z.infer<typeof Text>, names: Names): Html {
  if (text.type === 'mrkdwn') return renderMrkdwn(text.text, names);
  if (text.emoji === false) return renderText(text.text);
  const parts = text.text.split(/(:[a-z0-9_+-]+:)/);
  return html`${parts.map((part, index) => (index % 2 === 1 ? renderEmoji(part.slice(1, -1)) : renderText(part)))}`;
}

function renderButton({ text, action_id, style, confirm }: z.infer<typeof Button>, names: Names): Html {
  const asks = confirm === undefined ? '' : `${confirm.title.text}\n\n${confirm.text.text}`;
  const label = renderTextObject(text, names);
  return html`<button type="button" class="block-button ${style ?? 'plain'}" data-action="${action_id}" data-confirm="${asks}">${label}</button>`;
}

/** One block as markup. */
export function renderBlock(wire: WireBlock, names: Names): Html {
  const parsed = Block.safeParse(wire);
  if (!parsed.success) return html`<p class="not-shown">This page cannot show a block of type ${wire.type}.</p>`;
  const block = parsed.data;
  switch (block.type) {
    case 'header':
      return html`<h3>${renderTextObject(block.text, names)}</h3>`;
    case 'section': {
      const fields = (block.fields ?? []).map(
        (field) => html`<div class="field">${renderTextObject(field, names)}</div>`,
      );
      return html`<div class="section">
${block.text === undefined ? NOTHING : html`<div class="section-text">${renderTextObject(block.text, names)}</div>`}
${fields.length === 0 ? NOTHING : html`<div class="fields">${fields}</div>`}
${block.accessory === undefined ? NOTHING : renderButton(block.accessory, names)}
</div>`;
    }
    case 'context':
      return html`<div class="context">${block.elements.map((text) => html`<span>${renderTextObject(text, names)}</span>`)}</div>`;
    case 'actions':
      return html`<div class="actions">${block.elements.map((button) => renderButton(button, names))}</div>`;
    case 'divider':
      return html`<hr>`;
    case 'rich_text':
      return html`<div class="rich-text">${renderRichText(block, names)}</div>`;
  }
}
