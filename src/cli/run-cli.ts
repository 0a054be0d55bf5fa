import packageJson from '../../package.json' with { type: 'json' };
import { shown } from '../request/bad-arguments.ts';
import { didYouMean } from '../request/did-you-mean.ts';
import type { CliPorts } from './cli-ports.ts';
import { complain } from './complain.ts';
import { diagnoseCommand } from './diagnose-command.ts';
import { evaluateCommand } from './evaluate-command.ts';
import { eventCommand } from './event-command.ts';
import { EXIT, type ExitStatus } from './exit-status.ts';
import { explainErrorCommand } from './explain-error-command.ts';
import { COMMANDS, type Command, isCommand, usage, usageOf } from './usage.ts';

const RUN: Record<Command, (words: readonly string[], ports: CliPorts) => Promise<ExitStatus>> = {
  diagnose: diagnoseCommand,
  'explain-error': explainErrorCommand,
  event: eventCommand,
  evaluate: evaluateCommand,
};

const HELP: ReadonlySet<string> = new Set(['--help', '-h', 'help']);
const EXAMPLE = 'diagnose payroll-reports 2026/10.csv arn:aws:iam::111122223333:role/reports';

/** Runs one command line and gives its exit status; never throws. `argv` is without the program's own name. */
export async function runCli(argv: readonly string[], ports: CliPorts): Promise<ExitStatus> {
  const [first, ...words] = argv;
  if (first === undefined) {
    ports.stderr.write(usage());
    return EXIT.badArguments;
  }
  if (HELP.has(first)) {
    const about = words[0] ?? '';
    ports.stdout.write(isCommand(about) ? usageOf(about) : usage());
    return EXIT.allow;
  }
  if (first === '--version' || first === '-V') {
    ports.stdout.write(`${packageJson.version}\n`);
    return EXIT.allow;
  }
  if (!isCommand(first)) return unknownCommand(first, words, ports);
  if (asksForHelp(words)) {
    ports.stdout.write(usageOf(first));
    return EXIT.allow;
  }
  try {
    return await RUN[first](words, ports);
  } catch (error) {
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
    ports.stderr.write(
      `s3-403: this is a bug of ours, not of your policies; please report it with what follows.\n${told}\n`,
    );
    return EXIT.ourBug;
  }
}

/** Before `--`, after which words are what they are. */
function asksForHelp(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return words.slice(0, end < 0 ? words.length : end).some((word) => word === '--help' || word === '-h');
}

function unknownCommand(first: string, words: readonly string[], ports: CliPorts): ExitStatus {
  const meant =
    didYouMean(first, Object.keys(COMMANDS)) ?? (words.length > 0 && !first.startsWith('-') ? 'diagnose' : undefined);
  return complain(ports, {
    what: first.startsWith('-')
      ? `there is no option \`${shown(first)}\` before the command`
      : `there is no command \`${shown(first)}\``,
    help: `${meant === undefined ? '' : `did you mean \`${meant}\`? `}The commands are ${Object.keys(COMMANDS)
      .map((name) => `\`${name}\``)
      .join(', ')}; \`s3-403 --help\` tells more`,
    example: EXAMPLE,
  });
}
