/** JSON text read, or the place where it stops being JSON. */
export type JsonReading =
  | { readonly kind: 'value'; readonly value: unknown; readonly duplicates: readonly DuplicateKey[] }
  | { readonly kind: 'notJson'; readonly line: number; readonly column: number };

/** A key that an object has twice: JSON.parse keeps the last without a word, AWS refuses the document. */
export interface DuplicateKey {
  readonly path: readonly (string | number)[];
}

const MOST_DUPLICATES = 20;

/** Reads JSON text in time linear in its length, however deep it nests. */
export function readJson(text: string): JsonReading {
  const scan = scanJson(text);
  if (typeof scan !== 'number') {
    try {
      return { kind: 'value', value: JSON.parse(text), duplicates: scan };
    } catch {
      return placeOf(text, text.length);
    }
  }
  return placeOf(text, scan);
}

function placeOf(text: string, at: number): JsonReading {
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  return { kind: 'notJson', line, column: at - before.lastIndexOf('\n') };
}

interface Frame {
  /** Undefined in an array. */
  readonly keys: Set<string> | undefined;
  /** The key or index at which the scan is. */
  at: string | number;
}

type Expected = 'value' | 'valueOrEnd' | 'key' | 'keyOrEnd' | 'colon' | 'commaOrEnd' | 'nothing';

/** The duplicate keys of JSON text, or where it stops being JSON. One pass, with a stack of its own. */
function scanJson(text: string): DuplicateKey[] | number {
  const duplicates: DuplicateKey[] = [];
  const stack: Frame[] = [];
  let expected: Expected = 'value';
  let at = skipSpace(text, 0);
  while (at < text.length) {
    const char = text.charAt(at);
    const frame = stack.at(-1);
    const start = at;
    if (char === '"') {
      const end = stringEnd(text, at);
      if (end === undefined) return at;
      at = end;
      if (expected === 'key' || expected === 'keyOrEnd') {
        noteKey(text.slice(start, at), stack, duplicates);
        expected = 'colon';
      } else if (expected === 'value' || expected === 'valueOrEnd') expected = afterValue(frame);
      else return start;
    } else if (char === ':' && expected === 'colon') {
      at++;
      expected = 'value';
    } else if (char === ',' && expected === 'commaOrEnd' && frame !== undefined) {
      at++;
      if (typeof frame.at === 'number') frame.at++;
      expected = frame.keys === undefined ? 'value' : 'key';
    } else if ((char === '{' || char === '[') && (expected === 'value' || expected === 'valueOrEnd')) {
      at++;
      stack.push(char === '{' ? { keys: new Set(), at: '' } : { keys: undefined, at: 0 });
      expected = char === '{' ? 'keyOrEnd' : 'valueOrEnd';
    } else if (frame !== undefined && char === (frame.keys === undefined ? ']' : '}')) {
      const mayEnd = frame.keys === undefined ? 'valueOrEnd' : 'keyOrEnd';
      if (expected !== 'commaOrEnd' && expected !== mayEnd) return at;
      at++;
      stack.pop();
      expected = afterValue(stack.at(-1));
    } else {
      const end = expected === 'value' || expected === 'valueOrEnd' ? scalarEnd(text, at) : undefined;
      if (end === undefined) return at;
      at = end;
      expected = afterValue(frame);
    }
    at = skipSpace(text, at);
  }
  return expected === 'nothing' ? duplicates : text.length;
}

const afterValue = (frame: Frame | undefined): Expected => (frame === undefined ? 'nothing' : 'commaOrEnd');

function noteKey(quoted: string, stack: readonly Frame[], duplicates: DuplicateKey[]): void {
  const frame = stack.at(-1);
  if (frame?.keys === undefined) return;
  const key = quoted.includes('\\') ? String(JSON.parse(quoted)) : quoted.slice(1, -1);
  frame.at = key;
  if (frame.keys.has(key) && duplicates.length < MOST_DUPLICATES) {
    duplicates.push({ path: stack.map((one) => one.at) });
  }
  frame.keys.add(key);
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && ' \t\r\n'.includes(text.charAt(at))) at++;
  return at;
}

/** Past the closing quote; undefined if the string never ends or holds what JSON does not allow. */
function stringEnd(text: string, from: number): number | undefined {
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) return at + 1;
    if (code < 32) return undefined;
    if (code !== 92) continue;
    const escaped = /^(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.exec(text.slice(at + 1, at + 6))?.[0];
    if (escaped === undefined) return undefined;
    at += escaped.length;
  }
  return undefined;
}

const SCALAR = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

function scalarEnd(text: string, from: number): number | undefined {
  SCALAR.lastIndex = from;
  const found = SCALAR.exec(text)?.[0];
  return found === undefined ? undefined : from + found.length;
}
