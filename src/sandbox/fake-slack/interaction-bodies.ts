import { wireMessage } from './web-api.ts';
import { APP, type Channel, type Message, type OpenedView, type Person, TEAM } from './workspace.ts';

/** Who did something where, and the two handles that Slack adds for an answer. */
export interface Interaction {
  readonly person: Person;
  readonly channel: Channel;
  readonly responseUrl: string;
  readonly triggerId: string;
  /** Another workspace than the app's, for people from outside in a shared channel. */
  readonly teamId?: string | undefined;
}

/** Slack still sends this token; apps are to verify the signature instead. */
const TOKEN = 'deprecated-verification-token';

const payloadBody = (payload: object): string => new URLSearchParams({ payload: JSON.stringify(payload) }).toString();

const common = ({ person, triggerId, teamId = TEAM.id }: Pick<Interaction, 'person' | 'triggerId' | 'teamId'>) => ({
  user: { id: person.id, username: person.name, name: person.name, team_id: teamId },
  api_app_id: APP.id,
  token: TOKEN,
  trigger_id: triggerId,
  team: { id: TEAM.id, domain: TEAM.domain },
  enterprise: null,
  is_enterprise_install: false,
});

/** A slash command; `text` is what follows the command, as it was typed. */
export function slashCommandBody(interaction: Interaction, command: string, text: string): string {
  const { person, channel, responseUrl, triggerId, teamId = TEAM.id } = interaction;
  const names = { public: channel.name, private: 'privategroup', directMessage: 'directmessage' };
  return new URLSearchParams({
    token: TOKEN,
    team_id: teamId,
    team_domain: TEAM.domain,
    channel_id: channel.id,
    channel_name: names[channel.kind],
    user_id: person.id,
    user_name: person.name,
    command,
    text,
    api_app_id: APP.id,
    is_enterprise_install: 'false',
    response_url: responseUrl,
    trigger_id: triggerId,
  }).toString();
}

/** A click on a button of a message. `element` is the button as it stands in the message's blocks. */
export function blockActionsBody(
  interaction: Interaction,
  message: Message,
  element: Readonly<Record<string, unknown>>,
  blockId: string,
  actionTs: string,
): string {
  const { channel, responseUrl } = interaction;
  const { action_id, text, value, type } = element;
  const ephemeral = message.onlyVisibleTo !== undefined;
  const thread = message.threadTs === undefined ? {} : { thread_ts: message.threadTs };
  return payloadBody({
    type: 'block_actions',
    ...common(interaction),
    container: { type: 'message', message_ts: message.ts, channel_id: channel.id, is_ephemeral: ephemeral, ...thread },
    channel: { id: channel.id, name: channel.name },
    ...(ephemeral ? {} : { message: wireMessage(message) }),
    state: { values: {} },
    response_url: responseUrl,
    actions: [{ type, action_id, block_id: blockId, text, value, action_ts: actionTs }],
  });
}

/** A message shortcut, chosen from the menu of a message. */
export function messageShortcutBody(
  interaction: Interaction,
  message: Message,
  callbackId: string,
  actionTs: string,
): string {
  const { channel, responseUrl } = interaction;
  return payloadBody({
    type: 'message_action',
    ...common(interaction),
    callback_id: callbackId,
    action_ts: actionTs,
    message_ts: message.ts,
    response_url: responseUrl,
    channel: { id: channel.id, name: channel.name },
    message: wireMessage(message),
  });
}

/** A modal that was submitted. `values`: block id, then action id, then the element's state. */
export function viewSubmissionBody(
  interaction: Pick<Interaction, 'person' | 'triggerId' | 'teamId'>,
  { id, hash, view }: OpenedView,
  values: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): string {
  return payloadBody({
    type: 'view_submission',
    ...common(interaction),
    view: { ...view, id, hash, team_id: TEAM.id, app_id: APP.id, bot_id: APP.botId, state: { values } },
    response_urls: [],
  });
}
