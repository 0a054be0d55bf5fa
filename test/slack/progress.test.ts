import { expect, test, vi } from 'vitest';
import { createProgress } from '../../src/slack/progress.ts';

const soon = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test('many changes at once are shown once', async () => {
  const show = vi.fn(async () => undefined);
  const progress = createProgress(show, 10);
  for (let change = 0; change < 20; change += 1) progress.changed();
  await soon(40);
  expect(show).toHaveBeenCalledOnce();
  await progress.stop();
});

test('what changes while something is shown is shown after it, not beside it', async () => {
  let open = 0;
  let most = 0;
  const show = vi.fn(async () => {
    open += 1;
    most = Math.max(most, open);
    await soon(30);
    open -= 1;
  });
  const progress = createProgress(show, 5);
  progress.changed();
  await soon(15);
  progress.changed();
  await soon(80);
  expect(show).toHaveBeenCalledTimes(2);
  expect(most).toBe(1);
  await progress.stop();
});

test('nothing is shown after it was stopped, and what is being shown is waited for', async () => {
  let isDone = false;
  const show = vi.fn(async () => {
    await soon(30);
    isDone = true;
  });
  const progress = createProgress(show, 5);
  progress.changed();
  await soon(15);
  progress.changed();
  await progress.stop();
  expect(isDone).toBe(true);
  await soon(30);
  expect(show).toHaveBeenCalledOnce();
});

test('what cannot be shown is no matter', async () => {
  const progress = createProgress(() => Promise.reject(new Error('Slack is down')), 1);
  progress.changed();
  await soon(20);
  progress.changed();
  await soon(20);
  await progress.stop();
});
