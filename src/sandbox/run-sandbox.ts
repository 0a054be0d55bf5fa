import { parseArgs } from 'node:util';
import type { Environment } from '../lambda/configuration.ts';
import type { Log } from '../lambda/log.ts';
import { CASES } from './cases.ts';
import { RECORDED_AT } from './demo-organization/organization.ts';
import { openDemoOrganization } from './open-demo-organization.ts';
import { runCommand } from './run-command.ts';
import { startSandbox } from './sandbox.ts';
import { serveDemo } from './serve-demo.ts';

/** What the demo needs from outside; a test gives its own. */
export interface SandboxPorts {
  readonly env: Environment;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Resolves when the person wants the page to end. */
  readonly untilInterrupted: () => Promise<void>;
}

const DEFAULT_PORT = 4030;
const BAD_ARGUMENTS = 64;
/** What a call to AWS takes. */
const LATENCY_MILLISECONDS = 70;

const USAGE = `Usage: npm start [-- OPTION]

Without an option: a page on http://127.0.0.1:${DEFAULT_PORT} that works like a Slack channel, with the app that
answers /s3-403 and a demo organization of four AWS accounts. Nothing of it leaves this machine.

  --port N         another port (or the environment variable PORT)
  --run "COMMAND"  the same without a browser: types the command and prints the thread
  --list           prints the example commands, one a line
  --help           this text

Example: npm start -- --run "${CASES[0]?.command ?? ''}"
`;

type Asked =
  | { readonly kind: 'help' | 'list' }
  | { readonly kind: 'run'; readonly command: string }
  | { readonly kind: 'serve'; readonly port: number }
  | { readonly kind: 'invalid'; readonly what: string };

/** Runs the demo as its arguments ask; returns the exit status. */
export async function runSandbox(args: readonly string[], ports: SandboxPorts): Promise<number> {
  const asked = parse(args, ports.env);
  switch (asked.kind) {
    case 'help':
      ports.stdout(USAGE);
      return 0;
    case 'list':
      ports.stdout(CASES.map(({ command }) => `${command}\n`).join(''));
      return 0;
    case 'invalid':
      ports.stderr(`${asked.what}\n\n${USAGE}`);
      return BAD_ARGUMENTS;
    case 'run':
      return run(asked.command, ports);
    case 'serve':
      return serve(asked.port, ports);
  }
}

function parse(args: readonly string[], env: Environment): Asked {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        run: { type: 'string' },
        list: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help === true) return { kind: 'help' };
    if (values.list === true) return { kind: 'list' };
    if (values.run !== undefined) return asCommand(values.run.trim());
    return asPort(values.port ?? env.PORT);
  } catch (error) {
    return { kind: 'invalid', what: error instanceof Error ? error.message : String(error) };
  }
}

function asCommand(command: string): Asked {
  return command.startsWith('/')
    ? { kind: 'run', command }
    : { kind: 'invalid', what: `--run takes a slash command, e.g. --run "${CASES[0]?.command ?? ''}"` };
}

function asPort(given: string | undefined): Asked {
  if (given === undefined || given === '') return { kind: 'serve', port: DEFAULT_PORT };
  const port = /^\d{1,5}$/.test(given) ? Number(given) : Number.NaN;
  if (port <= 65_535) return { kind: 'serve', port };
  return { kind: 'invalid', what: `${given} is no port: a port is a number up to 65535` };
}

const logTo =
  ({ stderr }: SandboxPorts): Log =>
  (level, message, { because } = {}) => {
    if (level === 'warn' || level === 'error')
      stderr(`${level}: ${message}${because === undefined ? '' : `: ${because}`}\n`);
  };

async function run(command: string, ports: SandboxPorts): Promise<number> {
  const { diagnose } = await openDemoOrganization();
  const sandbox = await startSandbox({ diagnose, now: () => new Date(RECORDED_AT), log: logTo(ports) });
  try {
    const answer = await runCommand(sandbox, command);
    if (answer.kind === 'none') {
      ports.stderr('There was no answer.\n');
      return 1;
    }
    ports.stdout(answer.text);
    return 0;
  } finally {
    await sandbox.close();
  }
}

async function serve(port: number, ports: SandboxPorts): Promise<number> {
  const began = Date.now();
  // The demo's clock starts when the organization was recorded, so that "38 minutes ago" is.
  const now = () => new Date(Date.parse(RECORDED_AT) + Date.now() - began);
  const organization = await openDemoOrganization({ latencyMilliseconds: LATENCY_MILLISECONDS });
  const sandbox = await startSandbox({ diagnose: organization.diagnose, now, log: logTo(ports) });
  try {
    const page = await serveDemo(sandbox, organization, port);
    ports.stdout(`s3-403 demo: http://${page.host}\nPress Ctrl-C to end it.\n`);
    await ports.untilInterrupted();
    await page.close();
    return 0;
  } catch (error) {
    const problem = portProblem(error, port);
    if (problem === undefined) throw error;
    ports.stderr(`${problem} Choose another: npm start -- --port ${port === DEFAULT_PORT ? port + 1 : DEFAULT_PORT}\n`);
    return 1;
  } finally {
    await sandbox.close();
  }
}

function portProblem(error: unknown, port: number): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return `Port ${port} of 127.0.0.1 is taken.`;
  if (code === 'EACCES') return `Port ${port} may not be used by you.`;
  return undefined;
}
