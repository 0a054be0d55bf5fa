import { isAboutAccount } from './about-account.ts';
import { partitionOfRegion } from './arn.ts';
import { accountCallOf, askedOf } from './asked.ts';
import { type BadArguments, isProblem, type Problem, problem, shown } from './bad-arguments.ts';
import { type CallOptions, readOptions } from './call-options.ts';
import { CALL_OPTIONS, type DiagnoseOptions, TERMINAL_OPTIONS } from './diagnose-options.ts';
import { parseNamedBucket } from './named-bucket.ts';
import { parseNamedPrincipal } from './named-principal.ts';
import type { Denial } from './s3-call.ts';
import { splitOptions } from './split-options.ts';
import { quoteWord, splitWords, type Word } from './split-words.ts';

/** The denial that words ask about, and how it is to be read and shown. */
export interface DiagnoseArguments {
  readonly kind: 'parsed';
  readonly denial: Denial;
  readonly options: DiagnoseOptions;
}

/** What a right line looks like. */
const EXAMPLE = 'example-reports 2026/10.csv arn:aws:iam::111122223333:role/reports';
const FORM = 'the form is BUCKET [KEY] PRINCIPAL [options]';
/** Slack's commands hold no more; the longest right line (a key of 1,024 bytes, a long role path) is well below. */
const LONGEST_LINE = 2_999;
/**
 * Reads `BUCKET [KEY] PRINCIPAL [options]` from a line of Slack text, or from the words of a command line (which may also
 * say how to read and show). Words that name no call give a BadArguments; nothing is thrown.
 */
export function fromArguments(said: string | readonly string[]): DiagnoseArguments | BadArguments {
  const parsed = typeof said === 'string' ? parseLine(said) : parseWords(said.map(asWord), true);
  if (parsed.kind === 'parsed') return parsed;
  return { kind: 'invalid', what: parsed.what, help: parsed.help, example: rightExample(parsed.example) };
}

/** An example made of the words that were said may be wrong in another way. */
const rightExample = (example = EXAMPLE): string => (parseLine(example).kind === 'parsed' ? example : EXAMPLE);

const asWord = (text: string): Word => ({ text, quoted: false });

function parseLine(line: string): DiagnoseArguments | Problem {
  if (line.length > LONGEST_LINE) {
    return problem(
      `that is ${line.length.toLocaleString('en-US')} characters of text`,
      `${FORM}, in fewer than 3,000 characters`,
    );
  }
  const words = splitWords(line);
  return isProblem(words) ? words : parseWords(withoutCommand(words), false);
}

/** People paste the command's own words along: `s3-403 diagnose bucket key role`. A bucket may be called `diagnose`, too. */
function withoutCommand(words: readonly Word[]): readonly Word[] {
  const rest = /^\/?s3-403$/.test(words[0]?.text ?? '') ? words.slice(1) : words;
  const [first, second] = rest;
  if (first?.text !== 'diagnose' || first.quoted || second === undefined) return rest;
  const option = rest.findIndex(({ text, quoted }) => !quoted && text.startsWith('--'));
  const positionals = option < 0 ? rest.length : option;
  return positionals > 3 || /^(?:s3|https?):\/\/|^arn:[^:]*:s3:/.test(second.text) ? rest.slice(1) : rest;
}

function parseWords(words: readonly Word[], terminal: boolean): DiagnoseArguments | Problem {
  const split = terminal
    ? splitOptions(words, { ...CALL_OPTIONS, ...TERMINAL_OPTIONS })
    : splitOptions(words, CALL_OPTIONS, Object.keys(TERMINAL_OPTIONS));
  if (isProblem(split)) return split;
  const options = readOptions(split.options);
  if (isProblem(options)) return options;
  const denial = parsePositionals(split.positionals, options.call);
  return isProblem(denial) ? denial : { kind: 'parsed', denial, options: options.diagnose };
}

const PRINCIPAL = /^arn:[^:]*:(?:iam|sts|lambda|ec2):|^anonymous$/i;

function parsePositionals(words: readonly string[], options: CallOptions): Denial | Problem {
  if (isAboutAccount(options.operation ?? options.action)) return aboutAccount(words, options);
  const [first, ...rest] = words;
  const last = rest.pop();
  if (first === undefined) return problem('nothing is asked', FORM);
  if (last === undefined) {
    return PRINCIPAL.test(first)
      ? problem('BUCKET is missing', FORM, `example-reports 2026/10.csv ${shown(first, 200)}`)
      : problem('PRINCIPAL is missing', `say who calls: the ARN of a role or user, or \`anonymous\`; ${FORM}`, EXAMPLE);
  }
  if (PRINCIPAL.test(first) && !PRINCIPAL.test(last)) {
    return problem('PRINCIPAL comes last', FORM, [...rest, last, first].map(asTyped).join(' '));
  }
  if (rest.length > 1) return tooManyWords(first, rest, last);
  const named = parseNamedBucket(first);
  if (isProblem(named)) return named;
  const key = rest[0] ?? named.key;
  if (key === '') return problem('KEY is empty', 'name the object, or leave KEY out to ask about the bucket', EXAMPLE);
  if (named.key !== undefined && key !== named.key) {
    return problem(
      `BUCKET names the key \`${shown(named.key)}\` already, and KEY is \`${shown(key ?? '')}\``,
      'give the key once, in quotes if there is a space in it',
      [`${first} ${key}`, last].map(asTyped).join(' '),
    );
  }
  const partition = named.partition ?? (options.region === undefined ? undefined : partitionOfRegion(options.region));
  const principal = parseNamedPrincipal(last, {
    ...(options.account === undefined ? {} : { account: options.account }),
    ...(partition === undefined ? {} : { partition }),
  });
  if (isProblem(principal)) return principal;
  const asked = askedOf(partition === undefined ? named : { ...named, partition }, key, principal, options);
  if (isProblem(asked)) return asked;
  const { call, notes } = asked;
  return { call, source: 'person', ...(notes.length === 0 ? {} : { notes }) };
}

/** The caller alone says all that there is: a bucket, should one be named, is left aside. */
function aboutAccount(words: readonly string[], options: CallOptions): Denial | Problem {
  const asked = options.operation?.name ?? options.action ?? '';
  const last = words.at(-1);
  if (last === undefined) {
    const option = options.operation === undefined ? 'action' : 'operation';
    return problem(
      'PRINCIPAL is missing',
      `say who calls: \`${asked}\` is about the caller's account, so no BUCKET is named`,
      `arn:aws:iam::111122223333:role/reports --${option} ${asked}`,
    );
  }
  const partition = options.region === undefined ? undefined : partitionOfRegion(options.region);
  const principal = parseNamedPrincipal(last, {
    ...(options.account === undefined ? {} : { account: options.account }),
    ...(partition === undefined ? {} : { partition }),
  });
  if (isProblem(principal)) return principal;
  const call = accountCallOf(principal, options);
  if (isProblem(call)) return call;
  const aside = words.length === 1 ? [] : [`\`${asked}\` is about the caller's account: BUCKET is left aside.`];
  return { call, source: 'person', ...(aside.length === 0 ? {} : { notes: aside }) };
}

function tooManyWords(bucket: string, between: readonly string[], last: string): Problem {
  const named = parseNamedBucket(bucket);
  const hasKey = !isProblem(named) && named.key !== undefined;
  const key = between.join(' ');
  return problem(
    `there are ${between.length + 2} words where BUCKET, KEY and PRINCIPAL are expected`,
    'put a key with spaces in quotes',
    (hasKey ? [`${bucket} ${key}`, last] : [bucket, key, last]).map(asTyped).join(' '),
  );
}

const asTyped = (word: string): string => {
  const short = shown(word, 200);
  return /[\s"'\\]/.test(short) ? quoteWord(short) : short;
};
