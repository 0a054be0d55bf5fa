import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { html } from '../../../src/sandbox/page/html.ts';
import { renderBlock } from '../../../src/sandbox/page/render-blocks.ts';
import { renderMrkdwn } from '../../../src/sandbox/page/render-mrkdwn.ts';

const NAMES = { person: (id: string) => `Person ${id}`, channel: (id: string) => `channel-${id}` };
const mrkdwn = (text: string) => renderMrkdwn(text, NAMES).markup;
const runs = (...elements: readonly object[]) =>
  renderBlock({ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }, NAMES).markup;

describe('mrkdwn', () => {
  test.each<[string, string, string]>([
    ['bold, italic and struck text', '*a* _b_ ~c~', '<strong>a</strong> <em>b</em> <s>c</s>'],
    ['nothing inside code is a mark', '`*a* <b>`', '<code>*a* &lt;b&gt;</code>'],
    ['an escaped mention stays text', '&lt;!channel&gt;', '&lt;!channel&gt;'],
    ['a mention that was not escaped is one', '<!channel>', '<span class="mention">@channel</span>'],
    ['a person is called by their name', '<@U1>', '<span class="mention">@Person U1</span>'],
    [
      'a link opens elsewhere',
      '<https://example.com|here>',
      '<a href="https://example.com" target="_blank" rel="noopener noreferrer">here</a>',
    ],
    ['a link that would run code is text', '<javascript:alert(1)|here>', 'here'],
    ['an underscore inside a word is none of the marks', 'a_b_c s3:x*', 'a_b_c s3:x*'],
    ['quoted lines are a quote', '&gt; a\nb', '<blockquote>a</blockquote>b'],
    ['a line end is kept', 'a\nb', 'a<br>b'],
    [
      'a date is left to the browser’s zone',
      '<!date^1763629200^{date_short} {time}|2025-11-20>',
      '<time datetime="2025-11-20T09:00:00.000Z" data-format="{date_short} {time}">2025-11-20</time>',
    ],
    ['an emoji is shown as its sign', ':no_entry:', '<span class="emoji" role="img" aria-label="no_entry">⛔</span>'],
  ])('%s', (_sentence, text, expected) => expect(mrkdwn(text)).toBe(expected));
});

describe('rich text', () => {
  test('is not parsed: what looks like a mark, a mention or a tag is text', () => {
    expect(runs({ type: 'text', text: '*a* <!here> <script>x</script>' })).toContain(
      '*a* &lt;!here&gt; &lt;script&gt;x&lt;/script&gt;',
    );
  });

  test('has styles', () => {
    expect(runs({ type: 'text', text: 'x', style: { bold: true, code: true } })).toContain(
      '<strong><code>x</code></strong>',
    );
  });

  test('shows a unified diff in colours, line by line', () => {
    const text = '--- a\n+++ b\n@@ -1 +1 @@\n-old\n+new\n kept';
    const { markup } = renderBlock(
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }],
      },
      NAMES,
    );
    expect(markup).toContain('<span class="diff-removed">-old\n</span><span class="diff-added">+new\n</span>');
  });
});

describe('blocks', () => {
  test('a button carries its action and the question it asks first', () => {
    const text = { type: 'plain_text', text: 'Re-run' };
    const confirm = { title: text, text, confirm: text, deny: text };
    const button = { type: 'button', text, action_id: 'a"b', value: 'v', confirm };
    expect(renderBlock({ type: 'actions', elements: [button] }, NAMES).markup).toContain(
      'data-action="a&quot;b" data-confirm="Re-run\n\nRe-run">Re-run</button>',
    );
  });

  test('a block that the page does not know is named, not dropped', () => {
    expect(renderBlock({ type: 'video<' }, NAMES).markup).toContain('a block of type video&lt;');
  });
});

describe('nothing that stands in a message can become markup', () => {
  const TAGS = /<(?!\/?(?:p|br|code|strong|em|s|pre|blockquote|span|a|time|div|h3|hr|button)\b)/;
  const EVENT_HANDLER = /<[^>]*\son\w+=/;
  const probe = fc
    .array(
      fc.constantFrom(
        '<script>',
        '</p>',
        '<img src=x onerror=1>',
        '`',
        '*',
        '_',
        '~',
        '<',
        '>',
        '&',
        '"',
        "'",
        '|',
        '!',
        '@',
        '#',
        '^',
        ':x:',
        'javascript:',
        '\n',
        'a',
      ),
    )
    .map((parts) => parts.join(''));
  const holds = (markup: string) => {
    expect(markup).not.toMatch(TAGS);
    expect(markup).not.toMatch(EVENT_HANDLER);
    expect(markup).not.toMatch(/href="(?!https?:|mailto:)/);
  };

  test('in mrkdwn, where references are parsed', () => fc.assert(fc.property(probe, (text) => holds(mrkdwn(text)))));
  test('in rich text', () => fc.assert(fc.property(probe, (text) => holds(runs({ type: 'text', text })))));
  test('in a header', () =>
    fc.assert(
      fc.property(probe, (text) => {
        holds(renderBlock({ type: 'header', text: { type: 'plain_text', text } }, NAMES).markup);
      }),
    ));
  test('in a template', () => {
    expect(html`<p title="${'"><b>'}">${'<b>'}</p>`.markup).toBe('<p title="&quot;&gt;&lt;b&gt;">&lt;b&gt;</p>');
  });
});
