import { errorCause } from '../error-cause.ts';

/** No grant of S3 Access Grants covers the prefix for this identity. */
export const accessGrants = errorCause({
  code: 'access-grants',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-grants.html',
  errors: ['NoGrantForPrefix'],
  why: 'S3 Access Grants give credentials for a prefix only where a grant covers it, for the identity that asks and for reading or writing as it asks. The grants are no policies, and are not looked at here',
  help: 'Look at the grants of the instance with `aws s3control list-access-grants`, and have one made that covers the prefix',
});
