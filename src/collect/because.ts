import type { AwsError, ErrorKind } from './aws-error.ts';

/** Who reads in an account, as the subject of a sentence, e.g. role `S3AccessDiagnostics` of account 111122223333. */
export interface Reader {
  readonly name: string;
  readonly was: 'was' | 'were';
}

/** What a sentence about a failed read is made of. */
export interface FailedRead {
  /** The call, e.g. `s3:GetBucketPolicy`. */
  readonly name: string;
  /** The IAM action it needs. */
  readonly needs: string;
  /** Who asked. */
  readonly reader: Reader;
  readonly region: string;
  readonly error: AwsError;
  readonly budgetMilliseconds: number;
}

const operationOf = ({ name }: FailedRead) => name.slice(name.indexOf(':') + 1);
const serviceOf = ({ name }: FailedRead) => name.slice(0, name.indexOf(':'));

const REASON = /(with an explicit deny in [^.]*|because no [^.]*? allows[^.]*)/;

function saidByAws({ error }: FailedRead): string {
  if (error.kind === 'server' && /^(SyntaxError|Malformed)$/.test(error.name)) return `HTTP ${error.httpStatus}`;
  const message = error.message.trim().replace(/\s+/g, ' ').slice(0, 300);
  // Not AWS's name, but ours.
  if (error.name === 'Malformed') return message;
  return message === '' || message === error.name ? `\`${error.name}\`` : `\`${error.name}\`: ${message}`;
}

/** One sentence for each kind of error, that a person can act on. */
const BECAUSE: Readonly<Record<ErrorKind, (failed: FailedRead) => string>> = {
  denied: (failed) => {
    const reason = REASON.exec(failed.error.message)?.[1];
    const why = reason === undefined ? '' : `, ${reason.trim()}`;
    return `${failed.reader.name} ${failed.reader.was} denied \`${failed.needs}\`${why}`;
  },
  throttled: (failed) => `AWS throttled \`${operationOf(failed)}\` until the time was up; ask again in a minute`,
  credentials: (failed) => `AWS did not accept ${failed.reader.name} in ${failed.region}: ${saidByAws(failed)}`,
  regionDisabled: (failed) =>
    `${failed.region}, which each account enables for itself, does not take ${failed.reader.name}: ${saidByAws(failed)}`,
  elsewhere: (failed) =>
    `\`${operationOf(failed)}\` was asked in ${failed.region}, but the bucket is in ${failed.error.region ?? 'another region'}`,
  notFromHere: (failed) => `\`${operationOf(failed)}\` is answered only in the account that owns the bucket`,
  accountClosed: (failed) => `the account does not answer \`${operationOf(failed)}\`: ${saidByAws(failed)}`,
  network: (failed) => `no connection to ${serviceOf(failed)} in ${failed.region}: ${saidByAws(failed)}`,
  timeout: (failed) =>
    `\`${operationOf(failed)}\` had no answer within ${Math.round(failed.budgetMilliseconds / 100) / 10} s`,
  server: (failed) => `${serviceOf(failed)} failed to answer \`${operationOf(failed)}\`: ${saidByAws(failed)}`,
  malformed: (failed) => `the answer to \`${operationOf(failed)}\` could not be understood: ${saidByAws(failed)}`,
  notRecorded: (failed) => `\`${operationOf(failed)}\` is not in the snapshot`,
  missing: (failed) => `there is nothing (any more) that \`${operationOf(failed)}\` asks for: ${saidByAws(failed)}`,
  rejected: (failed) => `AWS rejected \`${operationOf(failed)}\`: ${saidByAws(failed)}`,
};

export const because = (failed: FailedRead): string => BECAUSE[failed.error.kind](failed);

export function cannotAssume(roleArn: string, error: AwsError): string {
  const role = `\`${roleArn}\``;
  if (error.kind === 'denied')
    return `role ${role} could not be assumed: it does not exist, or does not trust the caller`;
  return `role ${role} could not be assumed: \`${error.name}\`${error.message === '' ? '' : `: ${error.message.slice(0, 300)}`}`;
}
