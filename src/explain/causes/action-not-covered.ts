import { matchPattern } from '../../policy/match-pattern.ts';
import { code, list } from '../../policy/words.ts';
import type { LookedAt, RequestCase } from '../case.ts';
import { cause } from '../cause.ts';
import { foldInto } from '../fold-change.ts';
import { grantChanges } from '../grant-changes.ts';
import { lacksAllow, missedOnlyOn, type NearMiss, nearMiss } from '../near-misses.ts';
import { relativeOf } from '../related-actions.ts';
import { capitalized, spokenAct, spokenStatement } from '../words.ts';

interface Relative extends NearMiss {
  readonly relative: string;
  readonly why: string;
}

/** Allows on the objects of the bucket that is asked for: whoever may read them is taken to may list them. */
function objectsOfTheBucket(request: RequestCase): readonly LookedAt[] {
  return request.lookedAt.filter(
    ({ trace, layer, statement }) =>
      trace.effect === 'Allow' &&
      trace.failedOn.join() === 'action,resource' &&
      lacksAllow(request, layer) &&
      // Listing all buckets is on `*`, whatever bucket the other statement is for.
      (request.request.resource === '*' ||
        statement.resource?.some((resource) => resource.startsWith(`${request.request.resource}/`)) === true),
  );
}

/** An Allow fits in everything but its Action, and names one that is taken for it. */
export const actionNotCovered = cause<Relative>({
  code: 'action-not-covered',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html',
  find: (request) =>
    [...missedOnlyOn('action', request), ...objectsOfTheBucket(request)].flatMap((lookedAt) => {
      const { action = [], notAction = [] } = lookedAt.statement;
      const relative = relativeOf(request.request.action, action) ?? leftOut(notAction, request.request.action);
      return relative === undefined ? [] : [{ ...nearMiss(lookedAt, lookedAt.trace.failedOn.length), ...relative }];
    }),
  explain: ({ lookedAt, relative, why }, { request }) => ({
    because:
      lookedAt.statement.action === undefined
        ? `${spokenStatement(lookedAt)} allows everything but ${code(relative)}`
        : `${spokenStatement(lookedAt)} allows ${code(relative)} and not ${code(request.action)}`,
    what: `${capitalized(spokenStatement(lookedAt))} would allow ${spokenAct(request)}, but its ${lookedAt.statement.action === undefined ? 'NotAction' : 'Action'} is ${list(lookedAt.statement.action ?? lookedAt.statement.notAction ?? [])}`,
    why,
    help: `Add ${code(request.action)} to the actions that are allowed on the same resource`,
  }),
  suggest: ({ lookedAt }, request) => {
    const folded = foldInto(lookedAt, request);
    return folded.length > 0 ? folded : grantChanges(lookedAt.layer, request);
  },
});

/** The NotAction that leaves the action out. */
function leftOut(notAction: readonly string[], action: string): Pick<Relative, 'relative' | 'why'> | undefined {
  const relative = notAction.find((pattern) => matchPattern(pattern.toLowerCase(), action.toLowerCase()));
  return relative === undefined
    ? undefined
    : { relative, why: 'An Allow with NotAction is for every action but those that it lists' };
}
