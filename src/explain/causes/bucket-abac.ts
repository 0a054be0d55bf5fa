import { code } from '../../policy/words.ts';
import type { LookedAt, RequestCase } from '../case.ts';
import { cause, type Finding, NO_CHANGES } from '../cause.ts';
import { matchingDenies } from '../deny-meaning.ts';
import { missedOnlyOn, nearMiss } from '../near-misses.ts';
import { isBucketTag, isUncountedTag } from '../special-conditions.ts';
import { capitalized, spokenAct, spokenStatement } from '../words.ts';
import { failedConditions } from './condition-failed.ts';

interface ByTag extends Finding {
  readonly lookedAt: LookedAt;
  readonly key: string;
}

/** A condition on the tags of the bucket, which count only while attribute-based access control is on for it. */
export const bucketAbac = cause<ByTag>({
  code: 'bucket-abac',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/buckets-tagging-enable-abac.html',
  find: (request, whole) => {
    const abac = whole.collected.settings?.abac;
    if (abac?.kind !== 'found') return [];
    if (abac.value === 'Enabled') return deniedByTag(request);
    return missedOnlyOn('condition', request).flatMap((lookedAt) => {
      const failed = failedConditions(lookedAt, request).find(({ key }) => isUncountedTag(key, whole));
      if (failed === undefined) return [];
      return [{ ...nearMiss(lookedAt, 0), onCondition: spokenStatement(lookedAt), lookedAt, key: failed.key }];
    });
  },
  explain: ({ lookedAt, key, role }, { request }) => {
    const statement = spokenStatement(lookedAt);
    return role === 'nearMiss'
      ? {
          because: `${statement} goes by the tag ${code(key)}, and attribute-based access control is off for the bucket, so its tags do not count`,
          what: `${capitalized(statement)} would allow ${spokenAct(request)} by the bucket's tag ${code(key)}, which does not count`,
          why: 'While attribute-based access control is off, which is what buckets begin with, no tag of the bucket is in a request, so an Allow that asks for one never matches',
          help: 'Look at every policy that goes by tags of the bucket, and then switch it on with `aws s3api put-bucket-abac`; or allow by the ARN of the bucket',
          meet: 'Switch attribute-based access control on for the bucket (`aws s3api put-bucket-abac`), once every policy that goes by its tags was looked at, and set the tag that the statement asks for',
        }
      : {
          because: `${statement} denies by the bucket's tag ${code(key)}, which counts since attribute-based access control is on`,
          what: `${capitalized(statement)} goes by the bucket's tag ${code(key)}, and attribute-based access control is on for the bucket`,
          why: 'Since it was switched on, the tags of the bucket count in every policy, in statements that were there before as well: what worked before may be denied now',
          help: "Set the bucket's tag to what the statement lets through (`s3:TagResource`), if whoever tags the bucket agrees",
        };
  },
  suggest: () => NO_CHANGES,
});

function deniedByTag(request: RequestCase): readonly ByTag[] {
  return matchingDenies(request).flatMap((lookedAt): ByTag[] => {
    const condition = lookedAt.statement.conditions.find(({ key }) => isBucketTag(key));
    if (condition === undefined) return [];
    const { layer, trace } = lookedAt;
    return [{ layer, role: 'background', trace, lookedAt, key: condition.key }];
  });
}
