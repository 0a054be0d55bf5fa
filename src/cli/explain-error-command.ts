import type { ToldCall } from '../explain/explain-problem.ts';
import { isProblem } from '../request/bad-arguments.ts';
import { fromErrorMessage, type ToldByError } from '../request/from-error-message.ts';
import { parseNamedBucket } from '../request/named-bucket.ts';
import { parsePrincipalArn } from '../request/principal-arn.ts';
import { answer } from './answer.ts';
import { askAgain } from './ask-again.ts';
import type { CliPorts } from './cli-ports.ts';
import { complain } from './complain.ts';
import type { ExitStatus } from './exit-status.ts';
import { showProblems } from './show-problem.ts';

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
  if (parsed.kind === 'parsed') {
    // Of AWS's sentence a `diagnose` would know nothing: the same text is asked about again.
    return answer(ports, [parsed.denial], parsed.options, () => askAgain('explain-error', words));
  }
  const { notAPolicyProblem: problem, told = {} } = parsed;
  if (problem !== undefined) {
    // S3 refused, and we know why: it is an answer, though no policy gave it.
    return showProblems(
      ports,
      [{ problem, told: toldCall(told) }],
      words.some((word) => word.toLowerCase() === '--json'),
    );
  }
  return complain(ports, { ...parsed, example: `explain-error ${parsed.example} < error.txt` });
}

/** What an error text tells of the call, as far as it can be read. */
function toldCall({ operation, bucket, principal: arn }: ToldByError): ToldCall {
  const named = bucket === undefined ? undefined : parseNamedBucket(bucket);
  const principal = arn === undefined ? undefined : parsePrincipalArn(arn);
  const place =
    named === undefined || isProblem(named) || named.target.kind !== 'bucket'
      ? { bucket }
      : { bucket: named.target.name, key: named.key };
  return {
    operation,
    ...place,
    ...(principal === undefined || principal.kind === 'notAPrincipal' ? {} : { principal }),
  };
}
