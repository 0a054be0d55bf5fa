import { explainProblem, type ToldCall } from '../explain/explain-problem.ts';
import { renderJson } from '../render/json.ts';
import type { NotAPolicyProblem } from '../request/not-a-policy-problem.ts';
import type { CliPorts } from './cli-ports.ts';
import { type ExitStatus, statusOf } from './exit-status.ts';
import { printJson, spokenDiagnosis } from './show-diagnosis.ts';

/** A call that ended for something that no policy explains: the answer needs no look at AWS. */
export interface Ended {
  readonly problem: NotAPolicyProblem;
  readonly told: ToldCall;
}

/** Prints what the errors themselves tell: as JSON one object, or a list where there are several. */
export function showProblems(ports: CliPorts, ended: readonly Ended[], json: boolean): ExitStatus {
  const diagnoses = ended.map(({ problem, told }) => ({ problem, diagnosis: explainProblem(problem, told) }));
  if (json) {
    const documents = diagnoses.map(({ problem, diagnosis }) => ({
      ...renderJson(diagnosis),
      notAPolicyProblem: problem,
    }));
    printJson(ports, documents);
  } else {
    ports.stdout.write(diagnoses.map(({ diagnosis }) => spokenDiagnosis(ports, diagnosis, false)).join('\n'));
  }
  return statusOf(diagnoses.map(({ diagnosis }) => diagnosis.decision));
}
