import { denyMeaning, isKey } from '../deny-meaning.ts';

/** A Deny for sessions without multi-factor authentication. */
export const mfaRequired = denyMeaning({
  code: 'mfa-required',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html#example-bucket-policies-MFA',
  when: isKey('aws:MultiFactorAuthPresent', 'aws:MultiFactorAuthAge'),
  denies: () => 'requests without fresh multi-factor authentication',
  why: 'The key is there only with temporary credentials that were got with a code from an MFA device. Access keys of users and roles of services never have it',
  meet: () => 'Make the call with the credentials of a session that was begun with multi-factor authentication',
  help: 'Get a session with `aws sts get-session-token --serial-number … --token-code …`, or assume the role with MFA, and use its credentials',
});
