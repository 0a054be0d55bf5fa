import { fromArguments } from '../request/from-arguments.ts';
import { answer } from './answer.ts';
import type { CliPorts } from './cli-ports.ts';
import { complain } from './complain.ts';
import type { ExitStatus } from './exit-status.ts';

/** `s3-403 diagnose BUCKET [KEY] PRINCIPAL [options]` */
export async function diagnoseCommand(words: readonly string[], ports: CliPorts): Promise<ExitStatus> {
  const parsed = fromArguments(words);
  if (parsed.kind === 'invalid') return complain(ports, { ...parsed, example: `diagnose ${parsed.example}` });
  return answer(ports, [parsed.denial], parsed.options);
}
