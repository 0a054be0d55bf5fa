import { principalCause } from '../principal-cause.ts';

/** The Principal is the unique id (`AROA…`) of a role or user that was deleted, maybe made again since. */
export const principalDeletedAndRecreated = principalCause({
  code: 'principal-deleted-and-recreated',
  misses: ['deletedAndRecreated'],
  differs: 'the unique ID of a principal that was deleted',
  why: 'IAM shows the unique ID (`AROA…`, `AIDA…`) where a Principal names a role or user that is gone. One made again under the same name has another ID, so the statement matches nobody',
  corrects: true,
  needs: 'it is sure that the deleted principal was this caller, which its ID does not tell',
});
