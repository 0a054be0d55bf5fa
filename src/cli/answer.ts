import type { Diagnosis } from '../explain/diagnosis.ts';
import { diagnoseCommand } from '../render/spoken-call.ts';
import type { DiagnoseOptions } from '../request/diagnose-options.ts';
import type { Denial } from '../request/s3-call.ts';
import type { CliPorts } from './cli-ports.ts';
import { complain } from './complain.ts';
import { EXIT, type ExitStatus, statusOf } from './exit-status.ts';
import { progressLines } from './progress-lines.ts';
import { showDiagnoses } from './show-diagnosis.ts';

/** Diagnoses each denial and prints the answers. `seeAll`: the command line that asks the same again, in full. */
export async function answer(
  ports: CliPorts,
  denials: readonly Denial[],
  options: DiagnoseOptions,
  seeAll = (diagnosis: Diagnosis): string => diagnoseCommand(diagnosis, options),
): Promise<ExitStatus> {
  if (denials.length > 1 && options.saveSnapshot !== undefined) {
    return complain(ports, {
      what: `a snapshot holds one diagnosis, and there are ${denials.length} calls`,
      help: 'leave `--save-snapshot` out, or ask about one call',
    });
  }
  const diagnoses: Diagnosis[] = [];
  let unsaved: Parameters<typeof complain>[1] | undefined;
  for (const denial of denials) {
    const given = await ports.diagnose(denial, { options, env: ports.env, onProgress: progressLines(ports) });
    switch (given.kind) {
      case 'diagnosis':
        diagnoses.push(given.diagnosis);
        unsaved = given.unsaved;
        break;
      case 'badFile':
      case 'badEnvironment':
        return complain(ports, given);
      case 'unreachable':
        ports.stderr.write(`s3-403: ${given.what}.\n  ${given.help}\n`);
        return EXIT.unreachable;
    }
  }
  showDiagnoses(ports, diagnoses, { ...options, seeAll });
  if (unsaved !== undefined) return complain(ports, unsaved);
  return statusOf(diagnoses.map(({ decision }) => decision));
}
