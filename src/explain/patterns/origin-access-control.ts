import { parseArn } from '../../request/arn.ts';
import type { RequestCase } from '../case.ts';
import { resourceText } from '../new-statement.ts';
import type { Pattern } from '../pattern.ts';
import { newPlace } from '../policy-places.ts';

/**
 * CloudFront in front of a bucket that stays closed.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
 */
export function originAccessControl(rc: RequestCase): readonly Pattern[] {
  const { request, evidence } = rc;
  const account = request.resourceAccount;
  const partition = parseArn(request.resource)?.partition ?? 'aws';
  if (account === undefined || evidence.bucketPolicy.kind === 'unreadable') return [];
  const place = newPlace('bucketPolicy', 'bucket policy', rc);
  return [
    {
      layer: 'bucketPolicy',
      account: place.account,
      target: place.target,
      policy: 'statement for the bucket policy',
      says: 'Serve it by CloudFront with origin access control: the bucket lets in one distribution, and stays closed to everybody else',
      needs:
        'there is a distribution, its id is filled in for DISTRIBUTION, it takes the REST endpoint as its origin, and its price is agreed; with SSE-KMS the key policy needs the same',
      reach: 'lets in CloudFront for this one distribution, nobody else; what CloudFront serves, everybody may read',
      before: null,
      document: {
        Effect: 'Allow',
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Action: request.action,
        Resource: resourceText(request.resource),
        Condition: {
          StringEquals: { 'aws:SourceArn': `arn:${partition}:cloudfront::${account}:distribution/DISTRIBUTION` },
        },
      },
      command: null,
    },
  ];
}
