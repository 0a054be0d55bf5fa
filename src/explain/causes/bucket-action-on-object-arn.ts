import { code } from '../../policy/words.ts';
import { askedResource } from '../asked-resource.ts';
import { cause } from '../cause.ts';
import { foldInto } from '../fold-change.ts';
import { missedOnlyOn, nearMiss } from '../near-misses.ts';
import { capitalized, spokenAct, spokenStatement } from '../words.ts';

/** The statement names the objects where the action works on the bucket: ListBucket on a Resource that ends in `/*`. */
export const bucketActionOnObjectArn = cause({
  code: 'bucket-action-on-object-arn',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html#security_iam_service-with-iam-id-based-policies-resources',
  find: (request) =>
    missedOnlyOn('resource', request)
      .filter((lookedAt) =>
        lookedAt.statement.resource?.some((resource) => isInside(resource, askedResource(lookedAt, request))),
      )
      .map((lookedAt) => nearMiss(lookedAt, 0)),
  explain: ({ lookedAt }, rc) => {
    const { request } = rc;
    const asked = askedResource(lookedAt, rc);
    const objects = lookedAt.statement.resource?.find((resource) => isInside(resource, asked)) ?? '';
    return {
      because: `${spokenStatement(lookedAt)} allows the action on objects, ${code(objects)}, and not on the bucket itself`,
      what: `${capitalized(spokenStatement(lookedAt))} would allow ${spokenAct(request)}, but its Resource is the objects`,
      why: `${code(request.action)} works on the bucket, whose ARN has nothing after its name. ${code(objects)} stands for objects only`,
      help: `Add ${code(asked)} to its Resource, and keep ${code(objects)} for the actions on objects`,
    };
  },
  suggest: ({ lookedAt }, request) => foldInto(lookedAt, request),
});

/** The pattern is of objects in the bucket, or behind the access point, that was asked for. */
const isInside = (pattern: string, resource: string) => pattern.startsWith(`${resource}/`);
