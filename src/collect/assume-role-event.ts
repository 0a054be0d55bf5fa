import { performance } from 'node:perf_hooks';
import { z } from 'zod';
import type { Principal } from '../request/principal.ts';
import { principalPartition } from '../request/principal-arn.ts';
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
/** LookupEvents may take half a minute, and few sessions have policies. */
const PATIENCE_MILLISECONDS = 4_000;

/** The calls that began a session of that name before the call was made, newest first; none where CloudTrail shows none. */
export async function readAssumeRoleCalls(
  session: CollectSession,
  sessionArn: string,
  role: Extract<Principal, { kind: 'role' }>,
  region: string | undefined,
): Promise<readonly AssumeRoleCall[]> {
  // STS records a call in the region whose endpoint was asked: most likely where the caller is, or the old global one.
  const regions = new Set([homeRegion(principalPartition(role)), ...(region === undefined ? [] : [region])]);
  const left = session.deadline - performance.now();
  const within = { ...withBudget(session, Math.min(left, PATIENCE_MILLISECONDS)), now: timeOf(session) };
  const answers = await Promise.all(
    [...regions].map((one) =>
      lookUpEvents(
        within,
        { account: role.account, region: one, attribute: 'ResourceName', value: sessionArn },
        LONGEST_SESSION_MILLISECONDS,
      ),
    ),
  );
  return answers
    .flatMap(({ events }) => events.flatMap((event) => beginningOf(event, sessionArn)))
    .sort((one, other) => other.at.localeCompare(one.at));
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
