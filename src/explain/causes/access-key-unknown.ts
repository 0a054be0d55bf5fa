import { errorCause } from '../error-cause.ts';

/** AWS does not know the access key, or there is none: nobody was asked for permissions. */
export const accessKeyUnknown = errorCause({
  code: 'access-key-unknown',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html',
  errors: [
    'InvalidAccessKeyId',
    'InvalidClientTokenId',
    'NotSignedUp',
    'InvalidSecurity',
    'NoCredentials',
    'MissingAuthenticationToken',
    'MissingSecurityHeader',
  ],
  why: 'S3 finds out who calls before it asks what the caller may do. A key that was deleted, that is of another partition, or that is missing says nothing of who calls',
});
