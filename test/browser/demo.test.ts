import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CASES } from '../../src/sandbox/cases.ts';
import { type OpenDemo, openDemo, type Watched } from './open-demo.ts';

const FIRST = '/s3-403 payroll-reports 2026/10.csv arn:aws:iam::111122223333:role/reports';

let demo: OpenDemo;
let watched: Watched;
let page: Page;

beforeAll(async () => {
  demo = await openDemo();
});
afterAll(() => demo.close());
beforeEach(async () => {
  watched = await demo.open();
  page = watched.page;
});
afterEach(async () => {
  await page.context().close();
  expect(watched.troubles).toEqual([]);
});

const channel = () => page.locator('#channel-log');
const thread = () => page.locator('#thread-log');
const newestRoot = () => channel().locator('article.from-app:not(.ephemeral)').last();

async function type(line: string): Promise<void> {
  const roots = await channel().locator('article').count();
  await page.locator('#composer-text').fill(line);
  await page.keyboard.press('Enter');
  await channel().locator('article').nth(roots).waitFor();
}

describe('a person at the page', () => {
  test('types the command, sees the verdict, and the thread opens beside it', async () => {
    await type(FIRST);
    await newestRoot().getByText('Denied').first().waitFor();
    await thread().getByText('not on the objects in it').waitFor();
    await thread().locator('.diff-added').first().waitFor();
    expect(await thread().locator('article').count()).toBeGreaterThanOrEqual(3);
    expect(await channel().locator('article.ephemeral').last().textContent()).toContain('Only visible to you');
  });

  test('presses Re-run and is told what changed, in the same thread', async () => {
    await type(FIRST);
    await newestRoot().locator('[data-action=rerun]').waitFor();
    await thread().locator('article').nth(2).waitFor();
    const roots = await channel().locator('article.from-app:not(.ephemeral)').count();
    await newestRoot().locator('[data-action=rerun]').click();
    await thread().getByText('nothing changed').waitFor();
    expect(await channel().locator('article.from-app:not(.ephemeral)').count()).toBe(roots);
    await newestRoot().locator('[data-action=rerun]').waitFor();
  });

  test('needs no mouse', async () => {
    await page.locator('#composer-text:focus').waitFor();
    await page.keyboard.type(FIRST);
    await page.keyboard.press('Enter');
    await thread().locator('article').nth(2).waitFor();
    await newestRoot().locator('[data-open-thread]').focus();
    await page.keyboard.press('Enter');
    await page.locator('#thread-name:focus').waitFor();
    await page.keyboard.press('Escape');
    expect(await page.locator('#thread').isHidden()).toBe(true);
    await page.locator('#composer-text').focus();
    await page.keyboard.press('ArrowUp');
    expect(await page.locator('#composer-text').inputValue()).toBe(FIRST);
  });

  test('chooses an example, one for each demo case', async () => {
    const examples = page.locator('#examples button');
    expect(await examples.locator('code').allTextContents()).toEqual(CASES.map(({ command }) => command));
    await examples.nth(1).click();
    await thread().getByText('sales-lake').first().waitFor();
  });

  test('mistypes, and is answered alone', async () => {
    const roots = await channel().locator('article.from-app:not(.ephemeral)').count();
    await type('/s3-403 payroll-reports 2026/10.csv arn:aws:iam::111122223333:role/reports --opertion PutObject');
    expect(await channel().locator('article.ephemeral').last().textContent()).toContain('--opertion');
    await type('/s3-404');
    expect(await channel().locator('article.ephemeral').last().textContent()).toContain(
      '/s3-404 is not a valid command',
    );
    expect(await channel().locator('article.from-app:not(.ephemeral)').count()).toBe(roots);
  });

  test('has AWS’s own error text diagnosed from the menu of a message', async () => {
    const pasted = channel().locator('article', { hasText: 'Mira' });
    await pasted.hover();
    await pasted.getByRole('button', { name: 'Diagnose this S3 403' }).click();
    await thread().getByText('permissions boundary').first().waitFor();
    await thread().getByText('build-artifacts').first().waitFor();
  });

  test('finds everything again after loading the page anew, but for what was ephemeral', async () => {
    await type(FIRST);
    await thread().locator('article').nth(2).waitFor();
    const before = await newestRoot().textContent();
    await page.reload();
    await newestRoot().waitFor();
    expect(await newestRoot().textContent()).toBe(before);
    expect(await channel().locator('article.ephemeral').count()).toBe(0);
  });
});

describe('alerts', () => {
  test('a denial is told once in the on-call channel, with a count that goes up', async () => {
    const button = page.locator('#send-alert');
    await button.click();
    expect(await page.locator('#channel-name').textContent()).toBe('# s3-oncall');
    await newestRoot().getByText('Denied once').waitFor();
    await button.click();
    await newestRoot().getByText('Denied 2 times').waitFor();
    await page.waitForTimeout(1_200);
    await button.click();
    await newestRoot().getByText('Denied 3 times').waitFor();
    expect(await channel().locator('article').count()).toBe(1);
  });
});

describe('what stands in a key stays text', () => {
  test.each([
    '<script>alert(1)</script><!channel><@U0YOU>.csv',
    '<img src=x onerror=alert(1)>`*_~.csv',
    '"><svg/onload=alert(1)>:tada:.csv',
  ])('%s', async (key) => {
    await type(`/s3-403 payroll-reports '${key}' arn:aws:iam::111122223333:role/reports`);
    await thread().locator('article').nth(2).waitFor();
    const outside = await newestRoot().locator('.mention').allTextContents();
    expect(outside).toEqual(['@You']);
    expect(await page.locator('article script, article img, article svg').count()).toBe(0);
    expect(await thread().locator('.mention').count()).toBe(outside.length);
  });
});

describe('the look', () => {
  test.each(['light', 'dark'] as const)('every text can be read in %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await type(FIRST);
    await thread().locator('.diff-added').first().waitFor();
    expect(await page.evaluate(await readFile(join(import.meta.dirname, 'low-contrast.js'), 'utf8'))).toEqual([]);
  });

  test('nothing is wider than a small screen, and the examples are behind a button', async () => {
    await page.setViewportSize({ width: 390, height: 780 });
    await page.locator('#sidebar-toggle').click();
    await page.locator('#examples button').first().click();
    await newestRoot().locator('[data-open-thread]').click();
    await thread().locator('.diff').first().waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    await page.locator('#close-thread').click();
    expect(await page.locator('#thread').isHidden()).toBe(true);
  });
});

// The last one: from here on the first example is no 403 any more.
test('somebody repairs the policy, and Re-run says what changed', async () => {
  await type(FIRST);
  await thread().locator('article').nth(2).waitFor();
  await page.locator('#repair').click();
  await channel().getByText('I have put').waitFor();
  await newestRoot().locator('[data-action=rerun]').click();
  await newestRoot().getByText('Allowed').waitFor();
  await thread().getByText('denied and is now allowed').waitFor();
});
