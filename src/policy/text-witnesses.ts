import type { PatternToken } from './match-pattern.ts';
import { literalText } from './match-pattern.ts';
import { type PatternTest, representatives } from './pattern-automaton.ts';

const MAX_STATES = 2_000;

/** Texts among which there is one for every way in which a text can pass or fail the tests. */
export interface TextCandidates {
  /** The policies' own words. */
  readonly named: readonly string[];
  readonly others: readonly string[];
  readonly overBound: boolean;
}

export function textCandidates(tests: readonly PatternTest[]): TextCandidates {
  const named = [...new Set(tests.flatMap((test) => test.patterns.flatMap((tokens) => spelled(tokens, test))))];
  const arnOnly = tests.some((test) => test.arn);
  const strangers = arnOnly ? STRANGE_ARNS : [];
  const open = tests.map((test) => ({ ...test, patterns: test.patterns.filter((tokens) => !isLiteral(tokens)) }));
  // Literals alone: each of them is there, and whatever else there is passes none of the tests.
  if (open.every(({ patterns }) => patterns.length === 0)) return { named, others: strangers, overBound: false };
  const found = representatives(tests, { arnOnly, maxStates: MAX_STATES });
  if (!found.overBound) return { named, others: [...strangers, ...found.texts], overBound: false };
  if (open.every(({ patterns }, index) => patterns.length === tests[index]?.patterns.length)) {
    return { named, others: found.texts, overBound: true };
  }
  // Literals make most of the states. Without them nothing is missed, unless a literal was found again.
  const fewer = representatives(open, { arnOnly, maxStates: MAX_STATES });
  const literals = new Set(tests.flatMap((test) => test.patterns.map((tokens) => literalText(tokens))));
  const missed = fewer.texts.some((text) => literals.has(text)) || tests.some((test) => test.ignoreCase);
  return { named, others: [...strangers, ...fewer.texts], overBound: fewer.overBound || missed };
}

const STRANGE_ARNS = ['arn:aws:s3:::example', 'arn:aws:iam::999900001111:role/example'];
const isLiteral = (tokens: readonly PatternToken[]): boolean => literalText(tokens) !== undefined;

/** A pattern written out, as a person would imagine a value of it. */
function spelled(tokens: readonly PatternToken[], test: PatternTest): string[] {
  const text = tokens
    .map((token) => (token.kind === 'text' ? token.text : token.kind === 'one' ? 'x' : 'example'))
    .join('');
  if (!test.ignoreCase) return [text];
  return [text, text.toLowerCase(), text.toUpperCase(), ...caseFlips(text)];
}

/** The text with the case of one letter changed, for each of its first letters. */
function caseFlips(text: string): string[] {
  const flips: string[] = [];
  for (let at = 0; at < text.length && flips.length < 8; at++) {
    const char = text.charAt(at);
    const flipped = char === char.toLowerCase() ? char.toUpperCase() : char.toLowerCase();
    if (flipped !== char) flips.push(text.slice(0, at) + flipped + text.slice(at + 1));
  }
  return flips;
}
