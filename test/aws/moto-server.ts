import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '..', '..');
const MOTO = 'moto[server]==5.2.5';
const ENVIRONMENT = join(ROOT, '.venv', MOTO.replace(/[^\w.=-]+/g, '-'));
const PYTHON = join(ENVIRONMENT, 'bin', 'python');

export interface MotoServer {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** AWS's APIs over HTTP on a free port of this machine, in a Python environment made on first use. */
export async function startMoto(): Promise<MotoServer> {
  await install();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = spawn(PYTHON, ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const stop = () => ended(server);
  try {
    await answers(`${url}/moto-api/`, server);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}

const READY = join(ENVIRONMENT, 'ready');
const LOCK = `${ENVIRONMENT}.lock`;
/** Longer than any installation takes: a lock older than this was left behind. */
const STALE_MILLISECONDS = 170_000;

/** Once for all test files, which run beside one another. */
async function install(): Promise<void> {
  await mkdir(dirname(LOCK), { recursive: true });
  while (!existsSync(READY)) {
    const mine = await mkdir(LOCK).then(
      () => true,
      () => false,
    );
    if (mine) {
      try {
        await rm(ENVIRONMENT, { recursive: true, force: true });
        await run('python3', ['-m', 'venv', ENVIRONMENT]);
        await run(PYTHON, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', MOTO]);
        await writeFile(READY, MOTO);
      } finally {
        await rm(LOCK, { recursive: true, force: true });
      }
      return;
    }
    const made = await stat(LOCK).catch(() => undefined);
    if (made !== undefined && Date.now() - made.mtimeMs > STALE_MILLISECONDS) await rm(LOCK, { recursive: true });
    await sleep(200);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

async function answers(url: string, server: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (server.exitCode !== null) throw new Error(`moto ended with exit code ${server.exitCode}`);
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok === true) return;
    await sleep(100);
  }
  throw new Error('moto did not answer within 30 s');
}

async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exit = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  server.kill('SIGTERM');
  await Promise.race([exit, sleep(5_000).then(() => server.kill('SIGKILL'))]);
  await exit;
}
