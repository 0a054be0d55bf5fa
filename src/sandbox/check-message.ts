import type { SlackMessage } from '../render/slack/blocks.ts';
import { validateMessage } from '../render/slack/validate-message.ts';
import type { CheckMessage } from './fake-slack/web-api.ts';
import type { Message } from './fake-slack/workspace.ts';

/** Slack's words for what is wrong with blocks. Where there are none, `text` has limits of its own. */
export const checkMessage: CheckMessage = ({ text, blocks }) =>
  blocks === undefined || blocks.length === 0
    ? []
    : validateMessage({ text, blocks }).map(({ pointer, because }) => `${because} [json-pointer:${pointer}]`);

const isOurs = (message: object): message is SlackMessage => validateMessage(message).length === 0;

/** A message that came over the wire as the renderers know it. */
export function asSlackMessage({ text, blocks }: Message): SlackMessage {
  if (blocks.length === 0) return { text, blocks: [] };
  const message = { text, blocks };
  return isOurs(message) ? message : { text, blocks: [] };
}
