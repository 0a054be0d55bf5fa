import { type CollectSession, withBudget } from '../collect/collect-session.ts';
import { type HistoryAnswer, type HistoryQuestion, lookUpEvents } from '../collect/event-history.ts';
import { homeRegion } from '../collect/home-region.ts';
import { UNKNOWN_ACCOUNT } from '../collect/named-principal.ts';
import type { Placed } from '../collect/placed.ts';
import type { Collected } from '../evidence/collected.ts';
import type { LookedAt, Trail } from '../evidence/trail.ts';
import { parseArn, partitionOfRegion } from '../request/arn.ts';
import type { Principal } from '../request/principal.ts';
import { principalName, principalPartition } from '../request/principal-arn.ts';
import { bucketArn } from '../request/s3-arn.ts';
import { type DataEventTrails, readDataEventTrails, spokenTrails } from './data-event-trails.ts';
import { deniedEvents } from './denied-events.ts';
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
  const lookUp = (questions: readonly HistoryQuestion[]): Promise<readonly Answered[]> => {
    const within = withBudget(session, budgetMilliseconds);
    return Promise.all(
      questions.map(async (question) => ({
        question,
        answer: await lookUpEvents(within, question, sinceMilliseconds),
      })),
    );
  };
  const [early, trails, late] = await Promise.all([
    placed.then((place) => lookUp(questionsOfPlace(place))),
    placed.then((place) => trailsOf(withBudget(session, budgetMilliseconds), place)),
    Promise.all([collecting, placed]).then(([collected]) => lookUp(questionsOfPolicies(collected))),
  ]);
  const collected = await collecting;
  const principal = collected.requests[0]?.request.principal;
  const answered = [...early, ...late];
  const changes = answered.flatMap(({ question, answer }) => recentChanges(answer.events, question.account));
  const denied =
    principal === undefined ? [] : answered.flatMap(({ answer }) => deniedEvents(answer.events, principal));
  return {
    deniedEvents: newestFirst(denied),
    changes: newestFirst(changes),
    looked: [
      ...answered.map(({ question, answer }) => looked(question, answer, sinceMilliseconds)),
      ...elsewhere(collected, trails),
    ],
  };
}

/** The trails in the account that owns the bucket; undefined where nobody knows whose or where it is. */
async function trailsOf(session: CollectSession, { bucket, bucketAccount, region }: Placed) {
  if (bucketAccount === null || region === null) return undefined;
  const bucketInPlace = bucketArn(partitionOfRegion(region), bucket);
  return readDataEventTrails(session, { account: bucketAccount, region, bucketArn: bucketInPlace });
}

interface Answered {
  readonly question: HistoryQuestion;
  readonly answer: HistoryAnswer;
}

const placeOf = ({ requests, ...place }: Collected): Placed => ({
  ...place,
  principal: requests[0]?.request.principal,
});

function questionsOfPlace({ bucket, bucketAccount, region, principal }: Placed): readonly HistoryQuestion[] {
  const questions: HistoryQuestion[] = [];
  if (bucketAccount !== null && region !== null) {
    const place = { account: bucketAccount, region };
    questions.push({ ...place, attribute: 'ResourceName', value: bucket });
    questions.push({ ...place, attribute: 'EventName', value: 'PutAccountPublicAccessBlock' });
  }
  const named = namedCaller(principal);
  if (named !== undefined) {
    questions.push({ ...homeOf(named), attribute: 'ResourceName', value: principalName(named.arn) });
  }
  return questions;
}

type NamedCaller = Extract<Principal, { kind: 'role' | 'user' }>;

const namedCaller = (principal: Principal | undefined): NamedCaller | undefined =>
  (principal?.kind === 'role' || principal?.kind === 'user') && principal.account !== UNKNOWN_ACCOUNT
    ? principal
    : undefined;

const homeOf = (principal: NamedCaller) => ({
  account: principal.account,
  region: homeRegion(principalPartition(principal)),
});

/** Customer managed policies are shared, so their changes are not listed under the role's name. */
const MOST_POLICIES = 4;

function questionsOfPolicies({ requests }: Collected): readonly HistoryQuestion[] {
  const questions: HistoryQuestion[] = [];
  const [first] = requests;
  const named = namedCaller(first?.request.principal);
  if (first !== undefined && named !== undefined) {
    const { identityPolicies } = first.evidence;
    const managed = identityPolicies.kind === 'found' ? identityPolicies.value.flatMap(({ arn }) => arn ?? []) : [];
    const own = managed.filter((arn) => parseArn(arn)?.account === named.account).slice(0, MOST_POLICIES);
    questions.push(...own.map((value): HistoryQuestion => ({ ...homeOf(named), attribute: 'ResourceName', value })));
  }
  for (const { request } of requests) {
    const key = parseArn(request.resource);
    if (key?.service !== 'kms' || /[*?]/.test(key.resource)) continue;
    const { account, region } = key;
    questions.push({ account, region, attribute: 'ResourceName', value: request.resource });
  }
  return questions;
}

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

/** Where the rest would be: what event history cannot show. */
function elsewhere(
  { requests, bucket, bucketAccount }: Collected,
  trails: DataEventTrails | undefined,
): readonly LookedAt[] {
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
      because: `event history never holds them; ${spokenTrails(trails, bucketAccount)}. In CloudWatch Logs Insights: \`filter ${filter}\``,
    },
    {
      where: 'changes of service control and resource control policies',
      because: 'the management account records them, in the home region of AWS Organizations; not looked at',
    },
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
