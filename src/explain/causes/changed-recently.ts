import type { RecentChange } from '../../evidence/trail.ts';
import { code } from '../../policy/words.ts';
import { cause, type Finding, NO_CHANGES } from '../cause.ts';
import { spokenTime } from '../spoken-time.ts';

interface Changed extends Finding {
  readonly change: RecentChange;
}

/** How long AWS may take to make a change hold everywhere. */
const SPREADING_MINUTES = 5;

/** A policy was changed in the minutes around the denial, and such changes take a while to hold everywhere. */
export const changedRecently = cause<Changed>({
  code: 'changed-recently',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_general.html#troubleshoot_general_eventual-consistency',
  find: ({ index }, { denial, trail, requests }) => {
    const { at } = denial;
    if (at === undefined || index !== requests[0]?.index) return [];
    const change = trail.changes.find((one) => isAround(one.at, at));
    return change === undefined ? [] : [{ layer: null, role: 'background', change }];
  },
  explain: ({ change }) => ({
    what: `${code(change.operation)} on ${code(change.on)} was called at ${spokenTime(change.at)}, within minutes of the denial`,
    why: `By ${change.who}. What was read is as it is now; AWS may have decided by what was there before, since a change takes some time to hold everywhere`,
    help: 'Try the call again, and compare with the change',
  }),
  suggest: () => NO_CHANGES,
});

function isAround(changed: string, denied: string): boolean {
  const minutes = (Date.parse(denied) - Date.parse(changed)) / 60_000;
  return Math.abs(minutes) <= SPREADING_MINUTES;
}
