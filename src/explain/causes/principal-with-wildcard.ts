import { principalCause } from '../principal-cause.ts';

/** The Principal has a wildcard inside an ARN, which AWS takes to the letter. */
export const principalWithWildcard = principalCause({
  code: 'principal-with-wildcard',
  misses: ['wildcard'],
  differs: 'in which AWS reads no wildcard',
  why: 'A Principal is a whole ARN or `*` alone; `*` inside an ARN is a letter like others. Patterns belong in a condition on `aws:PrincipalArn`',
  corrects: false,
});
