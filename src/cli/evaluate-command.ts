import { shellWord } from '../explain/apply-command.ts';
import type { Diagnosis } from '../explain/diagnosis.ts';
import { explainRequest } from '../explain/explain-request.ts';
import { renderJson } from '../render/json.ts';
import { isProblem } from '../request/bad-arguments.ts';
import { splitOptions } from '../request/split-options.ts';
import { checkExpectation } from '../scenario/check-expectation.ts';
import { readScenario } from '../scenario/read-scenario.ts';
import type { Expectation, Scenario } from '../scenario/scenario.ts';
import type { CliPorts } from './cli-ports.ts';
import { complain, complainOfForm } from './complain.ts';
import { EXIT, type ExitStatus, statusOf } from './exit-status.ts';
import { fileFault } from './file-fault.ts';
import { printJson, spokenDiagnosis } from './show-diagnosis.ts';
import { OF_EVALUATE } from './usage.ts';

const EXAMPLE = 'evaluate scenario.yml';

/** One scenario file with its answer, and where that is not as the file expects. */
interface Evaluated {
  readonly path: string;
  readonly scenario: Scenario;
  readonly diagnosis: Diagnosis;
  readonly unmet: readonly string[];
}

/** `s3-403 evaluate SCENARIO.yml...`: no AWS, no clock; a file that cannot be read is told with its lines. */
export async function evaluateCommand(words: readonly string[], ports: CliPorts): Promise<ExitStatus> {
  const split = splitOptions(
    words.map((text) => ({ text, quoted: false })),
    OF_EVALUATE,
  );
  if (isProblem(split)) return complain(ports, { ...split, example: EXAMPLE });
  if (split.positionals.length === 0) return complainOfForm(ports, 'evaluate', 'SCENARIO.yml is missing', EXAMPLE);
  const evaluated: Evaluated[] = [];
  let unusable = 0;
  for (const path of split.positionals) {
    const one = await evaluateFile(path, ports);
    if (one === undefined) unusable += 1;
    else evaluated.push(one);
  }
  show(ports, evaluated, {
    json: split.options.has('json'),
    verbose: split.options.has('verbose'),
    several: split.positionals.length > 1,
  });
  if (unusable > 0) return EXIT.badArguments;
  if (evaluated.some(({ unmet }) => unmet.length > 0)) return EXIT.deny;
  return statusOf(
    evaluated.filter(({ scenario }) => !expectsAnything(scenario.expect)).map(({ diagnosis }) => diagnosis.decision),
  );
}

async function evaluateFile(path: string, ports: CliPorts): Promise<Evaluated | undefined> {
  const text = await (path === '-' ? ports.readStdin() : ports.readFile(path)).catch((error: unknown) => ({ error }));
  if (typeof text !== 'string') {
    const { what, help } = fileFault(path, text.error);
    complain(ports, { what, help, example: EXAMPLE });
    return undefined;
  }
  const reading = readScenario(text);
  if (reading.kind === 'invalid') {
    for (const { line, message } of reading.problems) ports.stderr.write(`${path}:${line}: ${message}\n`);
    return undefined;
  }
  const { scenario } = reading;
  const diagnosis = explainRequest(scenario.request, scenario.evidence, scenario);
  const causes = [...new Set(diagnosis.causes.map(({ code }) => code))];
  const unmet = diagnosis.evaluations.flatMap((evaluation) => checkExpectation(scenario.expect, evaluation, causes));
  return { path, scenario, diagnosis, unmet };
}

const expectsAnything = (expect: Expectation): boolean => Object.values(expect).some((value) => value !== undefined);

interface Show {
  readonly json: boolean;
  readonly verbose: boolean;
  readonly several: boolean;
}

function show(ports: CliPorts, evaluated: readonly Evaluated[], { json, verbose, several }: Show): void {
  if (json) {
    if (evaluated.length === 0) return;
    const documents = evaluated.map(toJson);
    if (several) ports.stdout.write(`${JSON.stringify(documents, null, 2)}\n`);
    else printJson(ports, documents);
    return;
  }
  for (const one of evaluated)
    ports.stdout.write(several && !verbose ? spokenLine(one) : spokenWhole(ports, one, verbose));
  if (several) ports.stdout.write(summary(evaluated));
}

function toJson({ path, scenario, diagnosis, unmet }: Evaluated): object {
  const expected = expectsAnything(scenario.expect) ? { met: unmet.length === 0, unmet: [...unmet] } : null;
  return { ...renderJson(diagnosis), scenario: { file: path, name: scenario.name, expect: expected } };
}

function spokenLine({ path, scenario, diagnosis, unmet }: Evaluated): string {
  const answer = expectsAnything(scenario.expect)
    ? unmet.length === 0
      ? 'as expected'
      : 'NOT AS EXPECTED'
    : 'nothing expected';
  return `${path}: ${diagnosis.decision}, ${answer}: ${scenario.name}\n${unmet.map((line) => `    ${line}\n`).join('')}`;
}

function spokenWhole(ports: CliPorts, one: Evaluated, verbose: boolean): string {
  return `${spokenLine(one)}\n${spokenDiagnosis(ports, one.diagnosis, verbose, `s3-403 evaluate ${shellWord(one.path)} --verbose`)}\n`;
}

function summary(evaluated: readonly Evaluated[]): string {
  const unmet = evaluated.filter((one) => one.unmet.length > 0).length;
  const silent = evaluated.filter(({ scenario }) => !expectsAnything(scenario.expect)).length;
  const met = evaluated.length - unmet - silent;
  return `${met} as expected, ${unmet} not as expected${silent === 0 ? '' : `, ${silent} without an expectation`}\n`;
}
