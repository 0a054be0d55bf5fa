import { bucketArn, objectArn, parseS3Arn } from '../request/s3-arn.ts';
import type { LookedAt, RequestCase } from './case.ts';
import { namedResource } from './named-resource.ts';

/**
 * The resource that a statement was held against: behind an access point, a bucket policy is asked about the bucket, and an
 * endpoint policy about both.
 */
export function askedResource({ layer, trace }: LookedAt, rc: RequestCase): string {
  const { resource, bucket } = rc.request;
  const arn = parseS3Arn(resource);
  const throughAccessPoint = arn?.kind === 'accessPoint' || arn?.kind === 'accessPointObject';
  if (layer !== 'vpcEndpointPolicy' || !throughAccessPoint || bucket === undefined) {
    return namedResource(layer, rc) ?? resource;
  }
  const letsAccessPointIn = rc.lookedAt.some(
    (other) =>
      other.layer === layer &&
      other.trace.policy === trace.policy &&
      other.trace.index === trace.index &&
      other.trace.match === 'yes',
  );
  if (!letsAccessPointIn) return resource;
  return arn.kind === 'accessPoint'
    ? bucketArn(arn.partition, bucket.name)
    : objectArn(arn.partition, bucket.name, arn.key);
}
