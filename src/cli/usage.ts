import { CALL_OPTIONS, TERMINAL_OPTIONS } from '../request/diagnose-options.ts';
import type { OptionRule } from '../request/split-options.ts';

export const COMMANDS = {
  diagnose: 'why a call is denied: reads the policies from AWS and evaluates them',
  'explain-error': "the same, from AWS's error text on standard input",
  event: 'the same, from a CloudTrail event in a file',
  evaluate: 'evaluates scenario files, without AWS',
} as const;
export type Command = keyof typeof COMMANDS;

export function isCommand(word: string): word is Command {
  return Object.hasOwn(COMMANDS, word);
}

const FORMS: Record<Command, string> = {
  diagnose: 's3-403 diagnose BUCKET [KEY] PRINCIPAL [options]',
  'explain-error': 's3-403 explain-error [BUCKET [KEY]] [PRINCIPAL] [options] < error.txt',
  event: 's3-403 event FILE [options]',
  evaluate: 's3-403 evaluate SCENARIO.yml... [--json] [--verbose]',
};

const WORDS: Record<Command, readonly string[]> = {
  diagnose: [
    'BUCKET     a name, s3://bucket/key, the ARN of a bucket, object or access point, an access point',
    '           alias, or an object URL; left out where --operation is about the account, such as ListBuckets',
    'KEY        the object; in quotes if there is a space in it. Without it the question is about the bucket',
    'PRINCIPAL  the ARN of a role, session, user or root; a role name with --account; `anonymous`; or a',
    '           service such as cloudtrail.amazonaws.com',
  ],
  'explain-error': ["What AWS's text does not say is taken from the arguments, as in diagnose."],
  event: [
    'FILE holds one record, a `Records` file, what `aws cloudtrail lookup-events` prints, or an EventBridge',
    'event; `-` is standard input. Options say what the event does not.',
  ],
  evaluate: ['Exit status 1 if what a file expects is not met; a file that expects nothing ends with its answer.'],
};

const EXAMPLES: Record<Command, readonly string[]> = {
  diagnose: [
    's3-403 diagnose payroll-reports 2026/10.csv arn:aws:iam::111122223333:role/reports',
    's3-403 diagnose s3://payroll-reports arn:aws:iam::111122223333:role/reports',
    's3-403 diagnose payroll-reports "a b.csv" reports --account 111122223333 --operation PutObject',
    's3-403 diagnose arn:aws:iam::111122223333:role/reports --operation ListBuckets',
  ],
  'explain-error': [
    'aws s3 cp s3://payroll-reports/2026/10.csv . 2>&1 | s3-403 explain-error arn:aws:iam::111122223333:role/reports',
  ],
  event: ['s3-403 event denied.json --json'],
  evaluate: ['s3-403 evaluate test/scenarios/*.yml'],
};

const STATUS =
  'Exit status: 0 allow, 1 deny, 2 undetermined, 64 bad arguments, 69 AWS unreachable or no credentials, 70 our own bug.';
const ENVIRONMENT = [
  "The AWS SDK's own environment is honoured (AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL, ...).",
  'S3_403_DIAGNOSTIC_ROLE, S3_403_EXTERNAL_ID and S3_403_ORGANIZATION_ACCOUNT stand for the options of those names.',
  'S3_403_LOOK_AT_OBJECTS=yes stands for --look-at-object.',
  "S3_403_TABLE names the hub's table, in which the inventory tells whose a bucket is, and what AWS Organizations says is",
  'kept for a while.',
];

/** The page of the whole program. */
export function usage(): string {
  return lines([
    'Explains why Amazon S3 said 403 AccessDenied. Nothing is changed in AWS.',
    '',
    ...Object.values(FORMS).map((form) => `  ${form}`),
    '',
    ...table(Object.entries(COMMANDS)),
    '',
    'Each command has its own page: s3-403 diagnose --help. The version: s3-403 --version.',
    '',
    STATUS,
  ]);
}

/** The page of one command. */
export function usageOf(command: Command): string {
  const options = command === 'evaluate' ? OF_EVALUATE : { ...CALL_OPTIONS, ...TERMINAL_OPTIONS };
  return lines([
    FORMS[command],
    '',
    ...WORDS[command].map((line) => `  ${line}`),
    '',
    'Options:',
    ...table(Object.entries(options).map(([name, rule]) => [spokenOption(name, rule), rule.says])),
    '',
    'For example:',
    ...EXAMPLES[command].map((example) => `  ${example}`),
    '',
    ...(command === 'evaluate' ? [] : ENVIRONMENT),
    STATUS,
  ]);
}

/** The form of a command, for messages about wrong arguments. */
export const formOf = (command: Command): string => FORMS[command];

export const OF_EVALUATE = { json: TERMINAL_OPTIONS.json, verbose: TERMINAL_OPTIONS.verbose } as const satisfies Record<
  string,
  OptionRule
>;

const spokenOption = (name: string, { value }: OptionRule): string =>
  value === undefined ? `--${name}` : `--${name} ${value}`;

function table(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, says]) => `  ${name.padEnd(width)}  ${says}`);
}

const lines = (all: readonly string[]): string => `${all.join('\n')}\n`;
