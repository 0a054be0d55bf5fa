import { shellWord } from '../explain/apply-command.ts';
import { OPTION } from '../request/split-options.ts';
import type { Command } from './usage.ts';

/** What no second look takes: a secret must not be printed, and a file not be written again. */
const LEFT_OUT: ReadonlySet<string> = new Set(['external-id', 'save-snapshot']);

const isLeftOut = (word: string): boolean => LEFT_OUT.has(OPTION.exec(word)?.groups?.name?.toLowerCase() ?? '');

/** The command line that was given, telling every statement: for answers that hang on more than the call. */
export function askAgain(command: Command, words: readonly string[]): string {
  const ended = words.indexOf('--');
  const kept = words.filter((word, at) => {
    const previous = words[at - 1] ?? '';
    const isValue = isLeftOut(previous) && !previous.includes('=');
    return (ended >= 0 && at >= ended) || !(isValue || isLeftOut(word));
  });
  return ['s3-403', command, '--verbose', ...kept].map(shellWord).join(' ');
}
