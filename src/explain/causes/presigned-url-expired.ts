import { errorCause } from '../error-cause.ts';

/** The presigned URL is past its time. */
export const presignedUrlExpired = errorCause({
  code: 'presigned-url-expired',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html',
  errors: ['RequestHasExpired'],
  why: 'A presigned URL holds until the time that was signed into it, and never longer than the credentials that signed it',
});
