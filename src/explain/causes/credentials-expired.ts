import { errorCause } from '../error-cause.ts';

/** The session of the temporary credentials has ended: a 400, not a 403. */
export const credentialsExpired = errorCause({
  code: 'credentials-expired',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html',
  errors: ['ExpiredToken'],
  why: 'Temporary credentials end with their session, and S3 answers 400, not 403. Roles give an hour unless more was asked for, and an hour at the most where one role assumes the next',
});
