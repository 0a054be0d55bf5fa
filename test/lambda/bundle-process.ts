import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

/** A bundle running in a process of its own. */
export interface BundleProcess {
  /** What loading it took, and how many parameters its handler has. */
  readonly loaded: { readonly milliseconds: number; readonly parameters: number };
  call(event: unknown): Promise<Readonly<Record<string, unknown>>>;
  /** What it wrote to its log. */
  readonly log: readonly string[];
  close(): Promise<number | null>;
}

const Answer = z.record(z.string(), z.unknown());
const Loaded = z.object({ milliseconds: z.number(), parameters: z.number() });

/** Starts a bundle. Rejects with what it wrote if it does not load. */
export async function startBundle(
  path: string,
  environment: Readonly<Record<string, string>>,
  node = process.execPath,
): Promise<BundleProcess> {
  const child = spawn(node, [join(import.meta.dirname, 'run-bundle.mjs'), path], {
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const log: string[] = [];
  const waiting: ((answer: Readonly<Record<string, unknown>>) => void)[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => log.push(line));
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (!line.startsWith('\u0000')) log.push(line);
    else waiting.shift()?.(Answer.parse(JSON.parse(line.slice(1))));
  });
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  const next = () =>
    Promise.race([
      new Promise<Readonly<Record<string, unknown>>>((resolve) => waiting.push(resolve)),
      exited.then((code): never => {
        throw new Error(`the bundle ended with ${code}:\n${log.join('\n')}`);
      }),
    ]);
  const loaded = Loaded.parse(await next());
  return {
    loaded,
    log,
    call: (event) => {
      child.stdin.write(`${JSON.stringify(event)}\n`);
      return next();
    },
    close: () => {
      child.stdin.end();
      return exited;
    },
  };
}
