import { limitWithoutAllow } from '../limit-without-allow.ts';

/** The session policies that were passed when the role was assumed do not allow the call. */
export const sessionPolicyWithoutAllow = limitWithoutAllow({
  code: 'session-policy-without-allow',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session',
  layer: 'sessionPolicies',
  why: 'A policy passed when the role was assumed limits the session to what it allows as well',
});
