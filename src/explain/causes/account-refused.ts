import { errorCause } from '../error-cause.ts';

/** S3 refuses the account, the session or the sender itself. */
export const accountRefused = errorCause({
  code: 'account-refused',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html',
  errors: [
    'AccountProblem',
    'AllAccessDisabled',
    'InvalidPayer',
    'UnauthorizedAccessError',
    'UnauthorizedAccess',
    'UnexpectedIPError',
    'InvalidSessionException',
    'CORS',
  ],
  why: 'S3 refuses by what it knows of the account, the session or the sender. No policy has been looked at, and none would change it',
});
