import type { Principal } from '../../request/principal.ts';
import { cause, type Finding } from '../cause.ts';
import { grantChanges } from '../grant-changes.ts';
import { spokenAct } from '../words.ts';

/** CloudFront with origin access control: the bucket policy must let its service in, for this distribution. */
export const cloudfrontOrigin = cause<Finding>({
  code: 'cloudfront-origin',
  docs: 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html',
  find: ({ request, evaluation }) =>
    evaluation.decision === 'deny' && isCloudFront(request.principal)
      ? [{ layer: request.action.startsWith('kms:') ? 'keyPolicy' : 'bucketPolicy', role: 'background' }]
      : [],
  explain: (_finding, { request }) => {
    const isKey = request.action.startsWith('kms:');
    const where = isKey ? 'key policy' : 'bucket policy';
    return {
      because: `no statement of the ${where} lets CloudFront in for the distribution that asks`,
      what: `CloudFront may not do ${spokenAct(request)} as the origin access control of a distribution`,
      why: `CloudFront asks as the service \`cloudfront.amazonaws.com\`, with the distribution's ARN in \`aws:SourceArn\`; no identity-based policy speaks for it. An origin access identity (OAI) is another principal, which a statement for the service does not name`,
      help: `Allow \`cloudfront.amazonaws.com\` in the ${where}, with \`StringEquals\` \`aws:SourceArn\` \`arn:aws:cloudfront::ACCOUNT:distribution/ID\`${isKey ? '' : '; objects encrypted with SSE-KMS need the same in the key policy'}`,
    };
  },
  suggest: (_finding, request) =>
    grantChanges(request.request.action.startsWith('kms:') ? 'keyPolicy' : 'bucketPolicy', request),
});

const isCloudFront = (principal: Principal) =>
  principal.kind === 'service' && principal.service === 'cloudfront.amazonaws.com';
