import { code } from '../policy/words.ts';
import { spokenNamed } from '../request/named-principal.ts';
import type { NotAPolicyProblem } from '../request/not-a-policy-problem.ts';
import type { NamedPrincipal } from '../request/s3-call.ts';
import { PROBLEM_NAMES } from '../request/s3-errors.ts';
import { CAUSES } from './causes.ts';
import type { Diagnosis, ExplainedCause } from './diagnosis.ts';
import { gateHeadline } from './headline.ts';
import { capitalized, spokenCaller } from './words.ts';

/** As much of a call as an error, or a record of one, tells. */
export interface ToldCall {
  readonly operation?: string | undefined;
  readonly bucket?: string | undefined;
  readonly key?: string | null | undefined;
  readonly principal?: NamedPrincipal | undefined;
  readonly bucketAccount?: string | undefined;
  readonly region?: string | undefined;
}

const UNKNOWN = 'unknown';
const NOBODY = 'a caller whom the error does not name';

/** The diagnosis of an error that tells by itself why the call ended: nothing was read, and no policy is asked. */
export function explainProblem(problem: NotAPolicyProblem, told: ToldCall): Diagnosis {
  const { status, what, help } = problem;
  const { operation, bucket, key = null, principal, bucketAccount, region } = told;
  const because = SHOWN.test(problem.name ?? problem.code) ? `${what} (AWS says \`${problem.code}\`)` : what;
  const where = bucket === undefined ? '' : ` on ${code(key === null ? bucket : `${bucket}/${key}`)}`;
  const act = operation === undefined ? `the call${where}` : `${code(operation)}${where}`;
  return {
    call: {
      operation: operation ?? UNKNOWN,
      bucket: bucket ?? UNKNOWN,
      key,
      principal: principal === undefined ? UNKNOWN : spokenNamed(principal),
      bucketAccount: bucketAccount ?? null,
      region: region ?? null,
    },
    asked: null,
    decision: status === 403 ? 'deny' : 'undetermined',
    evaluations: [],
    headline: headline(problem, capitalized(spokenCallerOf(principal)), act, because),
    fix: capitalized(help),
    causes: [causeOf(problem, because)],
    suggestions: [],
    trail: { deniedEvents: [], changes: [], looked: [] },
    reportedReason: null,
    unreadable: [],
    notes: ['No policy was read: the error says by itself why the call ended.'],
  };
}

/** Codes of AWS; ours, for what has none or is known by its sentence, are not shown as AWS's. */
const SHOWN = new RegExp(`^(?!(?:CORS|NoCredentials|RoleNotAssumed|AccessDenied|${PROBLEM_NAMES.join('|')})$)`);

/** Of a role that was not assumed, the call on the role is all that there was. */
const headline = ({ code: name, status }: NotAPolicyProblem, who: string, act: string, because: string): string =>
  name === 'RoleNotAssumed' ? capitalized(because) : gateHeadline(who, act, because, status);

function spokenCallerOf(principal: NamedPrincipal | undefined): string {
  if (principal === undefined) return NOBODY;
  return principal.kind === 'roleName' || principal.kind === 'roleOf'
    ? code(spokenNamed(principal))
    : spokenCaller(principal);
}

function causeOf(problem: NotAPolicyProblem, because: string): ExplainedCause {
  const cause = CAUSES.find(({ errors }) => errors?.names.includes(problem.name ?? problem.code) === true);
  return {
    code: cause?.code ?? 'not-a-policy-problem',
    layer: null,
    request: 0,
    weight: 'decides',
    status: problem.status,
    what: capitalized(because),
    why: cause?.errors?.why ?? 'The call ended before any policy was asked',
    help: capitalized(problem.help),
    docs: cause?.docs ?? problem.docs,
  };
}
