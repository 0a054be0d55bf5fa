import { blocksOf, type MethodArguments, recordOf, textOf } from './method-arguments.ts';
import { APP, type Channel, type Message, TEAM, type WireBlock, type Workspace } from './workspace.ts';

export interface MessageContent {
  readonly text: string | undefined;
  readonly blocks: readonly WireBlock[] | undefined;
}

/** What is wrong with a message by Slack's limits; empty if nothing is. */
export type CheckMessage = (content: MessageContent) => readonly string[];

export interface Scene {
  readonly workspace: Workspace;
  readonly check: CheckMessage;
  /** The user to whom a trigger_id was given; undefined once it was used or is older than 3 seconds. */
  readonly redeemTrigger: (triggerId: string) => string | undefined;
}

export type Answer = Readonly<Record<string, unknown>> & { readonly ok: boolean };
type Method = (scene: Scene, args: MethodArguments) => Answer;

export const failed = (error: string, ...messages: readonly string[]): Answer =>
  messages.length === 0 ? { ok: false, error } : { ok: false, error, response_metadata: { messages } };

/** Whether the app may post there, and if not, what Slack says. */
function postable(workspace: Workspace, named: string): Channel | Answer {
  const channel = workspace.channels.get(named) ?? directMessageWith(workspace, named);
  if (channel === undefined) return failed('channel_not_found');
  if (channel.isArchived === true) return failed('is_archived');
  if (channel.appIsMember) return channel;
  return failed(channel.kind === 'private' ? 'channel_not_found' : 'not_in_channel');
}

const isChannel = (found: Channel | Answer): found is Channel => 'kind' in found;

/** Posting to a user's id is posting to the app's direct message with them. */
export function directMessageWith(workspace: Workspace, userId: string): Channel | undefined {
  if (!workspace.people.has(userId)) return undefined;
  const id = userId.replace(/^[UW]/, 'D');
  const known = workspace.channels.get(id);
  if (known !== undefined) return known;
  const opened: Channel = { id, name: 'directmessage', kind: 'directMessage', appIsMember: true, userId };
  workspace.channels.set(id, opened);
  return opened;
}

/** A message that Slack would take, or its error. */
export function contentOf({ check }: Pick<Scene, 'check'>, args: MethodArguments): MessageContent | Answer {
  const blocks = blocksOf(args);
  if (blocks === null) return failed('invalid_blocks_format');
  const content: MessageContent = { text: textOf(args, 'text'), blocks };
  if (content.text === undefined && (blocks === undefined || blocks.length === 0)) return failed('no_text');
  if (content.text !== undefined && content.text.length > 40_000) return failed('msg_too_long');
  const wrong = check(content);
  return wrong.length === 0 ? content : failed('invalid_blocks', ...wrong);
}

export const isContent = (content: MessageContent | Answer): content is MessageContent => !('ok' in content);

/** A message as Slack returns it. */
export function wireMessage(message: Message): Readonly<Record<string, unknown>> {
  const fromApp = message.user === APP.botUserId;
  return {
    type: 'message',
    user: message.user,
    ...(fromApp ? { bot_id: APP.botId, app_id: APP.id } : {}),
    ts: message.ts,
    text: message.text,
    team: TEAM.id,
    ...(message.blocks.length === 0 ? {} : { blocks: message.blocks }),
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    ...(message.edited ? { edited: { user: message.user, ts: message.ts } } : {}),
  };
}

function wireChannel(channel: Channel) {
  return {
    id: channel.id,
    name: channel.name,
    is_channel: channel.kind === 'public',
    is_private: channel.kind === 'private',
    is_im: channel.kind === 'directMessage',
    is_member: channel.appIsMember,
    is_archived: channel.isArchived === true,
    is_ext_shared: channel.isExtShared === true,
    is_shared: channel.isExtShared === true,
    ...(channel.userId === undefined ? {} : { user: channel.userId }),
  };
}

const postMessage: Method = (scene, args) => {
  const channel = postable(scene.workspace, textOf(args, 'channel') ?? '');
  if (!isChannel(channel)) return channel;
  const content = contentOf(scene, args);
  if (!isContent(content)) return content;
  const threadTs = textOf(args, 'thread_ts');
  if (threadTs !== undefined && scene.workspace.find(channel.id, threadTs) === undefined)
    return failed('thread_not_found');
  const message = scene.workspace.post({
    channel: channel.id,
    user: APP.botUserId,
    ...content,
    threadTs,
    metadata: recordOf(args, 'metadata'),
  });
  return { ok: true, channel: channel.id, ts: message.ts, message: wireMessage(message) };
};

const update: Method = (scene, args) => {
  const channel = scene.workspace.channels.get(textOf(args, 'channel') ?? '');
  if (channel === undefined) return failed('channel_not_found');
  const message = scene.workspace.find(channel.id, textOf(args, 'ts') ?? '');
  if (message === undefined || message.onlyVisibleTo !== undefined) return failed('message_not_found');
  if (message.user !== APP.botUserId) return failed('cant_update_message');
  const content = contentOf(scene, args);
  if (!isContent(content)) return content;
  const changed = scene.workspace.change(message, content);
  return { ok: true, channel: channel.id, ts: changed.ts, text: changed.text, message: wireMessage(changed) };
};

const postEphemeral: Method = (scene, args) => {
  const channel = postable(scene.workspace, textOf(args, 'channel') ?? '');
  if (!isChannel(channel)) return channel;
  const user = textOf(args, 'user') ?? '';
  if (!scene.workspace.people.has(user)) return failed('user_not_in_channel');
  const content = contentOf(scene, args);
  if (!isContent(content)) return content;
  const threadTs = textOf(args, 'thread_ts');
  const { ts } = scene.workspace.post({
    channel: channel.id,
    user: APP.botUserId,
    ...content,
    threadTs,
    onlyVisibleTo: user,
  });
  return { ok: true, message_ts: ts };
};

const remove: Method = ({ workspace }, args) => {
  const message = workspace.find(textOf(args, 'channel') ?? '', textOf(args, 'ts') ?? '');
  if (message === undefined) return failed('message_not_found');
  if (message.user !== APP.botUserId) return failed('cant_delete_message');
  workspace.remove(message);
  return { ok: true, channel: message.channel, ts: message.ts };
};

const openView: Method = ({ workspace, redeemTrigger }, args) => {
  const view = recordOf(args, 'view');
  if (view === undefined) return failed('invalid_arguments');
  const user = redeemTrigger(textOf(args, 'trigger_id') ?? '');
  if (user === undefined) return failed('expired_trigger_id');
  const opened = workspace.openView(user, view);
  return { ok: true, view: { ...opened.view, id: opened.id, hash: opened.hash } };
};

const updateView: Method = ({ workspace }, args) => {
  const view = recordOf(args, 'view');
  const opened = workspace.views.get(textOf(args, 'view_id') ?? '');
  if (view === undefined) return failed('invalid_arguments');
  if (opened === undefined) return failed('not_found');
  const shown = workspace.showView({ ...opened, hash: workspace.newId('h'), view });
  return { ok: true, view: { ...shown.view, id: shown.id, hash: shown.hash } };
};

const openConversation: Method = ({ workspace }, args) => {
  const channel = directMessageWith(workspace, textOf(args, 'users') ?? '');
  return channel === undefined ? failed('user_not_found') : { ok: true, channel: { id: channel.id } };
};

const conversationInfo: Method = ({ workspace }, args) => {
  const channel = workspace.channels.get(textOf(args, 'channel') ?? '');
  const hidden = channel?.kind === 'private' && !channel.appIsMember;
  return channel === undefined || hidden ? failed('channel_not_found') : { ok: true, channel: wireChannel(channel) };
};

const replies: Method = ({ workspace }, args) => {
  const thread = workspace.thread(textOf(args, 'channel') ?? '', textOf(args, 'ts') ?? '');
  const seen = thread.filter(({ onlyVisibleTo }) => onlyVisibleTo === undefined);
  return seen.length === 0
    ? failed('thread_not_found')
    : { ok: true, messages: seen.map(wireMessage), has_more: false };
};

const userInfo: Method = ({ workspace }, args) => {
  const person = workspace.people.get(textOf(args, 'user') ?? '');
  if (person === undefined) return failed('user_not_found');
  const { id, name, realName, isBot = false } = person;
  return { ok: true, user: { id, name, real_name: realName, team_id: TEAM.id, is_bot: isBot, deleted: false } };
};

const permalink: Method = ({ workspace }, args) => {
  const message = workspace.find(textOf(args, 'channel') ?? '', textOf(args, 'message_ts') ?? '');
  if (message === undefined) return failed('message_not_found');
  const place = `${message.channel}/p${message.ts.replace('.', '')}`;
  return { ok: true, channel: message.channel, permalink: `https://${TEAM.domain}.slack.com/archives/${place}` };
};

const membersOfGroup: Method = ({ workspace }, args) => {
  const users = workspace.userGroups.get(textOf(args, 'usergroup') ?? '');
  return users === undefined ? failed('no_such_subteam') : { ok: true, users };
};

/** The methods of Slack's Web API that the workspace knows (https://docs.slack.dev/reference/methods). */
export const METHODS: Readonly<Record<string, Method>> = {
  'api.test': () => ({ ok: true }),
  'auth.test': () => ({
    ok: true,
    url: `https://${TEAM.domain}.slack.com/`,
    team: TEAM.domain,
    team_id: TEAM.id,
    user: APP.name,
    user_id: APP.botUserId,
    bot_id: APP.botId,
    is_enterprise_install: false,
  }),
  'chat.postMessage': postMessage,
  'chat.update': update,
  'chat.postEphemeral': postEphemeral,
  'chat.delete': remove,
  'chat.getPermalink': permalink,
  'conversations.open': openConversation,
  'conversations.info': conversationInfo,
  'conversations.replies': replies,
  'usergroups.users.list': membersOfGroup,
  'users.info': userInfo,
  'views.open': openView,
  'views.update': updateView,
};
