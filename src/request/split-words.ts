import { type Problem, problem } from './bad-arguments.ts';

const DOUBLE = '"\u201c\u201d\u201e\u201f\u00ab\u00bb';
const SINGLE = "'\u2018\u2019\u201a\u201b";
const QUOTES = [DOUBLE, SINGLE, '`'];
const SPACE = /\s/u;

/** A word, and whether it stood in quotes: what is quoted is never an option. */
export interface Word {
  readonly text: string;
  readonly quoted: boolean;
}

/**
 * The words of a line of Slack text. Quotes, straight or smart, hold a word with spaces together; a quote within a word is
 * a letter of it. Slack's links (`<url|text>`), escapes (`&amp;`) and code ticks are undone.
 */
export function splitWords(line: string): readonly Word[] | Problem {
  const text = undoEscapes(unlink(uncode(line)));
  const words: Word[] = [];
  let at = 0;
  while (at < text.length) {
    if (SPACE.test(text.charAt(at))) {
      at += 1;
      continue;
    }
    const quotes = QUOTES.find((kind) => kind.includes(text.charAt(at)));
    const word = quotes === undefined ? bareWord(text, at) : quotedWord(text, at, quotes);
    if (word === undefined) {
      return problem(
        'a quote is opened and never closed',
        'close it, or leave it out: quotes are only needed around a key with spaces',
        'example-reports "2026/annual report.csv" arn:aws:iam::111122223333:role/reports',
      );
    }
    words.push({ text: word.text, quoted: word.quoted });
    at = word.end;
  }
  return words;
}

/** The word in double quotes, so that `splitWords` gives it back. */
export function quoteWord(word: string): string {
  return `"${escapeSlack(word.replace(new RegExp(`[\\\\${DOUBLE}]`, 'g'), '\\$&'))}"`;
}

interface Cut extends Word {
  readonly end: number;
}

/** `\` before a space keeps the space; `--option="a b"` may quote its value. */
function bareWord(text: string, start: number): Cut | undefined {
  let word = '';
  let at = start;
  while (at < text.length && !SPACE.test(text.charAt(at))) {
    const quotes = QUOTES.find((kind) => kind.includes(text.charAt(at)));
    if (quotes !== undefined && /^(?:--|[\u2013\u2014])[\w-]+=(?:[^=]*=)?$/.test(word)) {
      const value = quotedWord(text, at, quotes);
      if (value === undefined) return undefined;
      return { text: word + value.text, quoted: false, end: value.end };
    }
    if (text.charAt(at) === '\\' && SPACE.test(text.charAt(at + 1))) at += 1;
    word += text.charAt(at);
    at += 1;
  }
  return { text: word, quoted: false, end: at };
}

function quotedWord(text: string, start: number, quotes: string): Cut | undefined {
  let word = '';
  let at = start + 1;
  while (at < text.length) {
    const next = text.charAt(at + 1);
    if (text.charAt(at) === '\\' && next !== '' && (next === '\\' || quotes.includes(next))) {
      word += next;
      at += 2;
    } else if (quotes.includes(text.charAt(at)) && (next === '' || SPACE.test(next))) {
      return { text: word, quoted: true, end: at + 1 };
    } else {
      word += text.charAt(at);
      at += 1;
    }
  }
  return undefined;
}

/** Code ticks around the whole line. */
function uncode(line: string): string {
  const inner = /^\s*(`{1,3})([^`]*)\1\s*$/.exec(line)?.[2];
  return inner !== undefined && SPACE.test(inner.trim()) ? inner : line;
}

/** Slack makes links of what looks like one: what was typed is the label, unless the label is other words. */
function unlink(line: string): string {
  return line.replace(/<((?:https?|mailto|s3):[^|<>\s]*)(?:\|([^<>]*))?>/g, (_link, url: string, label?: string) => {
    const address = url.replace(/^mailto:/, '');
    return label !== undefined && address.replace(/^https?:\/\//, '') === label ? label : address;
  });
}

const ESCAPES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

function undoEscapes(line: string): string {
  return line.replace(/&(?:amp|lt|gt);/g, (code) => ESCAPES[code] ?? code);
}

function escapeSlack(word: string): string {
  return word.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
