import { principalCause } from '../principal-cause.ts';

/** The Principal is the caller's in another partition (`aws`, `aws-cn`, `aws-us-gov`). */
export const principalOfAnotherPartition = principalCause({
  code: 'principal-of-another-partition',
  misses: ['otherPartition'],
  differs: 'which is in another partition',
  why: 'ARNs of `aws`, `aws-cn`, `aws-us-gov` and the other partitions never match each other',
  corrects: true,
});
