import { errorCause } from '../error-cause.ts';

/** The bucket blocks uploads that are encrypted with keys of the caller (SSE-C). */
export const sseCBlocked = errorCause({
  code: 'sse-c-blocked',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/blocking-unblocking-s3-c-encryption-gpb.html',
  errors: ['SseCBlocked'],
  why: "Since April 2026, new buckets, and buckets of accounts that had no objects encrypted so, refuse uploads with keys that the caller sends. No policy says so: it is in the bucket's encryption configuration",
});
