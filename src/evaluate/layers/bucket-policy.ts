import { ANY_GRANT, type LayerCase, notApplying, open, settled, weighedGrantCase } from '../layer-case.ts';
import type { Situation } from '../situation.ts';
import { IMPLICIT_DENY } from '../verdict.ts';
import { weighStatements } from '../weigh-statements.ts';

const LAYER = 'bucketPolicy';

const NO_POLICY = settled(LAYER, IMPLICIT_DENY, 'the bucket has no policy');
const UNREAD = open(LAYER, ANY_GRANT, 'it could not be read');

/** The root user of the owner can always mend a bucket policy. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html */
const ALWAYS_FOR_ROOT: ReadonlySet<string> = new Set([
  's3:getbucketpolicy',
  's3:putbucketpolicy',
  's3:deletebucketpolicy',
]);

export function evaluateBucketPolicy(situation: Situation): LayerCase {
  const { evidence, flow, principal, action, ownerships, bucketRequest } = situation;
  if (flow !== 'bucket' && flow !== 'accessPoint' && flow !== 'directoryBucket') {
    return notApplying(LAYER, 'the request is not for a bucket or an object');
  }
  if (principal.kind === 'root' && ALWAYS_FOR_ROOT.has(action) && ownerships.every(({ bucket }) => bucket)) {
    return notApplying(LAYER, 'the root user of the owner may always read, replace and delete the bucket policy');
  }
  const { bucketPolicy } = evidence;
  switch (bucketPolicy.kind) {
    case 'absent':
      return NO_POLICY;
    case 'unreadable':
      return UNREAD;
    case 'found': {
      if (bucketRequest === null) return open(LAYER, ANY_GRANT, 'which bucket is behind the access point is not known');
      const options = { request: bucketRequest, ignorePrincipal: false };
      return weighedGrantCase(LAYER, weighStatements([bucketPolicy.value.policy], options), situation, '');
    }
  }
}
