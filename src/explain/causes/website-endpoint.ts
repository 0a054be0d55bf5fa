import { isWebsiteNote } from '../../request/object-url.ts';
import { cause, type Finding, NO_CHANGES } from '../cause.ts';
import { originAccessControl } from '../patterns/origin-access-control.ts';

/** The URL is of a website endpoint, where every caller is anonymous. */
export const websiteEndpoint = cause<Finding>({
  code: 'website-endpoint',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteEndpoints.html',
  find: ({ index, evaluation }, { denial, requests }) =>
    index === requests[0]?.index && evaluation.decision !== 'allow' && denial.notes?.some(isWebsiteNote) === true
      ? [{ layer: null, role: 'background' }]
      : [],
  explain: () => ({
    because:
      'the URL is of a website endpoint, where every caller is anonymous, and nothing in the bucket policy lets everybody in',
    what: 'The URL is of a website endpoint, which takes every caller as anonymous',
    why: 'A website endpoint knows no signatures: it serves only what everybody may read, and nothing that is encrypted with SSE-KMS. Credentials, and CloudFront with OAC or OAI, count only at the REST endpoint',
    help: 'Serve the site by CloudFront with origin access control from the REST endpoint (`BUCKET.s3.REGION.amazonaws.com`), and leave the bucket closed; or read the object with signed requests from there',
  }),
  suggest: () => NO_CHANGES,
  patterns: (_finding, request) => originAccessControl(request),
});
