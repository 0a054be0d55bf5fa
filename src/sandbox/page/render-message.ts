import { APP, type Message, type Workspace } from '../fake-slack/workspace.ts';
import { type Html, html, NOTHING } from './html.ts';
import { renderBlock } from './render-blocks.ts';
import { type Names, renderMrkdwn } from './render-mrkdwn.ts';

/** A message as the page receives it: its place in the channel, and its markup. */
export interface ShownMessage {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs: string | null;
  readonly fromApp: boolean;
  readonly ephemeral: boolean;
  readonly replies: number;
  readonly markup: string;
}

/** The names of people and channels, as mentions show them. */
export const namesIn = ({ people, channels }: Workspace): Names => ({
  person: (id) => people.get(id)?.realName ?? id,
  channel: (id) => channels.get(id)?.name ?? id,
});

const AVATARS: Readonly<Record<string, string>> = { [APP.botUserId]: '403', USLACKBOT: '🤖' };

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .map((word) => [...word][0] ?? '')
    .slice(0, 2)
    .join('');

/** A message with its head (who, when) and its blocks; where there are no blocks, its text. */
export function renderMessage(message: Message, workspace: Workspace): ShownMessage {
  const names = namesIn(workspace);
  const fromApp = message.user === APP.botUserId;
  const name = message.user === 'USLACKBOT' ? 'Slackbot' : names.person(message.user);
  const at = new Date(Number(message.ts) * 1000);
  const replies = repliesTo(message, workspace);
  const badge = fromApp ? html`<span class="badge">APP</span>` : NOTHING;
  const onlyYou = message.onlyVisibleTo === undefined ? NOTHING : html`<p class="only-you">Only visible to you</p>`;
  const { markup } = html`
<div class="avatar ${fromApp ? 'avatar-app' : 'avatar-person'}" aria-hidden="true">${AVATARS[message.user] ?? initials(name)}</div>
<div class="message-body">
${onlyYou}
<div class="message-head"><span class="author">${name}</span>${badge}<time datetime="${at.toISOString()}"></time></div>
<div class="blocks">${renderContent(message, names)}</div>
${replies.length === 0 ? NOTHING : renderReplies(replies.length)}
</div>`;
  return {
    channel: message.channel,
    ts: message.ts,
    threadTs: message.threadTs ?? null,
    fromApp,
    ephemeral: message.onlyVisibleTo !== undefined,
    replies: replies.length,
    markup,
  };
}

function repliesTo(message: Message, workspace: Workspace): readonly Message[] {
  return workspace.thread(message.channel, message.ts).filter(({ ts }) => ts !== message.ts);
}

const renderReplies = (count: number): Html =>
  html`<button type="button" class="replies" data-open-thread><span>${count} ${count === 1 ? 'reply' : 'replies'}</span> <span class="replies-hint">View thread</span></button>`;

function renderContent(message: Message, names: Names): Html {
  if (message.blocks.length > 0) return html`${message.blocks.map((block) => renderBlock(block, names))}`;
  const edited = message.edited ? html` <span class="edited">(edited)</span>` : NOTHING;
  return html`<p>${renderMrkdwn(message.text, names)}${edited}</p>`;
}
