import { principalCause } from '../principal-cause.ts';

/** The Principal is another session of the caller's role. */
export const principalIsAnotherSession = principalCause({
  code: 'principal-is-another-session',
  misses: ['otherSession'],
  differs: 'which is another session of the same role',
  why: "A session ARN names one session only. The role's ARN names all of its sessions",
  corrects: true,
});
