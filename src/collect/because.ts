import type { AwsError, ErrorKind } from './aws-error.ts';

/** What a sentence about a failed read is made of. */
export interface FailedRead {
  /** The call, e.g. `s3:GetBucketPolicy`. */
  readonly name: string;
  /** The IAM action it needs. */
  readonly needs: string;
  /** Who asked, e.g. role `S3AccessDiagnostics` of account 111122223333. */
  readonly reader: string;
  readonly region: string;
  readonly error: AwsError;
  readonly budgetMilliseconds: number;
}

const operationOf = ({ name }: FailedRead) => name.slice(name.indexOf(':') + 1);
const serviceOf = ({ name }: FailedRead) => name.slice(0, name.indexOf(':'));

const REASON = /(with an explicit deny in [^.]*|because no [^.]*? allows[^.]*)/;

function saidByAws({ error }: FailedRead): string {
  if (error.kind === 'server' && error.name === 'SyntaxError') return `HTTP ${error.httpStatus}`;
  const message = error.message.trim().replace(/\s+/g, ' ').slice(0, 300);
  return message === '' || message === error.name ? `\`${error.name}\`` : `\`${error.name}\`: ${message}`;
}

/** One sentence for each kind of error, that a person can act on. */
const BECAUSE: Readonly<Record<ErrorKind, (failed: FailedRead) => string>> = {
  denied: (failed) => {
    const reason = REASON.exec(failed.error.message)?.[1];
    const why = reason === undefined ? '' : `, ${reason.trim()}`;
    return `${failed.reader} was denied \`${failed.needs}\`${why}`;
  },
  throttled: (failed) => `AWS throttled \`${operationOf(failed)}\` until the time was up; ask again in a minute`,
  credentials: (failed) => `AWS did not accept ${failed.reader} in ${failed.region}: ${saidByAws(failed)}`,
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
  rejected: (failed) => `AWS rejected \`${operationOf(failed)}\`: ${saidByAws(failed)}`,
};

export const because = (failed: FailedRead): string => BECAUSE[failed.error.kind](failed);

export function cannotAssume(roleArn: string, error: AwsError): string {
  const role = `\`${roleArn}\``;
  if (error.kind === 'denied')
    return `role ${role} could not be assumed: it does not exist, or does not trust the caller`;
  return `role ${role} could not be assumed: \`${error.name}\`${error.message === '' ? '' : `: ${error.message.slice(0, 300)}`}`;
}
