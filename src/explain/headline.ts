import { SPOKEN } from '../evidence/layers.ts';
import type { Case, RequestCase } from './case.ts';
import type { Suggestion } from './diagnosis.ts';
import type { WeighedCause } from './order-causes.ts';
import { joined, spokenAct, spokenCaller } from './words.ts';

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
  switch (whole.decision) {
    case 'allow':
      return because === undefined
        ? `${who} may do ${act}: every layer that was read allows it`
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
  const sharper = others.find((other) => saysMore(other, first));
  const sharply = sharper?.cause.explanation().because;
  if (sharply !== undefined) return sharply;
  const near = others.find(({ cause, weight }) => weight === 'nearMiss' && cause.request === request.index);
  const close = (near?.cause.finding.closeness ?? 9) <= 2;
  return NOBODY.has(first.cause.code) && close ? (near?.cause.explanation().because ?? because) : because;
}

/** It is told in the background, of the same statement or, where it is of none, of the same layer. */
function saysMore({ cause, weight }: WeighedCause, { cause: first }: WeighedCause): boolean {
  if (weight !== 'background' || cause.explanation().because === undefined || cause.request !== first.request)
    return false;
  if (cause.finding.aside === true) return first.code === 'contradiction';
  if (cause.finding.trace !== undefined) return cause.finding.trace === first.finding.trace;
  return cause.finding.layer === first.finding.layer || NOBODY.has(first.code);
}

const capitalizedCaller = ({ request }: RequestCase) => {
  const words = spokenCaller(request.principal);
  return words.charAt(0).toUpperCase() + words.slice(1);
};
const lowered = (words: string) => words.charAt(0).toLowerCase() + words.slice(1);

/** One sentence: what to change, or what would settle the answer; empty when there is nothing to do. */
export function fixOf(whole: Case, causes: readonly WeighedCause[], suggestions: readonly Suggestion[]): string {
  const [first, ...others] = causes;
  if (first?.cause.finding.role === 'gate') return first.cause.explanation().help;
  if (first === undefined || (whole.decision === 'allow' && first.cause.explanation().because === undefined)) return '';
  const telling = others.find((other) => saysMore(other, first)) ?? first;
  if (whole.decision !== 'deny') return telling.cause.explanation().help;
  const ways = [...meetings(first, others), ...policyFixes(suggestions)];
  return ways.length === 0 ? telling.cause.explanation().help : sentence(ways, '; or ');
}

/** How the call itself could be made: in the words of the cause that says most of it. */
function meetings(first: WeighedCause, others: readonly WeighedCause[]): readonly string[] {
  const sharper = others.filter((other) => saysMore(other, first));
  const near = others.filter(({ cause, weight }) => weight === 'nearMiss' && cause.request === first.cause.request);
  const meet = [...sharper, first, ...near]
    .map(({ cause }) => cause.explanation().meet)
    .find((way) => way !== undefined);
  return meet === undefined ? [] : [meet];
}

/** The first change with what must go with it, and the layers in which another one would do instead. */
function policyFixes(suggestions: readonly Suggestion[]): readonly string[] {
  const [lead] = suggestions.filter(({ applicability }) => applicability !== 'needsInput');
  if (lead === undefined)
    return suggestions.slice(0, 1).map(({ says, because }) => `${says}, ${because.split('. ')[0]}`);
  const together = lead.companions.flatMap(({ layer, policy, target }) =>
    suggestions
      .filter((other) => other.layer === layer && other.policy === policy && other.target === target)
      .slice(0, 1),
  );
  const instead = suggestions.filter(
    ({ layer, togetherWith, applicability }) =>
      layer !== lead.layer && togetherWith.length === 0 && applicability === lead.applicability,
  );
  const layers = lead.togetherWith.length > 0 ? [] : [...new Set(instead.map(({ layer }) => SPOKEN[layer]))];
  return [
    sentence(
      [lead, ...together].map(({ says }) => says),
      '; and ',
    ),
    ...(layers.length === 0 ? [] : [`change the ${joined(layers, 'or')} instead`]),
  ];
}

const sentence = (parts: readonly string[], joint: string) =>
  parts.map((part, index) => (index === 0 ? part : lowered(part))).join(joint);
