import { principalCause } from '../principal-cause.ts';

/** The Principal has the caller's name without its path. */
export const principalPathLeftOut = principalCause({
  code: 'principal-path-left-out',
  misses: ['pathLeftOut'],
  differs: "which has the caller's name and not its path",
  why: "A role or user with a path has the path in its ARN: `role/service-role/NAME` is another principal than `role/NAME`. A session's ARN does not show the path",
  corrects: true,
});
