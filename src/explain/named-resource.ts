import type { Layer } from '../evidence/layers.ts';
import { bucketArn, objectArn, parseS3Arn } from '../request/s3-arn.ts';
import type { RequestCase } from './case.ts';

/**
 * The resource as a policy of the layer names it: behind an access point, the bucket policy speaks of the bucket. Null where
 * nobody told which bucket that is.
 */
export function namedResource(layer: Layer, { request }: RequestCase): string | null {
  const arn = layer === 'bucketPolicy' ? parseS3Arn(request.resource) : undefined;
  switch (arn?.kind) {
    case 'accessPoint':
      return request.bucket === undefined ? null : bucketArn(arn.partition, request.bucket.name);
    case 'accessPointObject':
      return request.bucket === undefined ? null : objectArn(arn.partition, request.bucket.name, arn.key);
    default:
      return request.resource;
  }
}
