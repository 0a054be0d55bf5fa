import type { Diagnosis } from '../../explain/diagnosis.ts';
import { spokenTime } from '../../explain/spoken-time.ts';
import { type Look, titled } from './look.ts';

/** What CloudTrail knows: who changed what lately, the denied calls, and where we looked. */
export function renderTrail({ trail }: Diagnosis, look: Look): string[] {
  const changed = trail.changes.map(
    ({ at, operation, who, on, account }) =>
      `${spokenTime(at)} \`${operation}\` on ${on} by ${who} (account ${account})`,
  );
  const denied = trail.deniedEvents.map(({ at, operation, principal, sourceIp, vpcEndpoint, errorMessage }) => {
    const from = [sourceIp, vpcEndpoint].filter((place) => place !== null).join(' through ');
    const said = errorMessage === null ? '' : `: ${errorMessage}`;
    return `${spokenTime(at)} \`${operation}\` by ${principal}${from === '' ? '' : ` from ${from}`}${said}`;
  });
  const looked = trail.looked.map(({ where, because }) => `${where}: ${because}`);
  return [
    ...(changed.length === 0 ? [] : [titled('Changed recently', changed, look)]),
    ...(denied.length === 0 ? [] : [titled('Denied calls in CloudTrail', denied, look)]),
    ...(looked.length === 0 ? [] : [titled('Where CloudTrail was looked at', looked, look)]),
  ];
}
