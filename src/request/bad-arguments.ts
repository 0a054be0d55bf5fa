/** Words that name no call: what was wrong, what to do, and the arguments of a right one, without the command's name. */
export interface BadArguments {
  readonly kind: 'invalid';
  readonly what: string;
  readonly help: string;
  readonly example: string;
}

/** A problem with one word, before it is known at which door it was said. */
export interface Problem {
  readonly kind: 'problem';
  readonly what: string;
  readonly help: string;
  /** The arguments of a right call, without the command's name. */
  readonly example?: string;
}

export const problem = (what: string, help: string, example?: string): Problem => ({
  kind: 'problem',
  what,
  help,
  ...(example === undefined ? {} : { example }),
});

/** A word as it is shown in an answer: its start, on one line. */
export function shown(word: string, length = 80): string {
  const line = word.replace(/[\p{Cc}\u2028\u2029`]/gu, '\u00b7');
  const characters = [...line];
  return characters.length <= length ? line : `${characters.slice(0, length).join('')}\u2026`;
}

export function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'problem';
}
