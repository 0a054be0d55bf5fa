import { principalCause } from '../principal-cause.ts';

/** The Principal is a group, which is no principal. */
export const principalIsAGroup = principalCause({
  code: 'principal-is-a-group',
  misses: ['group'],
  differs: 'which is a group',
  why: 'A group cannot be a principal: it gives policies to its users and signs no requests, so the statement matches nobody',
  corrects: false,
});
