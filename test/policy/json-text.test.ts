import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readJson } from '../../src/policy/json-text.ts';

/** What JSON.parse makes of a text; undefined if it is no JSON. */
function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

test('reads what JSON.parse reads, and refuses what it refuses', () => {
  const spoilt = fc
    .tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '"', '}', ']', '0', 'e', '\\', '\n', ' '))
    .map(([text, at, mark]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + mark + text.slice(place + 1);
    });
  fc.assert(
    fc.property(fc.oneof(fc.json(), spoilt, fc.string()), (text) => {
      const reading = readJson(text);
      const expected = parsed(text);
      expect(reading.kind).toBe(expected === undefined ? 'notJson' : 'value');
      if (reading.kind === 'value') expect(reading.value).toEqual(expected?.value);
    }),
    { numRuns: 5_000 },
  );
});

describe('says where text stops being JSON', () => {
  test.each<[string, string, number, number]>([
    ['at a stray comma', '{"a": 1,\n}', 2, 1],
    ['at a missing colon', '{"a" 1}', 1, 6],
    ['at an unquoted key', '{a: 1}', 1, 2],
    ['at single quotes', "{'a': 1}", 1, 2],
    ['at a string with a line break', '["a\nb"]', 1, 2],
    ['at the wrong bracket', '[1}', 1, 3],
    ['at the end of what is not finished', '{"a": [1, 2', 1, 12],
    ['at a number with a leading zero', '[01]', 1, 3],
  ])('%s', (_sentence, text, line, column) => expect(readJson(text)).toEqual({ kind: 'notJson', line, column }));
});

test('names the keys that an object has twice, with their place', () => {
  const reading = readJson('{"a":[{"b":1,"c":{},"b":2},{"b":3}],"\\u0061":4}');
  expect(reading.kind === 'value' && reading.duplicates.map(({ path }) => path)).toEqual([['a', 0, 'b'], ['a']]);
});
