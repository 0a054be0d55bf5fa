import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../../src/render/slack/limits.ts';
import { validateMessage } from '../../../src/render/slack/validate-message.ts';

const long = (count: number) => 'x'.repeat(count);
const plain = (text: string) => ({ type: 'plain_text', text, emoji: false });
const button = (over: object = {}) => ({
  type: 'button',
  text: plain('Re-run'),
  action_id: 'rerun',
  value: '1',
  ...over,
});
const rich = (...elements: object[]) => ({ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] });
const pointers = (...blocks: unknown[]) => validateMessage({ text: 't', blocks }).map(({ pointer }) => pointer);

test('a message within all limits has no faults', () => {
  const blocks = [
    { type: 'header', text: plain(long(LIMITS.headerText)) },
    rich({ type: 'text', text: long(LIMITS.richTextText) }, { type: 'emoji', name: 'no_entry' }),
    { type: 'context', elements: [{ type: 'mrkdwn', text: 'x' }] },
    { type: 'divider' },
    { type: 'actions', elements: [button()] },
  ];
  expect(validateMessage({ text: 't', blocks })).toEqual([]);
});

describe('a fault is found, with its place', () => {
  test.each<[string, unknown, string]>([
    ['a header that is too long', { type: 'header', text: plain(long(151)) }, '/blocks/0/text/text'],
    ['a header in mrkdwn', { type: 'header', text: { type: 'mrkdwn', text: 'x' } }, '/blocks/0/text/type'],
    ['an empty text', rich({ type: 'text', text: '' }), '/blocks/0/elements/0/elements/0/text'],
    ['a section that is too long', { type: 'section', text: plain(long(3001)) }, '/blocks/0/text/text'],
    ['a section with nothing in it', { type: 'section' }, '/blocks/0'],
    ['a kind of block for modals only', { type: 'alert' }, '/blocks/0/type'],
    [
      'a context with eleven elements',
      { type: 'context', elements: Array.from({ length: 11 }, () => plain('x')) },
      '/blocks/0/elements',
    ],
    [
      'a button value that is too long',
      { type: 'actions', elements: [button({ value: long(2001) })] },
      '/blocks/0/elements/0/value',
    ],
    [
      'a button text that is too long',
      { type: 'actions', elements: [button({ text: plain(long(76)) })] },
      '/blocks/0/elements/0/text/text',
    ],
    [
      'a button without an action_id',
      { type: 'actions', elements: [button({ action_id: undefined })] },
      '/blocks/0/elements/0/action_id',
    ],
    ['two buttons with one action_id', { type: 'actions', elements: [button(), button()] }, '/blocks/0/elements'],
    [
      'a link that is no http address',
      rich({ type: 'link', url: 'javascript:alert(1)', text: 'x' }),
      '/blocks/0/elements/0/elements/0/url',
    ],
    ['an emoji that is none', rich({ type: 'emoji', name: 'no entry' }), '/blocks/0/elements/0/elements/0/name'],
    [
      'an emoji in preformatted text',
      { type: 'rich_text', elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'emoji', name: 'x' }] }] },
      '/blocks/0/elements/0/elements/0/type',
    ],
    ['something that is no block', 'text', '/blocks/0'],
  ])('%s', (_sentence, block, pointer) => expect(pointers(block)).toContain(pointer));

  test('fifty-one blocks', () =>
    expect(pointers(...Array.from({ length: 51 }, () => ({ type: 'divider' })))).toEqual(['/blocks']));

  test('more text over all blocks than Slack takes', () => {
    const blocks = Array.from({ length: 5 }, () => rich({ type: 'text', text: long(2500) }));
    expect(pointers(...blocks)).toEqual(['/blocks']);
  });

  test('a text for notifications that is too long', () =>
    expect(validateMessage({ text: long(4001), blocks: [{ type: 'divider' }] })).toHaveLength(1));

  test.each([[undefined], ['text'], [{}], [{ text: '' }], [{ text: 'x', blocks: {} }]])('%j is no message', (message) =>
    expect(validateMessage(message)).not.toEqual([]),
  );
});
