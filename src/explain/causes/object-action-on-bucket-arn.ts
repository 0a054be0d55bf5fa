import { code } from '../../policy/words.ts';
import { askedResource } from '../asked-resource.ts';
import { cause } from '../cause.ts';
import { foldInto } from '../fold-change.ts';
import { missedOnlyOn, nearMiss } from '../near-misses.ts';
import { capitalized, spokenAct, spokenStatement } from '../words.ts';

/** The statement names the bucket, or its root, where the action works on objects: the missing `/*`. */
export const objectActionOnBucketArn = cause({
  code: 'object-action-on-bucket-arn',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html#security_iam_service-with-iam-id-based-policies-resources',
  find: (request) =>
    missedOnlyOn('resource', request)
      .filter((lookedAt) =>
        lookedAt.statement.resource?.some((resource) => isContainerOf(resource, askedResource(lookedAt, request))),
      )
      .map((lookedAt) => nearMiss(lookedAt, 0)),
  explain: ({ lookedAt }, rc) => {
    const { request } = rc;
    const asked = askedResource(lookedAt, rc);
    const bucket = lookedAt.statement.resource?.find((resource) => isContainerOf(resource, asked)) ?? '';
    const objects = `${bucket.replace(/\/$/, '')}${infix(bucket)}/*`;
    return {
      because: `${spokenStatement(lookedAt)} allows the action on the bucket, ${code(bucket)}, and not on the objects in it`,
      what: `${capitalized(spokenStatement(lookedAt))} would allow ${spokenAct(request)}, but its Resource is the bucket`,
      why: `${code(request.action)} works on objects, whose ARNs go on after the bucket's. ${code(bucket)} stands for the bucket alone, so the statement never applies to an object`,
      help: `Add ${code(asked)} to its Resource, or ${code(objects)} if every object is meant`,
    };
  },
  suggest: ({ lookedAt }, request) => foldInto(lookedAt, request),
});

const infix = (bucket: string) => (bucket.includes(':accesspoint/') ? '/object' : '');

/** The resource is in the bucket, or behind the access point, of which this is the ARN. */
function isContainerOf(pattern: string, resource: string): boolean {
  const container = pattern.replace(/\/$/, '');
  return (
    container !== '' &&
    container !== resource &&
    !/[*?]/.test(container) &&
    resource.startsWith(`${container}/`) &&
    !hasKey(container)
  );
}

/** The text after a bucket's or access point's name: a prefix is no container. */
const hasKey = (arn: string) => /:::[^/]+\//.test(arn) || /:accesspoint\/[^/]+\//.test(arn);
