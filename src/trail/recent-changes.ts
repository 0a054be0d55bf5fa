import { type EventRecord, type ListedEvent, recordOf } from '../collect/trail-event.ts';
import type { RecentChange } from '../evidence/trail.ts';
import { isChange } from './change-events.ts';
import type { ChangeQuestion } from './history-questions.ts';

/** The changes among the events that a question found: what was written, not what was read, and not what was refused. */
export function recentChanges(
  events: readonly ListedEvent[],
  { account, source, kind, value }: ChangeQuestion,
): readonly RecentChange[] {
  return events.flatMap((event): RecentChange[] => {
    const record = recordOf(event);
    if (event.EventSource !== source || (kind !== undefined && isOfAnother(record, kind, value))) return [];
    return changeOf(event, record, account);
  });
}

/** An event as a change, if it is one. */
export function changeOf(event: ListedEvent, record: EventRecord, account: string): RecentChange[] {
  if (!isChange(event.EventSource, event.EventName) || record.errorCode !== undefined) return [];
  const { userIdentity } = record;
  return [
    {
      at: event.EventTime,
      eventId: event.EventId,
      operation: event.EventName,
      who: userIdentity?.arn ?? userIdentity?.invokedBy ?? event.Username ?? 'unknown',
      on: resourceOf(event, record),
      account,
    },
  ];
}

const PARAMETERS = { role: 'roleName', user: 'userName', group: 'groupName' } as const;

/** A record that names roles, users or groups, and not this one; one that names none may be of it. */
function isOfAnother({ requestParameters }: EventRecord, kind: keyof typeof PARAMETERS, name: string): boolean {
  const named = Object.values(PARAMETERS).filter((parameter) => requestParameters?.[parameter] !== undefined);
  return named.length > 0 && requestParameters?.[PARAMETERS[kind]] !== name;
}

/** The resources by their names, a policy's before the role's it hangs on, without saying one twice. */
function resourceOf({ Resources }: ListedEvent, { requestParameters }: EventRecord): string {
  const names = Resources.flatMap(({ ResourceName }) => (ResourceName === undefined ? [] : [ResourceName]));
  // Organizations lists none.
  const asked = ['policyId', 'targetId', 'accountId'].flatMap((parameter) => requestParameters?.[parameter] ?? []);
  return [...new Set(names.length > 0 ? names : asked)].slice(0, 3).join(', ');
}
