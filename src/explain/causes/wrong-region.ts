import { errorCause } from '../error-cause.ts';

/** The request was sent to, or signed for, another region than the bucket's: a 301 or 400, not a 403. */
export const wrongRegion = errorCause({
  code: 'wrong-region',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html',
  errors: [
    'PermanentRedirect',
    'TemporaryRedirect',
    'AuthorizationHeaderMalformed',
    'IllegalLocationConstraintException',
  ],
  why: 'A bucket is in one region, and a request that is sent to or signed for another is redirected with a 301 or 307, or refused with a 400: that is no 403, and no policy has been looked at',
});
