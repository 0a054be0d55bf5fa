import { type EventRecord, type ListedEvent, recordOf } from '../collect/trail-event.ts';
import type { DeniedEvent } from '../evidence/trail.ts';
import { type Principal, spokenPrincipal } from '../request/principal.ts';

const DENIED = /AccessDenied|UnauthorizedOperation/;

/** The denials of this caller among events: of S3's own calls only KMS's are management events. */
export function deniedEvents(events: readonly ListedEvent[], principal: Principal): readonly DeniedEvent[] {
  return events.flatMap((event): DeniedEvent[] => {
    const record = recordOf(event);
    if (!DENIED.test(record.errorCode ?? '') || !isBy(record, principal)) return [];
    return [
      {
        at: event.EventTime,
        eventId: event.EventId,
        operation: event.EventName,
        principal: record.userIdentity?.arn ?? spokenPrincipal(principal),
        errorMessage: record.errorMessage ?? null,
        sourceIp: record.sourceIPAddress ?? null,
        vpcEndpoint: record.vpcEndpointId ?? null,
      },
    ];
  });
}

/** A role's events bear the session's ARN, and the role's own as that of its issuer. */
function isBy({ userIdentity }: EventRecord, principal: Principal): boolean {
  if (!('arn' in principal) || userIdentity === undefined) return false;
  const arns = [userIdentity.arn, userIdentity.sessionContext?.sessionIssuer?.arn];
  return arns.includes(principal.arn);
}
