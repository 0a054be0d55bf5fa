import { shellWord } from '../explain/apply-command.ts';
import type { Diagnosis } from '../explain/diagnosis.ts';

/** The call that was asked about, as far as it is known. */
export interface AskedCall {
  readonly operation: string;
  readonly bucket: string;
  readonly key: string | null;
  readonly principal: string;
}

const code = (value: string) => `\`${value.replaceAll('`', 'ˋ')}\``;

/** The call in a line: operation, bucket and key, principal. */
export function spokenCall({ operation, bucket, key, principal }: AskedCall): string {
  return `${code(operation)} on ${code(key === null ? bucket : `${bucket}/${key}`)} by ${code(principal)}`;
}

/** The command line that gives the whole answer to the same question. */
export function diagnoseCommand({ call }: Pick<Diagnosis, 'call'>): string {
  const key = call.key === null ? [] : [call.key];
  const what = [call.operation.includes(':') ? '--action' : '--operation', call.operation];
  const words = ['diagnose', call.bucket, ...key, call.principal, ...what, '--verbose'];
  return `s3-403 ${words.map(shellWord).join(' ')}`;
}
