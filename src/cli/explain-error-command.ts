import { fromErrorMessage, type UnusableErrorMessage } from '../request/from-error-message.ts';
import { answer } from './answer.ts';
import type { CliPorts } from './cli-ports.ts';
import { complain } from './complain.ts';
import { EXIT, type ExitStatus } from './exit-status.ts';
import { printJson } from './show-diagnosis.ts';

/** More is no error text. */
const LONGEST_TEXT = 200_000;

/** `s3-403 explain-error [words] < error.txt`: the words say what the text does not. */
export async function explainErrorCommand(words: readonly string[], ports: CliPorts): Promise<ExitStatus> {
  if (ports.stdinIsTerminal) ports.stderr.write("Paste AWS's error text, then press Ctrl-D.\n");
  const text = await ports.readStdin();
  if (text.length > LONGEST_TEXT) {
    return complain(ports, { what: 'that is more text than an error has', help: "give AWS's error text alone" });
  }
  const parsed = fromErrorMessage(text, words);
  if (parsed.kind === 'parsed') return answer(ports, [parsed.denial], parsed.options);
  const { notAPolicyProblem } = parsed;
  if (notAPolicyProblem !== undefined) return otherProblem(words, ports, notAPolicyProblem);
  return complain(ports, { ...parsed, example: `explain-error ${parsed.example} < error.txt` });
}

/** S3 refused, and we know why: it is an answer, though no policy gave it. */
function otherProblem(
  words: readonly string[],
  ports: CliPorts,
  problem: NonNullable<UnusableErrorMessage['notAPolicyProblem']>,
): ExitStatus {
  const { code, what, help, docs } = problem;
  if (words.includes('--json')) printJson(ports, [{ schemaVersion: 1, decision: 'deny', notAPolicyProblem: problem }]);
  else ports.stdout.write(`${code} is not about permissions: ${what}.\n  Fix: ${help}.\n  ${docs}\n`);
  return EXIT.deny;
}
