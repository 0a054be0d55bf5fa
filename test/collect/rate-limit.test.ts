import { expect, test } from 'vitest';
import { rateLimit, turns } from '../../src/collect/rate-limit.ts';

test.each<[string, number[], number[]]>([
  ['the first two go at once', [0, 0], [0, 0]],
  ['the rest half a second apart', [0, 0, 0, 0, 0], [0, 0, 500, 1_000, 1_500]],
  ['a rest saves up no more than the burst', [0, 5_000, 5_000, 5_000], [0, 0, 0, 500]],
  ['a call that comes late waits less', [0, 0, 300], [0, 0, 200]],
  ['at their own pace nobody waits', [0, 500, 1_000, 1_500], [0, 0, 0, 0]],
])('of two a second, two at once: %s', (_sentence, asked, waits) => {
  const wait = turns({ perSecond: 2, burst: 2 });
  expect(asked.map((now) => wait(now))).toEqual(waits);
});

test('nobody waits beyond their own time', async () => {
  const turn = rateLimit({ perSecond: 0.01, burst: 1 });
  await turn(AbortSignal.timeout(1_000));
  await expect(turn(AbortSignal.timeout(20))).rejects.toMatchObject({ name: 'AbortError' });
});
