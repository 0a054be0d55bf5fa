/** A piece of a pattern: text that stands for itself, `?` (any one character), or `*` (any characters, also none). */
export type PatternToken =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'one' }
  | { readonly kind: 'many' };

export type Matches = (value: string) => boolean;

const ONE: PatternToken = { kind: 'one' };
const MANY: PatternToken = { kind: 'many' };

/** Text that is compared as it stands: its own `*` and `?` are no wildcards. */
export const literal = (text: string): PatternToken => ({ kind: 'text', text });

/** Reads `*` and `?` as wildcards and everything else as text. */
export function wildcards(text: string): PatternToken[] {
  const tokens: PatternToken[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char !== 42 && char !== 63) continue;
    if (at > start) tokens.push(literal(text.slice(start, at)));
    start = at + 1;
    // Two `*` in a row are one.
    if (char === 42 && tokens.at(-1)?.kind === 'many') continue;
    tokens.push(char === 42 ? MANY : ONE);
  }
  if (start < text.length) tokens.push(literal(text.slice(start)));
  return tokens;
}

/** The text a pattern stands for, if it has no wildcard. */
export function literalText(tokens: readonly PatternToken[]): string | undefined {
  let text = '';
  for (const token of tokens) {
    if (token.kind !== 'text') return undefined;
    text += token.text;
  }
  return text;
}

/**
 * A matcher of whole strings. It takes time proportional to the lengths of pattern and value multiplied, whatever the
 * pattern: between two `*` the first fit is the best fit, so there is nothing to go back for.
 */
export function compilePattern(tokens: readonly PatternToken[]): Matches {
  const segments = segmentsOf(tokens);
  const first = segments[0];
  const last = segments.at(-1);
  if (first === undefined || last === undefined || segments.length === 1) return wholeSegment(first);
  if (segments.length === 2 && last.length === 0) return (value) => first.fits(value, 0);
  const middle = segments.slice(1, -1).filter((segment) => segment.length > 0);
  return (value) => {
    if (value.length < first.length + last.length) return false;
    const end = value.length - last.length;
    if (!first.fits(value, 0) || !last.fits(value, end)) return false;
    let at = first.length;
    for (const segment of middle) {
      const found = segment.find(value, at);
      if (found < 0) return false;
      at = found + segment.length;
    }
    return at <= end;
  };
}

/** Like compilePattern, without regard to case: AWS compares actions so. */
export function compilePatternIgnoringCase(tokens: readonly PatternToken[]): Matches {
  const matches = compilePattern(tokens.map((token) => (token.kind === 'text' ? literal(lower(token.text)) : token)));
  return (value) => matches(lower(value));
}

const lower = (text: string): string => text.toLowerCase();

/** Whether a pattern with `*` and `?` matches the whole value. For a pattern that is used more than once, compile it. */
export const matchPattern = (pattern: string, value: string): boolean => compilePattern(wildcards(pattern))(value);

/** What stands between two `*`: it has one length, and fits at a place or does not. */
interface Segment {
  readonly length: number;
  readonly fits: (value: string, at: number) => boolean;
  readonly find: (value: string, from: number) => number;
}

function wholeSegment(segment: Segment | undefined): Matches {
  if (segment === undefined) return (value) => value === '';
  return (value) => value.length === segment.length && segment.fits(value, 0);
}

function segmentsOf(tokens: readonly PatternToken[]): Segment[] {
  const segments: Segment[] = [];
  let open: PatternToken[] = [];
  for (const token of tokens) {
    if (token.kind === 'many') {
      segments.push(segmentOf(open));
      open = [];
    } else open.push(token);
  }
  segments.push(segmentOf(open));
  return segments;
}

function segmentOf(tokens: readonly PatternToken[]): Segment {
  const text = literalText(tokens);
  if (text !== undefined) {
    return {
      length: text.length,
      fits: (value, at) => value.startsWith(text, at),
      find: (value, from) => value.indexOf(text, from),
    };
  }
  const codes: number[] = [];
  for (const token of tokens) {
    if (token.kind !== 'text') codes.push(-1);
    else for (let at = 0; at < token.text.length; at++) codes.push(token.text.charCodeAt(at));
  }
  const fits = (value: string, at: number): boolean => {
    if (at + codes.length > value.length) return false;
    for (let place = 0; place < codes.length; place++) {
      const code = codes[place];
      if (code !== -1 && code !== value.charCodeAt(at + place)) return false;
    }
    return true;
  };
  const find = (value: string, from: number): number => {
    for (let at = from; at + codes.length <= value.length; at++) if (fits(value, at)) return at;
    return -1;
  };
  return { length: codes.length, fits, find };
}
