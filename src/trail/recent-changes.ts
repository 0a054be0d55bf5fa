import { type ListedEvent, recordOf } from '../collect/trail-event.ts';
import type { RecentChange } from '../evidence/trail.ts';
import { isChange } from './change-events.ts';

/** The changes among events: what was written, not what was read, and not what was refused. */
export function recentChanges(events: readonly ListedEvent[], account: string): readonly RecentChange[] {
  return events.flatMap((event): RecentChange[] => {
    const record = recordOf(event);
    if (!isChange(event.EventSource, event.EventName) || record.errorCode !== undefined) return [];
    const { userIdentity } = record;
    return [
      {
        at: event.EventTime,
        eventId: event.EventId,
        operation: event.EventName,
        who: userIdentity?.arn ?? userIdentity?.invokedBy ?? event.Username ?? 'unknown',
        on: resourceOf(event),
        account,
      },
    ];
  });
}

/** The resources by their names, a policy's before the role's it hangs on, without saying one twice. */
function resourceOf({ Resources }: ListedEvent): string {
  const names = Resources.flatMap(({ ResourceName }) => (ResourceName === undefined ? [] : [ResourceName]));
  return [...new Set(names)].slice(0, 3).join(', ');
}
