import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compilePattern,
  compilePatternIgnoringCase,
  literal,
  matchPattern,
  wildcards,
} from '../../src/policy/match-pattern.ts';
import { cpuMilliseconds } from '../cpu-milliseconds.ts';
import { shortPattern, shortText } from './policy-arbitraries.ts';

/** What wildcards mean, as plainly as it can be said. */
function naive(pattern: string, value: string): boolean {
  const [first] = pattern;
  if (first === undefined) return value === '';
  if (first === '*') return naive(pattern.slice(1), value) || (value !== '' && naive(pattern, value.slice(1)));
  if (value === '') return false;
  return (first === '?' || first === value[0]) && naive(pattern.slice(1), value.slice(1));
}

describe('a pattern', () => {
  test.each<[string, string, string, boolean]>([
    ['without wildcards matches itself', 'reports', 'reports', true],
    ['without wildcards matches nothing longer', 'reports', 'reports2', false],
    ['is case-sensitive', 'Reports', 'reports', false],
    ['that is empty matches empty text', '', '', true],
    ['that is empty matches nothing else', '', 'a', false],
    ['`*` matches everything', '*', 'any/thing:at all', true],
    ['`*` matches empty text', '*', '', true],
    ['ending in `*` matches its prefix', 'arn:aws:s3:::b/*', 'arn:aws:s3:::b/', true],
    ['crosses slashes with `*`', 'arn:aws:s3:::b/*', 'arn:aws:s3:::b/2024/01/x.csv', true],
    ['does not reach below its prefix', 'arn:aws:s3:::b/*', 'arn:aws:s3:::b', false],
    ['with `*` in front matches endings', '*.csv', '2024.csv', true],
    ['with `*` inside may not use a character twice', 'aba*aba', 'ababa', false],
    ['with `?` wants one character', 'a?c', 'abc', true],
    ['with `?` does not take none', 'a?c', 'ac', false],
    ['with several wildcards finds its way', '*a?b*c', 'xxaabyyc', true],
    ['takes other punctuation as text', 'a.b+(c)[d]^$|\\', 'a.b+(c)[d]^$|\\', true],
    ['takes a dot as a dot', 'a.b', 'axb', false],
  ])('%s', (_sentence, pattern, value, matches) => expect(matchPattern(pattern, value)).toBe(matches));

  test('ignores case where AWS does', () => {
    const matches = compilePatternIgnoringCase(wildcards('S3:get*'));
    expect(['s3:GetObject', 'S3:GETBUCKETACL', 's3:PutObject'].map(matches)).toEqual([true, true, false]);
  });

  test('takes a literal `*` and `?` as text', () => {
    const matches = compilePattern([literal('a*?'), ...wildcards('*')]);
    expect(['a*?b', 'axxb'].map(matches)).toEqual([true, false]);
  });

  test('means what a naive reading means', () => {
    fc.assert(
      fc.property(shortPattern, shortText, (pattern, value) => {
        expect(matchPattern(pattern, value)).toBe(naive(pattern, value));
      }),
      { numRuns: 3_000 },
    );
  });

  test.each([
    ['many stars', '*a'.repeat(2_000), `${'a'.repeat(20_000)}b`],
    ['many question marks', `*${'?'.repeat(1_000)}b`, 'a'.repeat(20_000)],
  ])('with %s does not run away', (_sentence, pattern, value) => {
    expect(cpuMilliseconds(() => expect(matchPattern(pattern, value)).toBe(false))).toBeLessThan(1_000);
  });
});
