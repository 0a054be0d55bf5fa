import type { PatternToken } from './match-pattern.ts';

/** A set of patterns of which a value matches some or none. */
export interface PatternTest {
  readonly patterns: readonly (readonly PatternToken[])[];
  readonly ignoreCase: boolean;
  /** Compared part by part: in the first five parts a wildcard does not reach over a colon. */
  readonly arn: boolean;
}

export interface Representatives {
  /** For every combination of tests that some text passes, one such text; the shortest. */
  readonly texts: readonly string[];
  /** There were more states than the bound, so a combination may be missing. */
  readonly overBound: boolean;
}

const ANY = -1;
const MANY = -2;
const END = -3;
const COLON = 58;

/** One place in one pattern. */
interface Position {
  /** A character code, ANY, MANY or END. */
  readonly code: number;
  readonly ignoreCase: boolean;
  /** ANY and MANY do not take a colon here. */
  readonly withinPart: boolean;
  /** The test that passes when a text ends at END. */
  readonly test: number;
}

interface State {
  readonly text: string;
  readonly places: readonly number[];
}

/**
 * Runs all patterns of all tests at once over every text there is: breadth first, over the sets of places at which the
 * patterns can stand, with the characters that occur in the patterns and one that does not. With `arnOnly`, which any ARN
 * test wants, texts that have fewer than six parts are passed over.
 */
export function representatives(
  tests: readonly PatternTest[],
  { arnOnly, maxStates }: { readonly arnOnly: boolean; readonly maxStates: number },
): Representatives {
  const { positions, starts } = layOut(tests);
  const other = unusedCharacter(positions);
  const seen = new Set<string>();
  const found = new Map<string, string>();
  const places = new Places(positions);
  for (const start of starts) places.add(start);
  let level: State[] = [{ text: '', places: places.take() }];
  let colons: number[] = [0];
  while (level.length > 0) {
    const next: State[] = [];
    const nextColons: number[] = [];
    for (const [index, state] of level.entries()) {
      const parts = colons[index] ?? 0;
      const key = `${parts}|${state.places.join()}`;
      if (seen.has(key)) continue;
      if (seen.size >= maxStates) return { texts: [...found.values()], overBound: true };
      seen.add(key);
      if (!arnOnly || parts === 5) {
        const passed = passedBy(state.places, positions);
        if (!found.has(passed)) found.set(passed, state.text);
      }
      for (const code of charactersFrom(state.places, positions, arnOnly, other)) {
        next.push({
          text: state.text + String.fromCharCode(code),
          places: step(state.places, code, positions, places),
        });
        nextColons.push(arnOnly && code === COLON ? Math.min(5, parts + 1) : parts);
      }
    }
    level = next;
    colons = nextColons;
  }
  return { texts: [...found.values()], overBound: false };
}

function layOut(tests: readonly PatternTest[]): { positions: Position[]; starts: number[] } {
  const positions: Position[] = [];
  const starts: number[] = [];
  for (const [test, { patterns, ignoreCase, arn }] of tests.entries()) {
    for (const tokens of patterns) {
      starts.push(positions.length);
      let part = 0;
      for (const token of tokens) {
        const withinPart = arn && part < 5;
        if (token.kind !== 'text') {
          positions.push({ code: token.kind === 'one' ? ANY : MANY, ignoreCase, withinPart, test });
          continue;
        }
        const text = ignoreCase ? token.text.toLowerCase() : token.text;
        for (let at = 0; at < text.length; at++) {
          const code = text.charCodeAt(at);
          if (code === COLON) part++;
          positions.push({ code, ignoreCase, withinPart, test });
        }
      }
      positions.push({ code: END, ignoreCase, withinPart: false, test });
    }
  }
  return { positions, starts };
}

/** Collects places, each once, in ascending order. A `*` may stand for nothing: the place after it is taken too. */
class Places {
  readonly #seen: Uint32Array;
  readonly #positions: readonly Position[];
  #round = 0;
  #taken: number[] = [];
  #ascending = true;

  constructor(positions: readonly Position[]) {
    this.#positions = positions;
    this.#seen = new Uint32Array(positions.length);
  }

  add(place: number): void {
    for (let at = place; this.#seen[at] !== this.#round + 1; at++) {
      this.#seen[at] = this.#round + 1;
      const last = this.#taken.at(-1);
      if (last !== undefined && last > at) this.#ascending = false;
      this.#taken.push(at);
      if (this.#positions[at]?.code !== MANY) return;
    }
  }

  take(): readonly number[] {
    const taken = this.#ascending ? this.#taken : this.#taken.sort((one, other) => one - other);
    this.#round++;
    this.#taken = [];
    this.#ascending = true;
    return taken;
  }
}

function step(
  from: readonly number[],
  code: number,
  positions: readonly Position[],
  places: Places,
): readonly number[] {
  const lower = lowerCode(code);
  for (const place of from) {
    const position = positions[place];
    if (position === undefined || position.code === END) continue;
    if (position.code === ANY || position.code === MANY) {
      if (position.withinPart && code === COLON) continue;
      places.add(position.code === MANY ? place : place + 1);
    } else if (position.code === (position.ignoreCase ? lower : code)) places.add(place + 1);
  }
  return places.take();
}

function lowerCode(code: number): number {
  const lower = String.fromCharCode(code).toLowerCase();
  return lower.length === 1 ? lower.charCodeAt(0) : code;
}

function upperCode(code: number): number {
  const upper = String.fromCharCode(code).toUpperCase();
  return upper.length === 1 ? upper.charCodeAt(0) : code;
}

function passedBy(places: readonly number[], positions: readonly Position[]): string {
  const tests = new Set<number>();
  for (const place of places) {
    const position = positions[place];
    if (position?.code === END) tests.add(position.test);
  }
  return [...tests].sort((one, other) => one - other).join();
}

/** Of the characters that no pattern waits for here, all do the same; one stands for them. */
function charactersFrom(
  places: readonly number[],
  positions: readonly Position[],
  withColon: boolean,
  other: number,
): Iterable<number> {
  const codes = new Set<number>([other]);
  if (withColon) codes.add(COLON);
  for (const place of places) {
    const position = positions[place];
    if (position === undefined || position.code < 0) continue;
    codes.add(position.code);
    if (position.ignoreCase) codes.add(upperCode(position.code));
  }
  return codes;
}

const PREFERRED = 'xyzwvqkj0123456789abcdefghilmnoprstu_-';

function unusedCharacter(positions: readonly Position[]): number {
  const used = new Set<number>([COLON]);
  for (const { code } of positions) for (const one of [code, lowerCode(code), upperCode(code)]) used.add(one);
  for (let at = 0; at < PREFERRED.length; at++)
    if (!used.has(PREFERRED.charCodeAt(at))) return PREFERRED.charCodeAt(at);
  let code = 0x3041;
  while (used.has(code)) code++;
  return code;
}
