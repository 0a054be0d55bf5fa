import { setImmediate as turnOfLoop } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lane } from '../../src/collect/lane.ts';

const never = new AbortController().signal;

describe('a lane', () => {
  test('is never fuller than it may be, and lets everybody through, whoever fails', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.boolean(), { maxLength: 20 }),
        async (most, fails) => {
          const run = lane(most);
          let underWay = 0;
          let fullest = 0;
          const results = await Promise.allSettled(
            fails.map((isFailing, index) =>
              run(async () => {
                underWay += 1;
                fullest = Math.max(fullest, underWay);
                for (let turns = 0; turns <= index % 3; turns += 1) await turnOfLoop();
                underWay -= 1;
                if (isFailing) throw new Error('no');
                return index;
              }, never),
            ),
          );
          expect(fullest).toBe(Math.min(most, fails.length));
          expect(results.map(({ status }) => status === 'rejected')).toEqual(fails);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('who is called off while waiting leaves, and takes nobody\u2019s place', async () => {
    const run = lane(1);
    const controller = new AbortController();
    let finish = () => {};
    const first = run(() => new Promise<void>((resolve) => (finish = resolve)), never);
    const second = run(async () => 'second', controller.signal);
    const third = run(async () => 'third', never);
    controller.abort(new Error('called off'));
    await expect(second).rejects.toThrow('called off');
    finish();
    await first;
    expect(await third).toBe('third');
    await expect(run(async () => 'late', never)).resolves.toBe('late');
  });
});
