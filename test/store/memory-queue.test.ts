import { describe, expect, test } from 'vitest';
import { createMemoryQueue } from '../../src/store/memory-queue.ts';
import { aJob } from './a-job.ts';
import { queueContract } from './queue-contract.ts';

describe('the queue in memory', () => {
  queueContract(async () => {
    const queue = createMemoryQueue({ maxReceives: 3, visibilityMilliseconds: 5 });
    return {
      queue,
      consume: queue.consume,
      deadLetters: async () => queue.deadLetters,
      close: async () => undefined,
    };
  });

  test('is idle when the last job is finished or given up, and not before', async () => {
    const queue = createMemoryQueue({ maxReceives: 2, visibilityMilliseconds: 5 });
    const order: string[] = [];
    queue.consume(async () => {
      order.push('tried');
      throw new Error('broken');
    });
    await queue.send(aJob({ id: 'one' }));
    await queue.idle().then(() => order.push('idle'));
    expect(order).toEqual(['tried', 'tried', 'idle']);
    expect(queue.deadLetters).toHaveLength(1);
  });

  test('a queue without work is idle at once', async () => {
    await createMemoryQueue().idle();
  });

  test('the sender does not wait for the worker', async () => {
    const queue = createMemoryQueue();
    let isDone = false;
    queue.consume(async () => {
      isDone = true;
      return { batchItemFailures: [] };
    });
    await queue.send(aJob({ id: 'one' }));
    expect(isDone).toBe(false);
    await queue.idle();
    expect(isDone).toBe(true);
  });
});
