import { type Html, html, NOTHING } from './html.ts';

/** Who and what can be mentioned, for names in place of ids. */
export interface Names {
  readonly person: (id: string) => string;
  readonly channel: (id: string) => string;
}

interface Rule {
  readonly pattern: RegExp;
  readonly render: (match: RegExpExecArray, names: Names) => Html;
}

const decoded = (text: string): string => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

const styled = (open: Html, close: Html) => (match: RegExpExecArray, names: Names) =>
  html`${open}${renderInline(match[1] ?? '', names)}${close}`;

/** Slack's marks, in the order in which they are looked for (https://docs.slack.dev/messaging/formatting-message-text). */
const RULES: readonly Rule[] = [
  { pattern: /```\n?([\s\S]+?)\n?```/, render: (match) => html`<pre>${decoded(match[1] ?? '')}</pre>` },
  { pattern: /`([^`\n]+)`/, render: (match) => html`<code>${decoded(match[1] ?? '')}</code>` },
  { pattern: /<([^<>\n]+)>/, render: (match, names) => renderReference(match[1] ?? '', names) },
  { pattern: /(?<![\w*])\*([^*\n]+)\*(?![\w*])/, render: styled(html`<strong>`, html`</strong>`) },
  { pattern: /(?<![\w_])_([^_\n]+)_(?![\w_])/, render: styled(html`<em>`, html`</em>`) },
  { pattern: /(?<![\w~])~([^~\n]+)~(?![\w~])/, render: styled(html`<s>`, html`</s>`) },
  { pattern: /:([a-z0-9_+-]+):/, render: (match) => renderEmoji(match[1] ?? '') },
];

/** The emoji that this app and its readers use; another keeps its name. */
const EMOJI: Readonly<Record<string, string>> = {
  white_check_mark: '✅',
  heavy_check_mark: '✔️',
  x: '❌',
  no_entry: '⛔',
  no_entry_sign: '🚫',
  warning: '⚠️',
  question: '❓',
  grey_question: '❔',
  hourglass: '⌛',
  hourglass_flowing_sand: '⏳',
  mag: '🔍',
  lock: '🔒',
  unlock: '🔓',
  key: '🔑',
  bell: '🔔',
  rotating_light: '🚨',
  arrows_counterclockwise: '🔄',
  bulb: '💡',
  eyes: '👀',
  wrench: '🔧',
  memo: '📝',
  bucket: '🪣',
  clock3: '🕒',
  large_green_circle: '🟢',
  large_yellow_circle: '🟡',
  red_circle: '🔴',
  white_circle: '⚪',
  black_circle: '⚫',
  heavy_minus_sign: '➖',
  large_orange_circle: '🟠',
};

export const renderEmoji = (name: string): Html => {
  const sign = EMOJI[name];
  return sign === undefined
    ? html`:${name}:`
    : html`<span class="emoji" role="img" aria-label="${name}">${sign}</span>`;
};

/** A link that leaves the page; anything but http(s) and mailto is shown as text. */
export function renderLink(url: string, text: string): Html {
  if (!/^(?:https?:\/\/|mailto:)/i.test(url)) return html`${text}`;
  return html`<a href="${url}" target="_blank" rel="noopener noreferrer">${text}</a>`;
}

export const renderMention = (text: string): Html => html`<span class="mention">${text}</span>`;

/** `<!date^seconds^format|fallback>`: the browser fills the format in, in the reader's own zone. */
function renderDate(target: string, fallback: string): Html {
  const [, seconds = '', format = ''] = target.split('^');
  const at = new Date(Number(seconds) * 1000);
  if (Number.isNaN(at.getTime())) return html`${fallback}`;
  return html`<time datetime="${at.toISOString()}" data-format="${format}">${fallback}</time>`;
}

function renderReference(inside: string, names: Names): Html {
  const [target = '', label] = inside.split('|', 2).map(decoded);
  if (target.startsWith('@')) return renderMention(`@${names.person(target.slice(1))}`);
  if (target.startsWith('#')) return renderMention(`#${label ?? names.channel(target.slice(1))}`);
  if (target.startsWith('!date^')) return renderDate(target, label ?? '');
  if (target.startsWith('!')) return renderMention(`@${label ?? target.slice(1).split('^')[0] ?? ''}`);
  return renderLink(target, label ?? target);
}

/** Text with Slack's marks; the earliest mark wins. */
function renderInline(text: string, names: Names): Html {
  let first: { readonly rule: Rule; readonly match: RegExpExecArray } | undefined;
  for (const rule of RULES) {
    const match = rule.pattern.exec(text);
    if (match !== null && (first === undefined || match.index < first.match.index)) first = { rule, match };
  }
  if (first === undefined) return renderText(decoded(text));
  const { match, rule } = first;
  const before = renderText(decoded(text.slice(0, match.index)));
  const rest = text.slice(match.index + match[0].length);
  return html`${before}${rule.render(match, names)}${rest === '' ? NOTHING : renderInline(rest, names)}`;
}

/** Text without marks: line ends are kept. */
export function renderText(text: string): Html {
  const lines = text.split('\n').map((line, index) => (index === 0 ? html`${line}` : html`<br>${line}`));
  return html`${lines}`;
}

/** Slack's mrkdwn as markup, with quotes as lines that begin with `>`. */
export function renderMrkdwn(text: string, names: Names): Html {
  const groups: { quoted: boolean; lines: string[] }[] = [];
  for (const line of text.split('\n')) {
    const quoted = /^(?:&gt;|>)/.test(line);
    const last = groups.at(-1);
    const bare = quoted ? line.replace(/^(?:&gt;|>) ?/, '') : line;
    if (last !== undefined && last.quoted === quoted) last.lines.push(bare);
    else groups.push({ quoted, lines: [bare] });
  }
  return html`${groups.map(({ quoted, lines }) => {
    const inner = renderInline(lines.join('\n'), names);
    return quoted ? html`<blockquote>${inner}</blockquote>` : inner;
  })}`;
}
