import type { SlackBlock, SlackMessage } from './blocks.ts';
import { LIMITS, type Limit } from './limits.ts';

export interface MessageFault {
  /** A JSON pointer into the message. */
  readonly pointer: string;
  readonly because: string;
}

type Json = Readonly<Record<string, unknown>>;
type Check = (value: Json, pointer: string) => MessageFault[];

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Everything for which Slack would refuse the message, or mangle it. Kinds of block that we do not post are faults too.
 * Takes any value, since a fake of Slack checks what came over the wire. https://docs.slack.dev/reference/block-kit/blocks
 */
export function validateMessage(message: unknown): MessageFault[] {
  if (!isObject(message)) return [fault('', 'is no object')];
  const blocks = message.blocks;
  const text = message.text;
  return [
    ...(blocks === undefined || text !== undefined ? checkText(text, '/text', 'text') : []),
    ...(blocks === undefined ? [] : checkBlocks(blocks)),
  ];
}

/** The same for a message of ours, as sentences. */
export function messageFaults(message: SlackMessage): string[] {
  return validateMessage(message).map(({ pointer, because }) => `${pointer} ${because}`);
}

const fault = (pointer: string, because: string): MessageFault => ({ pointer, because });

function checkBlocks(blocks: unknown): MessageFault[] {
  if (!Array.isArray(blocks)) return [fault('/blocks', 'is no array')];
  const total = allTexts(blocks).reduce((sum, text) => sum + text.length, 0);
  return [
    ...atMost(blocks.length, 'blocksPerMessage', '/blocks', 'blocks'),
    ...atMost(total, 'textOfAllBlocks', '/blocks', 'characters of text over all blocks'),
    ...blocks.flatMap((block: unknown, index) => checkBlock(block, `/blocks/${index}`)),
  ];
}

const BLOCK_CHECKS: Record<SlackBlock['type'], Check> = {
  header: (block, at) => checkTextObject(block.text, `${at}/text`, 'headerText', ['plain_text']),
  section: checkSection,
  rich_text: (block, at) => each(block.elements, `${at}/elements`, checkRichElement),
  context: (block, at) => [
    ...countAtMost(block.elements, 'contextElements', `${at}/elements`),
    ...each(block.elements, `${at}/elements`, (element, pointer) =>
      checkTextObject(element, pointer, 'contextText', ['plain_text', 'mrkdwn']),
    ),
  ],
  actions: (block, at) => [
    ...countAtMost(block.elements, 'actionsElements', `${at}/elements`),
    ...each(block.elements, `${at}/elements`, checkButton),
    ...uniqueActionIds(block.elements, at),
  ],
  divider: () => [],
};

const isBlockType = (type: unknown): type is SlackBlock['type'] =>
  typeof type === 'string' && Object.hasOwn(BLOCK_CHECKS, type);

function checkBlock(block: unknown, at: string): MessageFault[] {
  if (!isObject(block)) return [fault(at, 'is no object')];
  const type = block.type;
  if (!isBlockType(type)) return [fault(`${at}/type`, `is no kind of block that is posted: ${String(type)}`)];
  const id = block.block_id;
  return [...(id === undefined ? [] : checkText(id, `${at}/block_id`, 'blockId')), ...BLOCK_CHECKS[type](block, at)];
}

function checkSection(block: Json, at: string): MessageFault[] {
  const { text, fields } = block;
  if (text === undefined && fields === undefined) return [fault(at, 'has neither text nor fields')];
  return [
    ...(text === undefined ? [] : checkTextObject(text, `${at}/text`, 'sectionText', ['plain_text', 'mrkdwn'])),
    ...(fields === undefined ? [] : countAtMost(fields, 'sectionFields', `${at}/fields`)),
    ...(fields === undefined
      ? []
      : each(fields, `${at}/fields`, (field, pointer) =>
          checkTextObject(field, pointer, 'sectionFieldText', ['plain_text', 'mrkdwn']),
        )),
  ];
}

const RUN_CHECKS: Readonly<Record<string, Check>> = {
  text: (run, at) => checkText(run.text, `${at}/text`, 'richTextText'),
  link: (run, at) => [
    ...checkText(run.url, `${at}/url`, 'linkUrl'),
    ...(run.text === undefined ? [] : checkText(run.text, `${at}/text`, 'richTextText')),
    ...(/^https?:\/\//.test(String(run.url)) ? [] : [fault(`${at}/url`, 'is no http address')]),
  ],
  emoji: (run, at) => (/^[a-z0-9_+'-]+$/.test(String(run.name)) ? [] : [fault(`${at}/name`, 'is no emoji name')]),
  user: (run, at) => (/^[UW][A-Z0-9]+$/.test(String(run.user_id)) ? [] : [fault(`${at}/user_id`, 'is no user id')]),
  date: (run, at) => [
    ...(Number.isInteger(run.timestamp) ? [] : [fault(`${at}/timestamp`, 'is no number of seconds')]),
    ...(/\{(?:date|time)\w*\}/.test(String(run.format)) ? [] : [fault(`${at}/format`, 'shows no part of a time')]),
    ...(run.fallback === undefined ? [] : checkText(run.fallback, `${at}/fallback`, 'richTextText')),
  ],
};

const RICH_ELEMENTS: Readonly<Record<string, readonly string[]>> = {
  rich_text_section: ['text', 'link', 'emoji', 'user', 'date'],
  rich_text_quote: ['text', 'link', 'emoji', 'user', 'date'],
  rich_text_preformatted: ['text', 'link'],
};

function checkRichElement(element: Json, at: string): MessageFault[] {
  const type = String(element.type);
  if (type === 'rich_text_list') return each(element.elements, `${at}/elements`, checkRichElement);
  const allowed = RICH_ELEMENTS[type];
  if (allowed === undefined) return [fault(`${at}/type`, `is no rich text element: ${type}`)];
  return each(element.elements, `${at}/elements`, (run, pointer) => {
    const kind = String(run.type);
    const check = allowed.includes(kind) ? RUN_CHECKS[kind] : undefined;
    return check === undefined ? [fault(`${pointer}/type`, `may not stand in ${type}: ${kind}`)] : check(run, pointer);
  });
}

function checkButton(button: Json, at: string): MessageFault[] {
  if (button.type !== 'button') return [fault(`${at}/type`, `is no button: ${String(button.type)}`)];
  const { value, url, style } = button;
  return [
    ...checkTextObject(button.text, `${at}/text`, 'buttonText', ['plain_text']),
    ...checkText(button.action_id, `${at}/action_id`, 'actionId'),
    ...(value === undefined ? [] : checkText(value, `${at}/value`, 'buttonValue')),
    ...(url === undefined ? [] : checkText(url, `${at}/url`, 'buttonUrl')),
    ...(style === undefined || style === 'primary' || style === 'danger' ? [] : [fault(`${at}/style`, 'is no style')]),
    ...(button.confirm === undefined ? [] : checkConfirm(button.confirm, `${at}/confirm`)),
  ];
}

function checkConfirm(confirm: unknown, at: string): MessageFault[] {
  if (!isObject(confirm)) return [fault(at, 'is no object')];
  return [
    ...checkTextObject(confirm.title, `${at}/title`, 'confirmTitle', ['plain_text']),
    ...checkTextObject(confirm.text, `${at}/text`, 'confirmText', ['plain_text', 'mrkdwn']),
    ...checkTextObject(confirm.confirm, `${at}/confirm`, 'confirmButton', ['plain_text']),
    ...checkTextObject(confirm.deny, `${at}/deny`, 'confirmButton', ['plain_text']),
  ];
}

function uniqueActionIds(elements: unknown, at: string): MessageFault[] {
  if (!Array.isArray(elements)) return [];
  const ids = elements.filter(isObject).map((element) => element.action_id);
  return new Set(ids).size === ids.length ? [] : [fault(`${at}/elements`, 'have the same action_id twice')];
}

function checkTextObject(value: unknown, at: string, limit: Limit, types: readonly string[]): MessageFault[] {
  if (!isObject(value)) return [fault(at, 'is no text object')];
  const type = String(value.type);
  return [
    ...(types.includes(type) ? [] : [fault(`${at}/type`, `must be ${types.join(' or ')}, not ${type}`)]),
    ...checkText(value.text, `${at}/text`, limit),
  ];
}

function checkText(value: unknown, at: string, limit: Limit): MessageFault[] {
  if (typeof value !== 'string') return [fault(at, 'is no text')];
  if (value === '') return [fault(at, 'is empty')];
  return atMost(value.length, limit, at, 'characters');
}

function countAtMost(value: unknown, limit: Limit, at: string): MessageFault[] {
  return Array.isArray(value) ? atMost(value.length, limit, at, 'elements') : [];
}

function atMost(count: number, limit: Limit, at: string, of: string): MessageFault[] {
  return count <= LIMITS[limit] ? [] : [fault(at, `has ${count} ${of}; at most ${LIMITS[limit]}`)];
}

function each(value: unknown, at: string, check: Check): MessageFault[] {
  if (!Array.isArray(value)) return [fault(at, 'is no array')];
  if (value.length === 0) return [fault(at, 'is empty')];
  return value.flatMap((item: unknown, index) =>
    isObject(item) ? check(item, `${at}/${index}`) : [fault(`${at}/${index}`, 'is no object')],
  );
}

const TEXT_KEYS = new Set(['text', 'url', 'value', 'action_id', 'name', 'user_id', 'format', 'fallback']);

function allTexts(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(allTexts);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    typeof child === 'string' ? (TEXT_KEYS.has(key) ? [child] : []) : allTexts(child),
  );
}
