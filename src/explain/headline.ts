import type { Layer } from '../evidence/layers.ts';
import { type Case, layerOf, type RequestCase } from './case.ts';
import type { WeighedCause } from './order-causes.ts';
import { joined, spokenAct, spokenCaller, spokenStatement } from './words.ts';

/** One sentence: who may not do what on what, because of which statement in which layer. */
export function headlineOf(whole: Case, causes: readonly WeighedCause[]): string {
  const request = subject(whole, causes);
  if (request === undefined) return 'Nothing was asked of any policy';
  const who = capitalizedCaller(request);
  const act = spokenAct(request.request);
  const { because, headline } = causes[0]?.cause.explanation() ?? {};
  if (headline !== undefined) return headline;
  const finding = causes[0]?.cause.finding;
  if (finding?.role === 'gate') return gateHeadline(who, act, because ?? 'S3 refuses the call', finding.status);
  if (finding?.role === 'openGate') return openGateHeadline(lowered(who), act, because ?? '', whole);
  switch (whole.decision) {
    case 'allow':
      return because === undefined
        ? `${who} may do ${act}: ${allowedBy(request, whole)}`
        : `${who} may do ${act} by every policy that was read, and yet ${withNearMiss(because, request, causes)}`;
    case 'deny':
      return `${who} may not do ${act}${because === undefined ? '' : `: ${withNearMiss(because, request, causes)}`}`;
    case 'undetermined':
      return `Whether ${lowered(who)} may do ${act} is not settled${because === undefined ? '' : `: ${because}`}`;
  }
}

/** A call that ends before any policy is asked: only a 403 is a denial. */
export function gateHeadline(who: string, act: string, because: string, status: number | null = 403): string {
  if (status === 403) return `${who} may not do ${act}, whatever the policies say: ${because}`;
  return status === null
    ? `The request of ${lowered(who)} for ${act} never reached S3: ${because}`
    : `S3 answers ${status} to ${lowered(who)} for ${act}: ${because}`;
}

/** Every policy allows, and something beside them decides that nobody told. */
function openGateHeadline(who: string, act: string, because: string, { denial }: Case): string {
  const allowed =
    denial.source === 'person'
      ? 'every policy that was read allows it, but'
      : 'AWS denied it, though every policy that was read allows it:';
  return `Whether ${who} may do ${act} is not settled: ${allowed} ${because}`;
}

/** The statements that give it, and that nothing takes it away again. */
function allowedBy({ evaluation }: RequestCase, { requests }: Case): string {
  const statements = evaluation.layers
    .filter(({ layer, applies, outcomes }) => applies && GIVES.includes(layer) && outcomes.join() === 'allow')
    .flatMap(({ layer, statements: all }) =>
      all
        .filter(({ effect, match }) => effect === 'Allow' && match === 'yes')
        .slice(0, 1)
        .map((trace) => spokenStatement({ layer, trace })),
    );
  const rest = requests.length > 1 ? ', and so it is with what else the call needs' : '';
  if (statements.length === 0) return `nothing that was read denies it${rest}`;
  const allows = statements.length === 1 ? 'allows' : 'allow';
  return `${joined(statements, 'and')} ${allows} it, and nothing that was read denies it${rest}`;
}

/** Layers whose statements give access to whoever they are for. */
const GIVES: readonly Layer[] = ['identityPolicies', 'accessPointPolicy', 'bucketPolicy', 'keyPolicy'];

/** The permission that the first cause is about; else the first that is not allowed. */
function subject(whole: Case, causes: readonly WeighedCause[]): RequestCase | undefined {
  const index = causes[0]?.cause.request;
  const caused = whole.requests.find((request) => request.index === index);
  return caused ?? whole.requests.find(({ evaluation }) => evaluation.decision === whole.decision) ?? whole.requests[0];
}

const NOBODY: ReadonlySet<string> = new Set(['nobody-grants', 'one-side-grants']);

/** Where another cause says more of the same statement, or which Allow came closest, that is told in place of the plain fact. */
function withNearMiss(because: string, request: RequestCase, causes: readonly WeighedCause[]): string {
  const [first, ...others] = causes;
  if (first === undefined) return because;
  const sharper = others.find((other) => saysMore(other, first, request));
  const sharply = sharper?.cause.explanation().because;
  if (sharply !== undefined) return sharply;
  const near = others.find(({ cause, weight }) => weight === 'nearMiss' && cause.request === request.index);
  const close = (near?.cause.finding.closeness ?? 9) <= 2;
  return NOBODY.has(first.cause.code) && close ? (near?.cause.explanation().because ?? because) : because;
}

/** It is told in the background, of the same statement or, where it is of none, of the same layer or one that is silent as well. */
export function saysMore(
  { cause, weight }: WeighedCause,
  { cause: first }: WeighedCause,
  request: RequestCase,
): boolean {
  if (weight !== 'background' || cause.explanation().because === undefined || cause.request !== first.request)
    return false;
  if (cause.finding.aside === true) return first.code === 'contradiction';
  if (cause.finding.trace !== undefined) return cause.finding.trace === first.finding.trace;
  const { layer } = cause.finding;
  if (layer === first.finding.layer) return true;
  return NOBODY.has(first.code) && (layer === null || layerOf(request, layer)?.blocking === true);
}

const capitalizedCaller = ({ request }: RequestCase) => {
  const words = spokenCaller(request.principal);
  return words.charAt(0).toUpperCase() + words.slice(1);
};
export const lowered = (words: string) => words.charAt(0).toLowerCase() + words.slice(1);
