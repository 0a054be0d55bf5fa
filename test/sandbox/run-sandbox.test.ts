import { createServer } from 'node:http';
import { describe, expect, test } from 'vitest';
import { CASES } from '../../src/sandbox/cases.ts';
import { listen } from '../../src/sandbox/listen.ts';
import { runSandbox } from '../../src/sandbox/run-sandbox.ts';

interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(
  args: readonly string[],
  options: { env?: Record<string, string>; whileOpen?: (url: string) => Promise<void> } = {},
): Promise<Ran> {
  let stdout = '';
  let stderr = '';
  const status = await runSandbox(args, {
    env: options.env ?? {},
    stdout: (text) => {
      stdout += text;
    },
    stderr: (text) => {
      stderr += text;
    },
    untilInterrupted: async () => {
      await options.whileOpen?.(/http:\S+/.exec(stdout)?.[0] ?? '');
    },
  });
  return { status, stdout, stderr };
}

describe('npm start', () => {
  test('--list prints the example commands and nothing else', async () => {
    const { status, stdout } = await run(['--list']);
    expect(status).toBe(0);
    expect(stdout.trimEnd().split('\n')).toEqual(CASES.map(({ command }) => command));
  });

  test('--run prints the thread, the same each time', async () => {
    const command = CASES[0]?.command ?? '';
    const first = await run(['--run', command]);
    expect(first).toMatchObject({ status: 0, stderr: '' });
    expect(first.stdout).toContain('── reply 1 ──');
    expect(await run(['--run', command])).toEqual(first);
  });

  test('--run prints what only the person who asked would see', async () => {
    const { status, stdout } = await run(['--run', '/s3-403']);
    expect(status).toBe(0);
    expect(stdout).toContain('Why did Amazon S3 say 403?');
  });

  test.each<[string, readonly string[], RegExp]>([
    ['a line that is no slash command', ['--run', 'payroll-reports'], /slash command/],
    ['a port that is none', ['--port', 'http'], /http is no port/],
    ['a port that is too high', ['--port', '65536'], /65536 is no port/],
    ['an option that there is not', ['--prot', '1'], /--prot/],
  ])('%s is refused, with the usage', async (_what, args, because) => {
    const { status, stdout, stderr } = await run(args);
    expect([status, stdout]).toEqual([64, '']);
    expect(stderr).toMatch(because);
    expect(stderr).toContain('Usage: npm start');
  });

  test('--help says how to use it', async () => {
    expect(await run(['--help'])).toMatchObject({ status: 0, stdout: expect.stringContaining('--list') });
  });

  test('serves the page until it is interrupted, on the port that PORT names', async () => {
    let markup = '';
    const { status } = await run([], {
      env: { PORT: '0' },
      whileOpen: async (url) => {
        markup = await (await fetch(url)).text();
      },
    });
    expect(status).toBe(0);
    expect(markup).toContain('<title>s3-403');
  });

  test('says so when the port is taken', async () => {
    const other = await listen(createServer(), 0);
    const port = other.host.split(':')[1] ?? '';
    const { status, stderr } = await run(['--port', port]);
    await other.close();
    expect(status).toBe(1);
    expect(stderr).toBe(`Port ${port} of 127.0.0.1 is taken. Choose another: npm start -- --port 4030\n`);
  });
});
