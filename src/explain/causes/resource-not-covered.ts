import { code } from '../../policy/words.ts';
import { cause } from '../cause.ts';
import { foldInto } from '../fold-change.ts';
import { grantChanges } from '../grant-changes.ts';
import { missedOnlyOn, type NearMiss, nearMiss } from '../near-misses.ts';
import { nearestResource, RESOURCE_CLOSENESS, type ResourceMiss } from '../resource-near-miss.ts';
import { capitalized, spokenAct, spokenStatement } from '../words.ts';

interface NotCovered extends NearMiss {
  readonly pattern: string;
  readonly miss: ResourceMiss;
}

/** An Allow fits in everything but its Resource: another prefix, another case, another bucket. */
export const resourceNotCovered = cause<NotCovered>({
  code: 'resource-not-covered',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html',
  find: (request) =>
    missedOnlyOn('resource', request).flatMap((lookedAt) => {
      const nearest = nearestResource(lookedAt.statement.resource ?? [], request.request.resource);
      if (nearest === undefined) return [];
      return [{ ...nearMiss(lookedAt, RESOURCE_CLOSENESS[nearest.miss]), ...nearest }];
    }),
  explain: ({ lookedAt, pattern, miss }, { request }) => ({
    because: `${spokenStatement(lookedAt)} allows it on ${code(pattern)}, ${DIFFERS[miss]}`,
    what: `${capitalized(spokenStatement(lookedAt))} would allow ${spokenAct(request)}, but its Resource is ${code(pattern)}, ${DIFFERS[miss]}`,
    why: WHY[miss],
    help: `Add ${code(request.resource)} to its Resource, if that is meant`,
  }),
  suggest: ({ lookedAt }, request) => {
    const folded = foldInto(lookedAt, request);
    return folded.length > 0 ? folded : grantChanges(lookedAt.layer, request);
  },
});

const DIFFERS: Record<ResourceMiss, string> = {
  otherCase: 'which differs in upper and lower case',
  misspelt: 'which differs in a letter or two',
  otherPrefix: 'which is another part of the same bucket',
  otherBucket: 'which is another bucket',
  bucketPathOfAccessPoint: 'which is the bucket behind the access point, not the access point',
};

const WHY: Record<ResourceMiss, string> = {
  otherCase: 'Bucket names and keys are compared letter by letter, upper and lower case apart',
  misspelt: 'Resources are compared letter by letter; only `*` and `?` stand for something else',
  otherPrefix: 'A Resource covers the keys that begin as it does; `*` at its end stands for the rest, slashes and all',
  otherBucket: 'The statement is for objects of another bucket',
  bucketPathOfAccessPoint:
    "A request through an access point is for the access point's own ARN; in identity-based policies the bucket's ARN does not stand for it",
};
