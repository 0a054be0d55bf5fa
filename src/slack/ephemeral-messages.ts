import { askedCall } from '../render/asked-call.ts';
import { codeSpan, escapeMrkdwn, mrkdwnSentence } from '../render/slack/mrkdwn.ts';
import { spokenCall } from '../render/spoken-call.ts';
import { wholeSentence } from '../render/whole-sentence.ts';
import type { BadArguments } from '../request/bad-arguments.ts';
import type { Denial } from '../request/s3-call.ts';
import type { EphemeralMessage } from './response-url.ts';

const spoken = (words: string): string => mrkdwnSentence(wholeSentence(words));
const say = (...lines: readonly string[]): EphemeralMessage => ({ text: lines.join('\n') });

/** A question was taken. */
export const takenMessage = (denial: Denial): EphemeralMessage =>
  say(mrkdwnSentence(`Checking ${spokenCall(askedCall(denial.call))} … The answer follows here.`));

/** The person may not ask, or not here, or not now. */
export const refusedMessage = (because: string): EphemeralMessage => say(escapeMrkdwn(`Not done: ${because}.`));

/** Our own trouble: the person should not look for a fault of theirs. */
export const troubleMessage = (jobId: string): EphemeralMessage =>
  say(`The question could not be taken: the trouble is on our side. Try again in a minute. (${codeSpan(jobId)})`);

/** What was wrong with the words, and a line that is right. */
export const notUnderstoodMessage = ({ what, help, example }: BadArguments, command: string): EphemeralMessage =>
  say(spoken(what), spoken(help), `For example: ${codeSpan(`${command} ${example}`)}`);

/** The message that was pointed at has no error of AWS in it. */
export const noErrorTextMessage = ({ what, help }: BadArguments, command: string): EphemeralMessage =>
  say(spoken(what), spoken(help), `Or ask with ${codeSpan(`${command} BUCKET KEY ROLE_ARN`)}.`);

export const helpMessage = (command: string): EphemeralMessage =>
  say(
    '*Why did Amazon S3 say 403?*',
    `${codeSpan(`${command} BUCKET [KEY] PRINCIPAL [options]`)}`,
    `• ${codeSpan(`${command} payroll-reports 2026/10.csv arn:aws:iam::111122223333:role/reports`)}: may the role read the object?`,
    `• ${codeSpan(`${command} s3://payroll-reports arn:aws:iam::111122223333:role/reports`)}: may it list the bucket?`,
    `• ${codeSpan(`${command} payroll-reports "a b.csv" arn:aws:iam::111122223333:role/reports --operation PutObject`)}: may it write?`,
    'BUCKET is a name, an ARN, an access point alias, `s3://bucket/key` or an object URL; PRINCIPAL the ARN of a role, user or session, or `anonymous`.',
    'Options: `--operation GetObject`, `--action s3:X`, `--version-id ID`, `--context key=value`, `--vpc-endpoint vpce-…`, `--bucket-account ID`, `--account ID`.',
    'Nothing is changed in AWS: policies are read and evaluated.',
  );
