import { found } from '../../evidence/reading.ts';
import { parseS3Arn } from '../../request/s3-arn.ts';
import { shellWord } from '../apply-command.ts';
import type { RequestCase } from '../case.ts';
import type { Pattern } from '../pattern.ts';
import { newPlace } from '../policy-places.ts';

/**
 * The bucket owns what is in it, and ACLs count no more.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
 */
export function bucketOwnerEnforced(rc: RequestCase): readonly Pattern[] {
  const { objectOwnership } = rc.evidence;
  const place = newPlace('objectOwnership', 'ownership controls', rc);
  const bucket = parseS3Arn(place.target);
  if (objectOwnership.kind !== 'found' || bucket?.kind !== 'bucket') return [];
  const rules = (mode: string) => ({ Rules: [{ ObjectOwnership: mode }] });
  return [
    {
      layer: 'objectOwnership',
      account: place.account,
      target: place.target,
      policy: place.name,
      says: 'Let the bucket own every object in it: set Object Ownership to `BucketOwnerEnforced`',
      needs:
        'whatever is given by ACL today is given by the bucket policy instead, and uploads send no ACL but `bucket-owner-full-control`',
      reach:
        'it holds at once for every object in the bucket: what the bucket policy allows is then allowed for all of them, and no ACL gives anything any more',
      before: JSON.stringify(rules(objectOwnership.value.mode), null, 2),
      document: rules('BucketOwnerEnforced'),
      command: `aws s3api put-bucket-ownership-controls --bucket ${shellWord(bucket.bucket)} --ownership-controls 'Rules=[{ObjectOwnership=BucketOwnerEnforced}]'`,
      again: {
        requests: [
          {
            request: rc.evaluation.request,
            evidence: { ...rc.evidence, objectOwnership: found({ mode: 'BucketOwnerEnforced' }) },
          },
        ],
        words: 'with it alone, this permission',
      },
    },
  ];
}
