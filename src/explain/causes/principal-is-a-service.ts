import { principalCause } from '../principal-cause.ts';

/** The Principal is the service that runs the code, which calls S3 with a role. */
export const principalIsAService = principalCause({
  code: 'principal-is-a-service',
  misses: ['service'],
  differs: 'which runs the code and does not make the call',
  why: 'A Lambda function, an EC2 instance or a container calls S3 with the session of its role. The service itself is the principal only in the trust policy of that role, and where it calls for itself',
  corrects: false,
});
