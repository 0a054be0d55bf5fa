import { wholeSentence } from '../render/whole-sentence.ts';
import type { CliPorts } from './cli-ports.ts';
import { EXIT, type ExitStatus } from './exit-status.ts';
import { type Command, formOf } from './usage.ts';

/** Says what was wrong with the arguments, what to do, and a line that is right. */
export function complain(
  { stderr }: CliPorts,
  { what, help, example }: { readonly what: string; readonly help: string; readonly example?: string },
): ExitStatus {
  stderr.write(`s3-403: ${what}.\n  ${wholeSentence(help)}\n`);
  if (example !== undefined) stderr.write(`  For example: s3-403 ${example}\n`);
  return EXIT.badArguments;
}

/** The same for a command's form. */
export function complainOfForm(ports: CliPorts, command: Command, what: string, example: string): ExitStatus {
  return complain(ports, { what, help: `The form is: ${formOf(command)}`, example });
}
