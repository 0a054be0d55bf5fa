import { shellWord } from '../explain/apply-command.ts';
import type { Diagnosis } from '../explain/diagnosis.ts';
import { diagnoseWords } from '../request/call-words.ts';
import type { DiagnoseOptions } from '../request/diagnose-options.ts';

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
  const what = bucket === '*' ? 'the account' : code(key === null ? bucket : `${bucket}/${key}`);
  return `${code(operation)} on ${what} by ${code(principal)}`;
}

/** The command line that asks the same again and tells every statement. */
export function diagnoseCommand({ asked }: Pick<Diagnosis, 'asked'>, how?: DiagnoseOptions): string {
  // What an error told by itself was not asked: its text is.
  const words = asked === null ? ['explain-error', '--verbose'] : ['diagnose', ...diagnoseWords(asked, how)];
  return `s3-403 ${words.map(shellWord).join(' ')}`;
}
