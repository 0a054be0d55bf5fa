import { principalCause } from '../principal-cause.ts';

/** The Principal is the caller's name with a letter or two wrong, or in another case. */
export const principalMisspelt = principalCause({
  code: 'principal-misspelt',
  misses: ['misspelt', 'otherCase'],
  differs: "which is nearly the caller's name",
  why: "A Principal must be the caller's ARN to the letter; upper and lower case count. A principal of the misspelt name may exist, so it is left in",
  corrects: false,
});
