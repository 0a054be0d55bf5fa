import { performance } from 'node:perf_hooks';
import { z } from 'zod';
import type { Unreadable } from '../evidence/reading.ts';
import type { Principal } from '../request/principal.ts';
import { principalName, principalPartition } from '../request/principal-arn.ts';
import { type CollectSession, withBudget } from './collect-session.ts';
import { lookUpEvents } from './event-history.ts';
import { homeRegion } from './home-region.ts';
import { type ListedEvent, recordOf } from './trail-event.ts';

/** What was passed to STS when a session began. */
export interface AssumeRoleCall {
  /** ISO 8601. */
  readonly at: string;
  /** The inline session policy, as JSON text. */
  readonly policy?: string;
  readonly policyArns: readonly string[];
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
const Begun = z.looseObject({
  requestParameters: z
    .looseObject({
      policy: z.string().nullish(),
      policyArns: z.array(z.union([z.string(), z.looseObject({ arn: z.string() })])).nullish(),
    })
    .nullish(),
  responseElements: z.looseObject({ assumedRoleUser: z.looseObject({ arn: z.string() }).nullish() }).nullish(),
});
const ASSUMES = /^AssumeRole(?:WithSAML|WithWebIdentity)?$/;

/** No session lives longer: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const LONGEST_SESSION_MILLISECONDS = 12 * 60 * 60 * 1_000;
/** By its name alone others may be found, too: the newest of them are enough. */
const PAGES_BY_NAME = 1;
/** LookupEvents may take half a minute, and few sessions have policies. */
const PATIENCE_MILLISECONDS = 4_000;

/** The calls that began a session, newest first. */
export interface SessionBeginnings {
  readonly calls: readonly AssumeRoleCall[];
  /** Why there may be more that CloudTrail did not show. */
  readonly unread?: Unreadable;
  /** CloudTrail has more events of that name than were looked at. */
  readonly more?: true;
}

/** The calls that began a session of that name before the call was made; none where CloudTrail shows none. */
export async function readAssumeRoleCalls(
  session: CollectSession,
  sessionArn: string,
  role: Extract<Principal, { kind: 'role' }>,
  region: string | undefined,
): Promise<SessionBeginnings> {
  // STS records a call in the region whose endpoint was asked: most likely where the caller is, or the old global one.
  const regions = new Set([homeRegion(principalPartition(role)), ...(region === undefined ? [] : [region])]);
  const left = session.deadline - performance.now();
  const within = { ...withBudget(session, Math.min(left, PATIENCE_MILLISECONDS)), now: timeOf(session) };
  const lookUp = async (value: string, mostPages?: number): Promise<SessionBeginnings> => {
    const answers = await Promise.all(
      [...regions].map((one) => {
        const question = { account: role.account, region: one, attribute: 'ResourceName' as const, value };
        return lookUpEvents(within, question, LONGEST_SESSION_MILLISECONDS, mostPages);
      }),
    );
    const calls = answers.flatMap(({ events }) => events.flatMap((event) => beginningOf(event, sessionArn)));
    const unread = answers.find(({ incomplete }) => incomplete !== undefined && incomplete !== 'tooMany')?.incomplete;
    return {
      calls: calls.sort((one, other) => other.at.localeCompare(one.at)),
      ...(unread === undefined || unread === 'tooMany' ? {} : { unread }),
      ...(answers.some(({ incomplete }) => incomplete === 'tooMany') ? { more: true as const } : {}),
    };
  };
  const byArn = await lookUp(sessionArn);
  if (byArn.calls.length > 0 || byArn.unread !== undefined) return byArn;
  // AWS documents no list of the names under which an event is found; some events bear the session's name alone.
  return lookUp(principalName(sessionArn), PAGES_BY_NAME);
}

function timeOf({ at, now }: CollectSession): Date {
  const time = new Date(at);
  return Number.isNaN(time.getTime()) ? now : time;
}

function beginningOf(event: ListedEvent, sessionArn: string): AssumeRoleCall[] {
  const record = recordOf(event);
  const begun = Begun.safeParse(record);
  if (!ASSUMES.test(event.EventName) || record.errorCode !== undefined || !begun.success) return [];
  const { requestParameters, responseElements } = begun.data;
  if (responseElements?.assumedRoleUser?.arn !== sessionArn) return [];
  const { policy, policyArns } = requestParameters ?? {};
  return [
    {
      at: event.EventTime,
      ...(policy === undefined || policy === null || policy === '' ? {} : { policy }),
      policyArns: (policyArns ?? []).map((one) => (typeof one === 'string' ? one : one.arn)),
    },
  ];
}
