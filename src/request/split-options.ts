import { type Problem, problem, shown } from './bad-arguments.ts';
import { didYouMean } from './did-you-mean.ts';
import type { Word } from './split-words.ts';

/** An option that a door knows: whether a value follows it, and whether it may be given more than once. */
export interface OptionRule {
  readonly takes: 'value' | 'nothing';
  readonly repeatable?: boolean;
  /** The kind of value, as usage shows it. */
  readonly value?: string;
  readonly says: string;
}

export interface SplitOptions<Name extends string> {
  readonly kind: 'split';
  readonly positionals: readonly string[];
  readonly options: ReadonlyMap<Name, readonly string[]>;
}

/**
 * Sorts words into options (`--name value`, `--name=value`) and the rest. Dashes that a chat or an editor made long are
 * dashes; `--` ends the options, for keys that begin with two dashes.
 */
export function splitOptions<Name extends string>(
  words: readonly Word[],
  rules: Readonly<Record<Name, OptionRule>>,
  elsewhere: readonly string[] = [],
): SplitOptions<Name> | Problem {
  const names = Object.keys(rules);
  const isName = (name: string): name is Name => Object.hasOwn(rules, name);
  const positionals: string[] = [];
  const options = new Map<Name, readonly string[]>();
  let ended = false;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (word === undefined) break;
    const option = ended || word.quoted ? undefined : OPTION.exec(word.text)?.groups;
    if (!ended && !word.quoted && word.text === '--') {
      ended = true;
      continue;
    }
    if (option === undefined) {
      positionals.push(word.text);
      continue;
    }
    const name = (option.name ?? '').toLowerCase();
    if (!isName(name)) return unknownOption(name, names, elsewhere);
    const rule = rules[name];
    const given = options.get(name);
    if (given !== undefined && rule.repeatable !== true && rule.takes === 'value') {
      return problem(`\`--${name}\` is given twice`, 'give it once');
    }
    if (rule.takes === 'nothing') {
      if (option.value !== undefined) return problem(`\`--${name}\` takes no value`, `write \`--${name}\` alone`);
      options.set(name, []);
      continue;
    }
    const next = words[at + 1];
    const value = option.value ?? (next === undefined || (!next.quoted && isOption(next.text)) ? undefined : next.text);
    if (option.value === undefined) at += 1;
    if (value === undefined || (value === '' && name !== 'context')) {
      return problem(`\`--${name}\` needs a value`, `write \`--${name} ${rule.value ?? 'VALUE'}\``);
    }
    options.set(name, [...(given ?? []), value]);
  }
  return { kind: 'split', positionals, options };
}

/** An option's word, with whatever dashes a keyboard makes of two. */
export const OPTION =
  /^(?:--|[\u2013\u2014][\u2013\u2014-]?|-[\u2013\u2014])(?<name>[A-Za-z][\w-]*)(?:=(?<value>[\s\S]*))?$/;
const isOption = (text: string): boolean => OPTION.test(text);

function unknownOption(name: string, names: readonly string[], elsewhere: readonly string[]): Problem {
  if (elsewhere.includes(name)) {
    return problem(`\`--${name}\` is for the command line`, 'leave it out here');
  }
  const meant = didYouMean(name, names);
  return problem(
    `there is no option \`--${shown(name, 40)}\``,
    meant === undefined
      ? `the options are ${names.map((option) => `\`--${option}\``).join(', ')}; put \`--\` before a key that begins with two dashes`
      : `did you mean \`--${meant}\`?`,
  );
}
