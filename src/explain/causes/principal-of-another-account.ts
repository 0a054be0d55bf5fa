import { principalCause } from '../principal-cause.ts';

/** The Principal bears the caller's name, in another account. */
export const principalOfAnotherAccount = principalCause({
  code: 'principal-of-another-account',
  misses: ['otherAccount'],
  differs: "which has the caller's name in another account",
  why: 'Roles and users of the same name in two accounts are two principals',
  corrects: false,
});
