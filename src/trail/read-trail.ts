import { type CollectSession, withBudget } from '../collect/collect-session.ts';
import { type HistoryAnswer, type HistoryQuestion, lookUpEvents } from '../collect/event-history.ts';
import { UNKNOWN_ACCOUNT } from '../collect/named-principal.ts';
import type { Placed } from '../collect/placed.ts';
import type { Collected } from '../evidence/collected.ts';
import type { LookedAt, Trail } from '../evidence/trail.ts';
import { partitionOfRegion } from '../request/arn.ts';
import { type Principal, principalAccount } from '../request/principal.ts';
import { bucketArn } from '../request/s3-arn.ts';
import { readDataEventTrails, spokenTrails, type TrailsOfAccount } from './data-event-trails.ts';
import { deniedEvents } from './denied-events.ts';
import { type ChangeQuestion, questionsOfPlace, questionsOfPolicies } from './history-questions.ts';
import { organizationChanges, readOrganizationHistory } from './organization-history.ts';
import { recentChanges } from './recent-changes.ts';

export interface TrailOptions {
  /** How far back; 24 hours if it is not said. */
  readonly sinceMilliseconds?: number;
  /** LookupEvents may take half a minute: it is never waited for longer than this. */
  readonly budgetMilliseconds?: number;
}

const DAY_MILLISECONDS = 24 * 60 * 60 * 1_000;
const BUDGET_MILLISECONDS = 8_000;

/**
 * What changed around a call lately, out of CloudTrail's event history, and which denials it shows. `looked` names every
 * place, what came of it, and the places where the rest would be. What `placed` tells is looked for while the policies are
 * still being read; the keys and the caller's own policies when they are known.
 */
export async function readTrail(
  collecting: Collected | Promise<Collected>,
  session: CollectSession,
  options: TrailOptions = {},
  placed: Promise<Placed> = Promise.resolve(collecting).then(placeOf),
): Promise<Trail> {
  const { sinceMilliseconds = DAY_MILLISECONDS, budgetMilliseconds = BUDGET_MILLISECONDS } = options;
  const lookUp = (questions: readonly ChangeQuestion[]): Promise<readonly Answered[]> => {
    const within = withBudget(session, budgetMilliseconds);
    return Promise.all(
      questions.map(async (question) => ({
        question,
        answer: await lookUpEvents(within, question, sinceMilliseconds),
      })),
    );
  };
  const [early, trails, organization, late] = await Promise.all([
    placed.then((place) => lookUp(questionsOfPlace(place))),
    placed.then((place) => trailsOf(withBudget(session, budgetMilliseconds), place)),
    placed.then((place) => readOrganizationHistory(session, place, { sinceMilliseconds, budgetMilliseconds })),
    Promise.all([collecting, placed]).then(([collected]) => lookUp(questionsOfPolicies(collected))),
  ]);
  const collected = await collecting;
  const principal = collected.requests[0]?.request.principal;
  const answered = [...early, ...late];
  const above = organizationChanges(organization, collected, spoken(sinceMilliseconds));
  const changes = answered.flatMap(({ question, answer }) => recentChanges(answer.events, question));
  const denied =
    principal === undefined ? [] : answered.flatMap(({ answer }) => deniedEvents(answer.events, principal));
  return {
    deniedEvents: newestFirst(denied),
    changes: newestFirst([...changes, ...above.changes]),
    looked: [
      ...answered.map(({ question, answer }) => looked(question, answer, sinceMilliseconds)),
      ...dataEvents(collected, trails),
      above.looked,
    ],
  };
}

/** The trails of the bucket's account and of the caller's; none where nobody knows where the bucket is. */
async function trailsOf(
  session: CollectSession,
  { bucket, bucketAccount, region, principal }: Placed,
): Promise<readonly TrailsOfAccount[]> {
  if (region === null) return [];
  const ofCaller = principal === undefined ? undefined : principalAccount(principal);
  const sides: readonly (readonly [TrailsOfAccount['side'], string | null | undefined])[] = [
    ['bucket', bucketAccount],
    ['caller', ofCaller === bucketAccount || ofCaller === UNKNOWN_ACCOUNT ? undefined : ofCaller],
  ];
  return Promise.all(
    sides.flatMap(([side, account]) => {
      if (account === null || account === undefined) return [];
      const place = { account, region, bucketArn: bucketArn(partitionOfRegion(region), bucket) };
      return [readDataEventTrails(session, place).then((trails) => ({ side, account, trails }))];
    }),
  );
}

interface Answered {
  readonly question: ChangeQuestion;
  readonly answer: HistoryAnswer;
}

const placeOf = ({ requests, ...place }: Collected): Placed => ({
  ...place,
  principal: requests[0]?.request.principal,
});

function looked({ account, region, value }: HistoryQuestion, answer: HistoryAnswer, since: number): LookedAt {
  const where = `CloudTrail event history of account ${account} in ${region}, for \`${value}\``;
  const { events, incomplete } = answer;
  if (incomplete === undefined) return { where, because: `${counted(events.length)} in the last ${spoken(since)}` };
  if (incomplete === 'tooMany') return { where, because: `only the newest ${events.length} events were looked at` };
  const read = events.length === 0 ? 'not looked at' : `looked at only in part (${counted(events.length)})`;
  return { where, because: `${read}: ${incomplete.because}` };
}

const counted = (count: number) => `${count} management ${count === 1 ? 'event' : 'events'}`;

function spoken(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes % 1_440 === 0 && minutes > 1_440) return `${minutes / 1_440} days`;
  return minutes % 60 === 0 ? `${minutes / 60} hours` : `${minutes} minutes`;
}

/** Where the denied calls on objects would be: event history cannot show them. */
function dataEvents({ requests, bucket }: Collected, trails: readonly TrailsOfAccount[]): readonly LookedAt[] {
  // Calls that are about no bucket are management events, which event history holds.
  if (bucket === '*') return [];
  const principal = requests[0]?.request.principal;
  const filter = [
    'eventSource="s3.amazonaws.com"',
    'errorCode="AccessDenied"',
    `requestParameters.bucketName="${bucket}"`,
    ...filterOf(principal),
  ].join(' and ');
  return [
    {
      where: 'S3 data events (GetObject, PutObject, ListObjects and the like)',
      because: `event history never holds them; a trail that logs data events does. In CloudWatch Logs Insights: \`filter ${filter}\``,
    },
    ...(trails.length === 0
      ? []
      : [{ where: `trails that log the data events of \`${bucket}\``, because: spokenTrails(trails) }]),
  ];
}

/** A role's calls are its sessions', which name the role as their issuer; others sign with their own ARN. */
function filterOf(principal: Principal | undefined): readonly string[] {
  if (principal === undefined || !('arn' in principal)) return [];
  const field = principal.kind === 'role' ? 'userIdentity.sessionContext.sessionIssuer.arn' : 'userIdentity.arn';
  return [`${field}="${principal.arn}"`];
}

const newestFirst = <T extends { readonly at: string; readonly eventId: string }>(events: readonly T[]): readonly T[] =>
  [...new Map(events.map((event) => [event.eventId, event])).values()].sort((a, b) => b.at.localeCompare(a.at));
