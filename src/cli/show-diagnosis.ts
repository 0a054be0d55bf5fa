import type { Diagnosis } from '../explain/diagnosis.ts';
import { renderJson } from '../render/json.ts';
import { renderTerminal } from '../render/terminal.ts';
import type { CliPorts, Output } from './cli-ports.ts';

export interface Show {
  readonly json: boolean;
  readonly verbose: boolean;
  /** The command line that shows every statement. */
  readonly seeAll: (diagnosis: Diagnosis) => string;
}

/** Prints diagnoses: as JSON one object, or a list where there are several; for a person one after the other. */
export function showDiagnoses(ports: CliPorts, diagnoses: readonly Diagnosis[], { json, verbose, seeAll }: Show): void {
  if (json) {
    printJson(ports, diagnoses.map(renderJson));
    return;
  }
  const spoken = diagnoses.map((diagnosis) => spokenDiagnosis(ports, diagnosis, verbose, seeAll(diagnosis)));
  ports.stdout.write(spoken.join('\n'));
}

/** One object by itself, several as a list. */
export function printJson({ stdout }: CliPorts, documents: readonly unknown[]): void {
  const [first, ...rest] = documents;
  stdout.write(`${JSON.stringify(rest.length === 0 ? first : documents, null, 2)}\n`);
}

/** `seeAll`: the command line that shows every statement, where that is not a `diagnose`. */
export function spokenDiagnosis(
  { stdout, env }: CliPorts,
  diagnosis: Diagnosis,
  verbose: boolean,
  seeAll?: string,
): string {
  const look = {
    verbose,
    color: wantsColor(stdout, env),
    width: stdout.width ?? WIDTH,
    wrapsHeadline: stdout.isTerminal,
  };
  return renderTerminal(diagnosis, seeAll === undefined ? look : { ...look, seeAll });
}

/** Where nobody says how wide the terminal is. */
const WIDTH = 100;

/** https://no-color.org */
function wantsColor({ isTerminal }: Output, env: CliPorts['env']): boolean {
  if ((env.NO_COLOR ?? '') !== '') return false;
  if ((env.FORCE_COLOR ?? '') !== '') return env.FORCE_COLOR !== '0';
  return isTerminal && env.TERM !== 'dumb';
}
