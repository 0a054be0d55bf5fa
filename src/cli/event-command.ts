import { askedCall } from '../render/asked-call.ts';
import { isProblem } from '../request/bad-arguments.ts';
import { type CallOptions, readOptions } from '../request/call-options.ts';
import { CALL_OPTIONS, TERMINAL_OPTIONS } from '../request/diagnose-options.ts';
import { fromCloudTrail } from '../request/from-cloudtrail.ts';
import type { Denial } from '../request/s3-call.ts';
import { splitOptions } from '../request/split-options.ts';
import { answer } from './answer.ts';
import { askAgain } from './ask-again.ts';
import type { CliPorts } from './cli-ports.ts';
import { complain, complainOfForm } from './complain.ts';
import type { ExitStatus } from './exit-status.ts';
import { fileFault } from './file-fault.ts';
import { showProblems } from './show-problem.ts';

const EXAMPLE = 'event denied.json';
/** One after the other, each some seconds: of more, nobody reads the answers. */
const MOST_CALLS = 20;

/** `s3-403 event FILE [options]`: every denied call in the file, those that are alike once. */
export async function eventCommand(words: readonly string[], ports: CliPorts): Promise<ExitStatus> {
  const split = splitOptions(
    words.map((text) => ({ text, quoted: false })),
    { ...CALL_OPTIONS, ...TERMINAL_OPTIONS },
  );
  if (isProblem(split)) return complain(ports, { example: EXAMPLE, ...split });
  const options = readOptions(split.options);
  if (isProblem(options)) return complain(ports, { ...options, example: EXAMPLE });
  const [path, ...more] = split.positionals;
  if (path === undefined) return complainOfForm(ports, 'event', 'FILE is missing', EXAMPLE);
  if (more.length > 0)
    return complainOfForm(
      ports,
      'event',
      `there are ${split.positionals.length} words where one FILE is expected`,
      EXAMPLE,
    );

  const text = await (path === '-' ? ports.readStdin() : ports.readFile(path)).catch((error: unknown) => ({ error }));
  if (typeof text !== 'string') return complain(ports, { ...fileFault(path, text.error), example: EXAMPLE });
  const read = fromCloudTrail(text);
  if (read.kind === 'invalid') {
    return complain(ports, {
      what: `\`${path}\`: ${read.because}`,
      help: 'give the JSON of a CloudTrail record, as CloudTrail writes it',
      example: EXAMPLE,
    });
  }
  for (const because of read.unusable) ports.stderr.write(`s3-403: \`${path}\`: ${because}.\n`);
  const calls = distinctCalls(read.denials);
  const failed = distinctCalls(read.failed);
  if (calls.length === 0 && failed.length > 0) return tellFailed(ports, failed, split.options.has('json'));
  if (calls.length === 0) {
    return complain(ports, {
      what: `\`${path}\` holds no denied call that can be diagnosed`,
      help: [...new Set(read.others)].slice(0, 3).join('; ') || 'the record lacks what a diagnosis needs',
      example: EXAMPLE,
    });
  }
  tellCounts(ports, read.denials.length, read.others.length, calls.length);
  return answer(
    ports,
    calls.slice(0, MOST_CALLS).map((denial) => withOptions(denial, options.call)),
    options.diagnose,
    // When it was denied, and by what key, only the event tells.
    () => askAgain('event', words),
  );
}

/** No call was denied for want of permissions, and the error codes say why they failed. */
function tellFailed(ports: CliPorts, failed: readonly Denial[], json: boolean): ExitStatus {
  const ended = failed.slice(0, MOST_CALLS).flatMap(({ call, notAPolicyProblem: problem }) => {
    if (problem === undefined) return [];
    const { bucketAccount, region } = call;
    return [{ problem, told: { ...askedCall(call), principal: call.principal, bucketAccount, region } }];
  });
  return showProblems(ports, ended, json);
}

function tellCounts({ stderr }: CliPorts, denials: number, others: number, calls: number): void {
  if (others > 0) stderr.write(`${counted(others, 'record is', 'records are')} no denial of S3 and left aside.\n`);
  if (denials > calls)
    stderr.write(`${counted(denials, 'denial', 'denials')} of ${counted(calls, 'call', 'different calls')}.\n`);
  if (calls > MOST_CALLS)
    stderr.write(
      `The first ${MOST_CALLS} are diagnosed, ${calls - MOST_CALLS} left out: put those into a file of their own.\n`,
    );
}

const counted = (count: number, one: string, many: string): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;

/** What was asked, by whom, of what and through what; the first of those that are alike. */
function distinctCalls(denials: readonly Denial[]): readonly Denial[] {
  const seen = new Map<string, Denial>();
  for (const denial of denials) {
    const { operation, action, target, key, versionId, principal, vpcEndpoint } = denial.call;
    const name = JSON.stringify([
      denial.notAPolicyProblem?.code,
      operation,
      action,
      target,
      key,
      versionId,
      principal,
      vpcEndpoint,
    ]);
    if (!seen.has(name)) seen.set(name, denial);
  }
  return [...seen.values()];
}

/** What was said on the command line wins over the event. */
function withOptions(denial: Denial, { bucketAccount, region, vpcEndpoint, versionId, context }: CallOptions): Denial {
  const given = new Set(Object.keys(context).map((key) => key.toLowerCase()));
  const told = Object.entries(denial.call.context).filter(([key]) => !given.has(key.toLowerCase()));
  return {
    ...denial,
    call: {
      ...denial.call,
      ...(bucketAccount === undefined ? {} : { bucketAccount }),
      ...(region === undefined ? {} : { region }),
      ...(vpcEndpoint === undefined ? {} : { vpcEndpoint }),
      ...(versionId === undefined ? {} : { versionId }),
      context: { ...Object.fromEntries(told), ...context },
    },
  };
}
