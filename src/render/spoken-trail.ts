import type { Diagnosis } from '../explain/diagnosis.ts';
import { spokenTime } from '../explain/spoken-time.ts';
import { joined } from '../explain/words.ts';

type Trail = Diagnosis['trail'];

/** A change that CloudTrail knows of, after its time. */
export const spokenChange = ({ operation, who, on, account }: Trail['changes'][number]): string =>
  `\`${operation}\` on ${on} by ${who} (account ${account})`;

/** A denied call that CloudTrail knows of, after its time. */
export function spokenDenied({
  operation,
  principal,
  sourceIp,
  vpcEndpoint,
  errorMessage,
}: Trail['deniedEvents'][number]): string {
  const from = [sourceIp, vpcEndpoint].filter((place) => place !== null).join(' through ');
  const said = errorMessage === null ? '' : `: ${errorMessage}`;
  return `\`${operation}\` by ${principal}${from === '' ? '' : ` from ${from}`}${said}`;
}

/**
 * Where CloudTrail was looked at: places with one and the same finding stand together, and so do those of one account. What
 * stands under "Not read" already is not told again.
 */
export function spokenLooked({ trail, unreadable }: Pick<Diagnosis, 'trail' | 'unreadable'>): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const { where, because: whole } of trail.looked) {
    const told = unreadable.find(({ because }) => because.length > SHORT && whole.endsWith(because));
    const because =
      told === undefined ? whole : `${whole.slice(0, whole.length - told.because.length)}see "Not read" for why`;
    groups.set(because, [...(groups.get(because) ?? []), where]);
  }
  return [...groups].map(([because, places]) => `${foldedPlaces(places).join('; ')}: ${because}`);
}

/** A reason of a few words is told sooner than it is referred to. */
const SHORT = 40;

/** "… in eu-west-1, for `a`" and "… in eu-west-1, for `b`" as "… in eu-west-1, for `a` and `b`"; what they begin with is said once. */
function foldedPlaces(places: readonly string[]): string[] {
  const groups = new Map<string, string[]>();
  for (const place of places) {
    const at = place.indexOf(', for ');
    const head = at < 0 ? place : place.slice(0, at);
    groups.set(head, [...(groups.get(head) ?? []), ...(at < 0 ? [] : [place.slice(at + ', for '.length)])]);
  }
  return [...groups].map(([head, names], index) => {
    const shared = index > 0 && head.startsWith(HISTORY) ? head.slice(HISTORY.length) : head;
    return names.length === 0 ? shared : `${shared}, for ${joined(names, 'and')}`;
  });
}

const HISTORY = 'CloudTrail event history of ';

/** The time of an event with its zone. */
export const timed = (at: string, words: string): string => `${spokenTime(at)} ${words}`;
