import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quoteWord, splitWords } from '../../src/request/split-words.ts';

const texts = (line: string): readonly string[] | string => {
  const words = splitWords(line);
  return 'kind' in words ? words.what : words.map(({ text }) => text);
};

describe('a line of Slack text', () => {
  test.each<[string, string, readonly string[]]>([
    ['is split at spaces, tabs and no-break spaces', 'a\tb\u00a0 c', ['a', 'b', 'c']],
    ['keeps a quoted key together', 'bucket "annual report.csv" role', ['bucket', 'annual report.csv', 'role']],
    [
      'knows the quotes that Slack makes smart',
      'bucket “annual report.csv” ‘a b’',
      ['bucket', 'annual report.csv', 'a b'],
    ],
    ['closes a smart quote with a straight one', 'bucket “a b" c', ['bucket', 'a b', 'c']],
    ['takes a quote within a word as a letter', 'bucket Bob’s"file".csv', ['bucket', 'Bob’s"file".csv']],
    ['keeps a quote in quotes if no space follows it', '"Bob"s file"', ['Bob"s file']],
    ['keeps what is escaped', '"say \\"hi\\" \\\\ there"', ['say "hi" \\ there']],
    ['keeps an escaped space', 'my\\ file.csv role', ['my file.csv', 'role']],
    ['keeps a backslash that escapes nothing', 'dir\\file', ['dir\\file']],
    ['keeps an empty quoted word', 'bucket "" role', ['bucket', '', 'role']],
    ['joins a quoted value to its option', '--context="s3:prefix=a b" x', ['--context=s3:prefix=a b', 'x']],
    ['joins a quoted part of a condition', '--context=s3:prefix="a b"', ['--context=s3:prefix=a b']],
    [
      'unwraps a link to the address',
      '<https://b.s3.amazonaws.com/k|the file> x',
      ['https://b.s3.amazonaws.com/k', 'x'],
    ],
    ['unwraps a bare link', '<https://b.s3.amazonaws.com/k>', ['https://b.s3.amazonaws.com/k']],
    [
      'leaves what was typed where Slack made a link of it',
      '<http://my.bucket.com|my.bucket.com> k',
      ['my.bucket.com', 'k'],
    ],
    [
      'unwraps an address of mail within a session ARN',
      'arn:aws:sts::111122223333:assumed-role/R/<mailto:alice@example.com|alice@example.com>',
      ['arn:aws:sts::111122223333:assumed-role/R/alice@example.com'],
    ],
    ['undoes what Slack escapes', 'a&amp;b&lt;c&gt; &quot;', ['a&b<c>', '&quot;']],
    ['drops code ticks around the line', '`bucket key role`', ['bucket', 'key', 'role']],
    ['drops code ticks around a word', 'bucket `my key` ```role```', ['bucket', 'my key', '``role``']],
    ['may be empty', '  ', []],
  ])('%s', (_what, line, expected) => expect(texts(line)).toEqual(expected));

  test.each([['"never closed'], ['bucket “a b role'], ["'"]])('with a quote that is never closed says so: %s', (line) =>
    expect(texts(line)).toBe('a quote is opened and never closed'),
  );

  test('gives back any word that was quoted, among others', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 5 }), (words) => {
        expect(texts(words.map(quoteWord).join(' '))).toEqual(words);
      }),
    );
  });

  test('gives back quotes, backslashes and Slack escapes in a word that was quoted', () => {
    const tricky = fc.string({ unit: fc.constantFrom(...'"\'“”‘’«»„`\\ &;<>|ampltgt=-–—\n\u00a0'), maxLength: 12 });
    fc.assert(
      fc.property(fc.array(tricky, { maxLength: 4 }), (words) => {
        expect(texts(words.map(quoteWord).join(' '))).toEqual(words);
      }),
      { numRuns: 1000 },
    );
  });

  test('never ends in an exception', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (line) => void splitWords(line)));
  });
});
