import { principalCause } from '../principal-cause.ts';

/** The statement allows it, to somebody else. */
export const principalNotNamed = principalCause({
  code: 'principal-not-named',
  misses: ['stranger'],
  differs: 'which is not the caller',
  why: 'The statement allows this action on this resource, to somebody else',
  corrects: false,
});
