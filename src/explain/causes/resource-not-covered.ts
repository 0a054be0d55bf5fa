import { code } from '../../policy/words.ts';
import { contextValue } from '../../request/condition-context.ts';
import { parseS3Arn } from '../../request/s3-arn.ts';
import { askedResource } from '../asked-resource.ts';
import type { LookedAt, RequestCase } from '../case.ts';
import { cause } from '../cause.ts';
import { foldInto } from '../fold-change.ts';
import { grantChanges } from '../grant-changes.ts';
import { missedOnlyOn, type NearMiss, nearMiss } from '../near-misses.ts';
import {
  leavesOut,
  type NearResource,
  nearestResource,
  RESOURCE_CLOSENESS,
  type ResourceMiss,
} from '../resource-near-miss.ts';
import { capitalized, spokenAct, spokenStatement } from '../words.ts';

interface NotCovered extends NearMiss, NearResource {}

/** An Allow fits in everything but its Resource: another prefix, another case, another bucket. */
export const resourceNotCovered = cause<NotCovered>({
  code: 'resource-not-covered',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html',
  find: (request) =>
    missedOnlyOn('resource', request).flatMap((lookedAt) => {
      const asked = askedResource(lookedAt, request);
      const { resource = [], notResource = [] } = lookedAt.statement;
      const read = (texts: readonly string[]) => texts.map((text) => withValues(text, lookedAt, request));
      const nearest = nearestResource(read(resource), asked) ?? leavesOut(read(notResource), asked);
      // A key has a cause of its own: what was said of the bucket's default.
      if (nearest === undefined || nearest.miss === 'otherKey') return [];
      return [{ ...nearMiss(lookedAt, RESOURCE_CLOSENESS[nearest.miss]), ...nearest }];
    }),
  explain: ({ lookedAt, pattern, miss }, rc) => {
    const { request } = rc;
    const asked = askedResource(lookedAt, rc);
    const differs = DIFFERS[miss](pattern, asked);
    const allowed = miss === 'leftOut' ? 'everything but' : 'it on';
    return {
      because: `${spokenStatement(lookedAt)} allows ${allowed} ${code(pattern)}, ${differs}`,
      what: `${capitalized(spokenStatement(lookedAt))} would allow ${spokenAct(request)}, but its ${miss === 'leftOut' ? 'NotResource' : 'Resource'} is ${code(pattern)}, ${differs}`,
      why: WHY[miss],
      help:
        miss === 'leftOut'
          ? `Allow ${code(asked)} in a statement of its own, if it was not left out on purpose`
          : `Add ${code(asked)} to its Resource, if that is meant`,
    };
  },
  suggest: ({ lookedAt }, request) => {
    const folded = foldInto(lookedAt, request);
    return folded.length > 0 ? folded : grantChanges(lookedAt.layer, request);
  },
});

const VARIABLE = /\$\{([^}*?$,]+)\}/g;

/** The pattern as it reads in this request, where every variable in it has one value. */
function withValues(text: string, { document }: LookedAt, { request }: RequestCase): string {
  if (document.version === '2008-10-17') return text;
  return text.replace(VARIABLE, (variable, name: string) => {
    const value = contextValue(request.context, name);
    const [only, ...others] = value.kind === 'known' ? value.values : [];
    return only === undefined || others.length > 0 ? variable : only;
  });
}

/** What comes after the bucket's name. */
function keyOf(arn: string): string {
  const parsed = parseS3Arn(arn);
  return code(parsed !== undefined && 'key' in parsed ? parsed.key : arn);
}

const DIFFERS: Record<ResourceMiss, (pattern: string, resource: string) => string> = {
  otherCase: () => 'which differs in upper and lower case',
  endsEarly: (pattern, resource) => `which ends in ${keyOf(pattern)}, and the request is for ${keyOf(resource)}`,
  withAccount: () => 'with a region or an account, which the ARN of a bucket does not have',
  misspelt: () => 'which differs in a letter or two',
  otherPartition: () => 'which is in another partition',
  bucketPathOfAccessPoint: () => 'which is the bucket behind the access point, not the access point',
  otherKey: () => 'which is another key',
  otherPrefix: (pattern, resource) => `which is for ${keyOf(pattern)}, and the request is for ${keyOf(resource)}`,
  leftOut: () => 'by NotResource, which leaves the request out',
  otherBucket: () => 'which is another bucket',
};

const BY_THE_LETTER = 'Resources are compared letter by letter; only `*` and `?` stand for something else';

const WHY: Record<ResourceMiss, string> = {
  otherCase: 'Bucket names and keys are compared letter by letter, upper and lower case apart',
  endsEarly:
    'A Resource without `*` is one object. Folders are no objects of S3: what is below one is covered by `…/*`',
  withAccount:
    'Bucket names are unique in a partition, so the ARN of a bucket or object has neither region nor account: `arn:aws:s3:::NAME`',
  misspelt: BY_THE_LETTER,
  otherPartition: 'ARNs of `aws`, `aws-cn`, `aws-us-gov` and the other partitions never match each other',
  bucketPathOfAccessPoint:
    "A request through an access point is for the access point's own ARN; in identity-based policies and in the policy of the access point the bucket's ARN does not stand for it",
  otherKey: BY_THE_LETTER,
  otherPrefix: 'A Resource covers the keys that begin as it does; `*` at its end stands for the rest, slashes and all',
  leftOut: 'An Allow with NotResource is for everything but what it lists',
  otherBucket: 'The statement is for objects of another bucket',
};
