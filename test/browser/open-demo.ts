import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const ROOT = join(import.meta.dirname, '..', '..');
const PLACES = [process.env.CHROMIUM ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

function chromiumPath(): string {
  const path = PLACES.find((place) => place !== '' && existsSync(place));
  if (path === undefined) {
    throw new Error('no Chromium: install the Debian package `chromium`, or name one in the variable CHROMIUM');
  }
  return path;
}

/** The built demo in a process of its own, and a browser. */
export interface OpenDemo {
  readonly url: string;
  /** A page that remembers what went wrong on it. */
  open(options?: BrowserContextOptions): Promise<Watched>;
  close(): Promise<void>;
}

export interface Watched {
  readonly page: Page;
  /** Errors in the console, exceptions, dialogs, and requests that failed or left this machine. */
  readonly troubles: readonly string[];
}

export async function openDemo(): Promise<OpenDemo> {
  await promisify(execFile)(process.execPath, ['build.mjs', 'sandbox'], { cwd: ROOT });
  const demo = spawn(process.execPath, ['dist/sandbox/index.mjs', '--port', '0'], { cwd: ROOT });
  let said = '';
  demo.stderr.on('data', (text) => {
    said += text;
  });
  const url = await new Promise<string>((resolve, reject) => {
    demo.stdout.on('data', (text) => {
      said += text;
      const [found] = /http:\/\/\S+/.exec(said) ?? [];
      if (found !== undefined) resolve(found);
    });
    demo.once('exit', () => reject(new Error(`the demo ended: ${said}`)));
  });
  const browser: Browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });
  return {
    url,
    open: async (options = {}) => {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
      const page = await context.newPage();
      page.setDefaultTimeout(10_000);
      const troubles: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') troubles.push(message.text());
      });
      page.on('pageerror', ({ message }) => troubles.push(message));
      page.on('dialog', (dialog) => {
        troubles.push(`dialog: ${dialog.message()}`);
        void dialog.dismiss();
      });
      page.on('request', (request) => {
        if (!request.url().startsWith(url)) troubles.push(`left this machine: ${request.url()}`);
      });
      page.on('response', (response) => {
        if (response.status() >= 400) troubles.push(`${response.status()}: ${response.url()}`);
      });
      await page.goto(url);
      await page.locator('.welcome').waitFor();
      return { page, troubles };
    },
    close: async () => {
      await browser.close();
      if (demo.exitCode !== null) return;
      demo.kill('SIGTERM');
      await once(demo, 'exit');
    },
  };
}
