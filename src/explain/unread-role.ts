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
export function roleOfUnread({ needs, because, account }: Unreadable): UnreadRole | null {
  if (needs !== 'sts:AssumeRole' || !NOT_ASSUMED.test(because)) return null;
  const where = account === undefined ? '' : ` of account ${account}`;
  const [before = ''] = because.split(NOT_ASSUMED);
  const ahead = before.replace(/[\s(]+$/, '');
  const short = `the diagnostic role${where} could not be assumed`;
  return {
    account: account ?? null,
    short: ahead === '' ? short : `${ahead} (${short})`,
    help: `Deploy the diagnostic role (\`infra/diagnostic-role.yml\`)${account === undefined ? '' : ` in account ${account}`}, or say \`--role-name\` if it has another name there, and ask again`,
  };
}

const NOT_ASSUMED = /role `[^`]+` could not be assumed: it does not exist, or does not trust the caller/;
