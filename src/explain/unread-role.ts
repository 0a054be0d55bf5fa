import type { Unreadable } from '../evidence/reading.ts';

/** Why a reading failed with which the diagnostic role of an account had no part: it never came to be assumed. */
export interface UnreadRole {
  readonly account: string | null;
  /** The fact in a few words, for a place where the whole of it stands elsewhere. */
  readonly short: string;
  /** What to do about it, as an instruction. */
  readonly help: string;
}

/** The diagnostic role that could not be assumed, where that is why a layer was not read; null for every other reason. */
export function roleOfUnread({ reason, account, question }: Unreadable): UnreadRole | null {
  if (reason !== 'notAssumed') return null;
  const where = account === undefined ? '' : ` of account ${account}`;
  const short = `the diagnostic role${where} could not be assumed`;
  return {
    account: account ?? null,
    short: question === undefined ? short : `${question.what}; ${question.say} (${short})`,
    help: `Deploy the diagnostic role (\`infra/diagnostic-role.yml\`)${account === undefined ? '' : ` in account ${account}`}, or say \`--role-name\` if it has another name there, and ask again`,
  };
}
