import { describe } from 'vitest';
import { createMemoryBucketIndex } from '../../src/inventory/memory-bucket-index.ts';
import { bucketIndexContract } from './bucket-index-contract.ts';

describe('the index in memory', () => {
  bucketIndexContract(async () => {
    let clock = Date.now();
    return {
      index: createMemoryBucketIndex(() => new Date(clock)),
      now: () => new Date(clock).toISOString(),
      pass: (seconds) => {
        clock += seconds * 1000;
      },
    };
  });
});
