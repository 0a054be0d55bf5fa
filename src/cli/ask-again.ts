import { shellWord } from '../explain/apply-command.ts';
import type { Command } from './usage.ts';

/** What no second look takes: a secret must not be printed, and a file not be written again. */
const LEFT_OUT = /^--(?:external-id|save-snapshot)(?<value>=[\s\S]*)?$/i;

/** The command line that was given, telling every statement: for answers that hang on more than the call. */
export function askAgain(command: Command, words: readonly string[]): string {
  const ended = words.indexOf('--');
  const kept = words.filter((word, at) => {
    const previous = words[at - 1] ?? '';
    const isValue = LEFT_OUT.test(previous) && !previous.includes('=');
    return (ended >= 0 && at >= ended) || !(isValue || LEFT_OUT.test(word));
  });
  return ['s3-403', command, '--verbose', ...kept].map(shellWord).join(' ');
}
