import { errorCause } from '../error-cause.ts';

/** There is no such object or version, and the caller may know that. */
export const noSuchObject = errorCause({
  code: 'no-such-object',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html',
  errors: ['NoSuchKey', 'NoSuchVersion', 'NoSuchUpload'],
  why: 'S3 answers 404 only to callers who may list the bucket; to others it says 403 for the same. So permissions are not the trouble',
});
