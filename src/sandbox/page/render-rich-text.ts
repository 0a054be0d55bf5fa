import { z } from 'zod';
import { type Html, html, NOTHING } from './html.ts';
import { type Names, renderEmoji, renderLink, renderMention, renderText } from './render-mrkdwn.ts';

const Style = z.object({
  bold: z.boolean().optional(),
  italic: z.boolean().optional(),
  strike: z.boolean().optional(),
  code: z.boolean().optional(),
});
const Run = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string(), style: Style.optional() }),
  z.object({ type: z.literal('link'), url: z.string(), text: z.string().optional(), style: Style.optional() }),
  z.object({ type: z.literal('emoji'), name: z.string() }),
  z.object({ type: z.literal('user'), user_id: z.string() }),
  z.object({ type: z.literal('channel'), channel_id: z.string() }),
  z.object({ type: z.literal('broadcast'), range: z.string() }),
]);
const Section = z.object({ type: z.literal('rich_text_section'), elements: z.array(Run) });
const Part = z.discriminatedUnion('type', [
  Section,
  z.object({ type: z.literal('rich_text_preformatted'), elements: z.array(Run) }),
  z.object({ type: z.literal('rich_text_quote'), elements: z.array(Run) }),
  z.object({
    type: z.literal('rich_text_list'),
    style: z.enum(['bullet', 'ordered']),
    indent: z.number().int().optional(),
    elements: z.array(Section),
  }),
]);
export const RichText = z.object({ type: z.literal('rich_text'), elements: z.array(Part) });

type StyleOf = z.infer<typeof Style>;
type RunOf = z.infer<typeof Run>;
type PartOf = z.infer<typeof Part>;

function withStyle(inner: Html, style: StyleOf = {}): Html {
  const code = style.code === true ? html`<code>${inner}</code>` : inner;
  const struck = style.strike === true ? html`<s>${code}</s>` : code;
  const italic = style.italic === true ? html`<em>${struck}</em>` : struck;
  return style.bold === true ? html`<strong>${italic}</strong>` : italic;
}

function renderRun(run: RunOf, names: Names): Html {
  switch (run.type) {
    case 'text':
      return withStyle(renderText(run.text), run.style);
    case 'link':
      return withStyle(renderLink(run.url, run.text ?? run.url), run.style);
    case 'emoji':
      return renderEmoji(run.name);
    case 'user':
      return renderMention(`@${names.person(run.user_id)}`);
    case 'channel':
      return renderMention(`#${names.channel(run.channel_id)}`);
    case 'broadcast':
      return renderMention(`@${run.range}`);
  }
}

/** A line of a unified diff gets the colour of what it does. */
const LINE_KINDS: readonly (readonly [RegExp, string])[] = [
  [/^(?:\+\+\+|---) /, 'diff-file'],
  [/^@@ /, 'diff-place'],
  [/^\+/, 'diff-added'],
  [/^-/, 'diff-removed'],
];

function renderPreformatted(runs: readonly RunOf[]): Html {
  const text = runs
    .map((run) => (run.type === 'text' ? run.text : run.type === 'link' ? (run.text ?? run.url) : ''))
    .join('');
  const isDiff = /^@@ /m.test(text) || (/^--- /m.test(text) && /^\+\+\+ /m.test(text));
  if (!isDiff) return html`<pre tabindex="0">${text}</pre>`;
  const lines = text.split('\n').map((line) => {
    const kind = LINE_KINDS.find(([pattern]) => pattern.test(line))?.[1] ?? 'diff-kept';
    return html`<span class="${kind}">${line}\n</span>`;
  });
  return html`<pre class="diff" tabindex="0">${lines}</pre>`;
}

function renderPart(part: PartOf, names: Names): Html {
  const runs = (elements: readonly RunOf[]) => elements.map((run) => renderRun(run, names));
  switch (part.type) {
    case 'rich_text_section':
      return html`<p>${runs(part.elements)}</p>`;
    case 'rich_text_quote':
      return html`<blockquote>${runs(part.elements)}</blockquote>`;
    case 'rich_text_preformatted':
      return renderPreformatted(part.elements);
    case 'rich_text_list': {
      const items = part.elements.map(({ elements }) => html`<li>${runs(elements)}</li>`);
      return part.style === 'ordered' ? html`<ol>${items}</ol>` : html`<ul>${items}</ul>`;
    }
  }
}

export function renderRichText({ elements }: z.infer<typeof RichText>, names: Names): Html {
  return elements.length === 0 ? NOTHING : html`${elements.map((part) => renderPart(part, names))}`;
}
