import type { Unreadable, UnreadReason } from '../evidence/reading.ts';
import { code } from '../policy/words.ts';
import { roleOfUnread } from './unread-role.ts';
import { capitalized, joined } from './words.ts';

/** What would let a layer be read that was not: for whom to do what, with the permission and the account. */
export function settleUnread(reading: Unreadable): string {
  const { question } = reading;
  const remedy = REMEDIES[reading.reason](reading);
  if (question === undefined) return remedy ?? `Look at it by hand: ${reading.because}`;
  const say = capitalized(question.say);
  return remedy === null ? say : `${say}. Or ${remedy.charAt(0).toLowerCase()}${remedy.slice(1)}`;
}

/** As `settleUnread`, for several readings: the permissions that one account lacks in one sentence. */
export function settleAllUnread(readings: readonly Unreadable[]): string {
  const told = readings.map((reading) => {
    const alike = readings.filter((one) => isLack(one) && isLack(reading) && one.account === reading.account);
    if (alike.length < 2) return settleUnread(reading);
    const needs = joined([...new Set(alike.map((one) => code(one.needs)))], 'and');
    return `Let the diagnostic role do ${needs}${inAccount(reading)}, and run it again`;
  });
  return [...new Set(told)].join('. ');
}

const isLack = ({ reason, question }: Unreadable) => reason === 'denied' && question === undefined;
const inAccount = ({ account }: Unreadable) => (account === undefined ? '' : ` in account ${account}`);
const read = (reading: Unreadable) => `${code(reading.needs)}${inAccount(reading)}`;

/** By why it was not read; null where no read would tell. */
const REMEDIES: Readonly<Record<UnreadReason, (reading: Unreadable) => string | null>> = {
  denied: (reading) => `Let the diagnostic role do ${read(reading)}, and run it again`,
  notAssumed: (reading) => roleOfUnread(reading)?.help ?? null,
  credentials: (reading) =>
    `Sign in again, and run it again with credentials that AWS accepts and that may do ${read(reading)}`,
  regionDisabled: (reading) =>
    `Enable the region${inAccount(reading)}, and let the diagnostic role do ${read(reading)}`,
  accountClosed: ({ account, needs }) =>
    `Have AWS reinstate ${account === undefined ? 'the account' : `account ${account}`}, so that ${code(needs)} is answered there`,
  elsewhere: (reading) => `Run it again in some minutes, when S3 answers ${read(reading)} where the bucket is`,
  notFromHere: (reading) =>
    `Say which account owns the bucket with \`--bucket-account\`, and let the diagnostic role do ${code(reading.needs)} there`,
  throttled: (reading) => `Run it again in a minute, when AWS throttles ${read(reading)} no more`,
  timeout: (reading) => `Run it again: ${read(reading)} was not answered in time`,
  server: (reading) => `Run it again in a minute, when AWS answers ${read(reading)}`,
  network: (reading) => `Run it again from where AWS can be reached for ${read(reading)}`,
  malformed: (reading) =>
    `Run it again, and look at what stands between here and AWS: it gave no answer of AWS to ${read(reading)}`,
  unparsable: (reading) =>
    `Correct that policy${inAccount(reading)}, or look at it by hand: ${code(reading.needs)} shows it`,
  rejected: (reading) => `See that the diagnostic role may do ${read(reading)}, and run it again`,
  missing: ({ because }) => `Ask with a name that exists: ${because}`,
  notRecorded: (reading) => `Record the snapshot anew, with a role that may do ${read(reading)}`,
  notTold: () => null,
};
