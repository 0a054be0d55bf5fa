import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '..', '..');

/** What the lane looks at of a diagnosis; the whole is the contract's. */
const Diagnosis = z.looseObject({
  decision: z.enum(['allow', 'deny', 'undetermined']),
  call: z.looseObject({ bucketAccount: z.string().nullable(), region: z.string().nullable(), principal: z.string() }),
  requests: z.array(
    z.looseObject({
      action: z.string(),
      decision: z.string(),
      layers: z.array(
        z.looseObject({
          layer: z.string(),
          outcomes: z.array(z.string()),
          statements: z.array(z.looseObject({ policy: z.string(), match: z.string() })),
        }),
      ),
      remedies: z.array(z.array(z.string())),
    }),
  ),
  causes: z.array(z.looseObject({ code: z.string(), what: z.string() })),
  notes: z.array(z.string()),
  unreadable: z.array(
    z.looseObject({ layer: z.string(), needs: z.string(), because: z.string(), account: z.string().nullish() }),
  ),
  trail: z.looseObject({ looked: z.array(z.looseObject({ where: z.string(), because: z.string() })) }),
});

export interface CommandLine {
  /** The diagnosis with `--json`, and the exit status. */
  readonly diagnose: (words: readonly string[], environment?: Record<string, string>) => Promise<Diagnosed>;
  readonly run: (words: readonly string[], environment?: Record<string, string>) => Promise<Ran>;
  readonly remove: () => Promise<void>;
}

export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Diagnosed {
  readonly status: number;
  readonly diagnosis: z.infer<typeof Diagnosis>;
}

/** The built command line, in a folder of its own, talking to an endpoint of one's own. */
export async function buildCommandLine(endpoint: string): Promise<CommandLine> {
  const folder = await mkdtemp(join(tmpdir(), 's3-403-'));
  await run(process.execPath, ['build.mjs', 'cli', '--out', folder], { cwd: ROOT });
  const program = join(folder, 'cli', 's3-403.mjs');
  const execute = async (words: readonly string[], environment: Record<string, string> = {}): Promise<Ran> => {
    const env = { PATH: process.env.PATH ?? '', HOME: folder, AWS_ENDPOINT_URL: endpoint, ...AT_HAND, ...environment };
    const ran = run(process.execPath, [program, ...words], { env, cwd: folder, timeout: 60_000 });
    return ran.then(
      ({ stdout, stderr }) => ({ status: 0, stdout, stderr }),
      (error: { code?: unknown; stdout?: unknown; stderr?: unknown }) => ({
        status: typeof error.code === 'number' ? error.code : -1,
        stdout: String(error.stdout),
        stderr: String(error.stderr),
      }),
    );
  };
  return {
    run: execute,
    diagnose: async (words, environment) => {
      const { status, stdout, stderr } = await execute(['diagnose', ...words, '--json'], environment);
      if (!stdout.startsWith('{')) throw new Error(`no diagnosis (exit status ${status}): ${stdout}${stderr}`);
      return { status, diagnosis: Diagnosis.parse(JSON.parse(stdout)) };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

const AT_HAND = { AWS_ACCESS_KEY_ID: 'testing', AWS_SECRET_ACCESS_KEY: 'testing', AWS_REGION: 'us-east-1' };
