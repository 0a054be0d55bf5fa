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
      statement.resource?.some((resource) => resource.startsWith(`${request.request.resource}/`)) === true,
  );
}

/** An Allow fits in everything but its Action, and names one that is taken for it. */
export const actionNotCovered = cause<Relative>({
  code: 'action-not-covered',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html',
  find: (request) =>
    [...missedOnlyOn('action', request), ...objectsOfTheBucket(request)].flatMap((lookedAt) => {
      const relative = relativeOf(request.request.action, lookedAt.statement.action ?? []);
      return relative === undefined ? [] : [{ ...nearMiss(lookedAt, lookedAt.trace.failedOn.length), ...relative }];
    }),
  explain: ({ lookedAt, relative, why }, { request }) => ({
    because: `${spokenStatement(lookedAt)} allows ${code(relative)} and not ${code(request.action)}`,
    what: `${capitalized(spokenStatement(lookedAt))} would allow ${spokenAct(request)}, but its Action is ${list(lookedAt.statement.action ?? [])}`,
    why,
    help: `Add ${code(request.action)} to the actions that are allowed on the same resource`,
  }),
  suggest: ({ lookedAt }, request) => {
    const folded = foldInto(lookedAt, request);
    return folded.length > 0 ? folded : grantChanges(lookedAt.layer, request);
  },
});
