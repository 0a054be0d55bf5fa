import { principalCause } from '../principal-cause.ts';

/** The Principal bears the caller's name, as a user instead of a role or the other way round. */
export const principalOfAnotherKind = principalCause({
  code: 'principal-of-another-kind',
  misses: ['otherKind'],
  differs: "which has the caller's name and is no principal of the caller's kind",
  why: 'A user and a role of the same name are two principals',
  corrects: false,
});
