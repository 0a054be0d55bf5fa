import { errorCause } from '../error-cause.ts';

/** The clock of the machine that signs is wrong. */
export const clockSkew = errorCause({
  code: 'clock-skew',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html',
  errors: ['RequestTimeTooSkewed'],
  why: 'The time is part of the signature, and S3 takes none that is more than 15 minutes off',
});
