import { errorCause } from '../error-cause.ts';

/** A call that S3 takes from the bucket owner's account alone, whatever others are allowed: a 405, not a 403. */
export const onlyForTheOwner = errorCause({
  code: 'only-for-the-owner',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html',
  errors: ['MethodNotAllowed'],
  why: "Reading and writing a bucket's policy works only with credentials of the bucket owner's account: to those of another account that have the permission S3 answers 405, to those that lack it 403. A delete marker, asked for by its version, is answered with 405 as well",
});
