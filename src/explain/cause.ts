import type { StatementTrace } from '../evaluate/evaluation.ts';
import type { Layer } from '../evidence/layers.ts';
import type { Case, RequestCase } from './case.ts';
import type { Pattern } from './pattern.ts';
import type { PolicyChange } from './policy-change.ts';
import { isKeptByAws, keptByAwsHelp } from './service-linked.ts';

/**
 * What a cause found. At a gate the call ends whatever the policies say; at an open gate it may, by something that nobody told; a blocker denies; a near miss is an Allow that came close (0 is the closest); what is open may deny or
 * not; the background is worth knowing.
 */
export interface Finding {
  readonly layer: Layer | null;
  readonly role: 'gate' | 'openGate' | 'blocker' | 'nearMiss' | 'open' | 'background';
  readonly closeness?: number;
  /** The statement that it is about, where it is about one. */
  readonly trace?: StatementTrace;
  /** It holds beside the policies: of what they decide it says nothing. */
  readonly aside?: true;
  /** Of a gate: the HTTP status with which the call ends, 403 if it is left out; null: the request never reached S3. */
  readonly status?: number | null;
  /** Of a gate: what it says leaves nothing for the others to speak of. */
  readonly alone?: true;
  /** The statement that gives it already, on a condition that was asked for on purpose. */
  readonly onCondition?: string;
}

export interface Explanation {
  /** Stands alone: which statement or layer does what to which request. */
  readonly what: string;
  readonly why: string;
  readonly help: string;
  /** For the headline, after "… may not …: ". Causes that never make a headline have none. */
  readonly because?: string;
  /** In place of the headline, where the call is not what the headline would say. */
  readonly headline?: string;
  /** How the call itself could be made so that it is allowed, as an instruction. */
  readonly meet?: string | undefined;
}

/** Errors of AWS, by their codes or by our names for what has a sentence only, and why AWS gives them. */
export interface CausedErrors {
  readonly names: readonly string[];
  readonly why: string;
}

/** One way to a 403: how it is found, told and mended. */
export interface CauseRule<F extends Finding> {
  readonly code: string;
  /** An AWS documentation page. */
  readonly docs: string;
  /** The errors that tell by themselves that it is this cause. */
  readonly errors?: CausedErrors;
  readonly find: (request: RequestCase, whole: Case) => readonly F[];
  readonly explain: (finding: F, request: RequestCase, whole: Case) => Explanation;
  /** Changes that mend it together, if policies can. */
  readonly suggest: (finding: F, request: RequestCase) => readonly PolicyChange[];
  /** Other shapes that the whole could have, each with its price. */
  readonly patterns?: (finding: F, request: RequestCase, whole: Case) => readonly Pattern[];
}

/** Words and changes are made when they are asked for, and once: of many near misses only the closest are ever told. */
export interface FoundCause {
  readonly code: string;
  readonly docs: string;
  readonly request: number;
  readonly finding: Finding;
  readonly explanation: () => Explanation;
  readonly changes: () => readonly PolicyChange[];
  readonly patterns: () => readonly Pattern[];
}

export interface Cause {
  readonly code: string;
  readonly docs: string;
  readonly errors?: CausedErrors;
  readonly examine: (request: RequestCase, whole: Case) => readonly FoundCause[];
}

/** Makes a cause of a rule, whatever it finds. */
export function cause<F extends Finding>(rule: CauseRule<F>): Cause {
  const { code, docs, errors, find, explain, suggest, patterns } = rule;
  return {
    code,
    docs,
    ...(errors === undefined ? {} : { errors }),
    examine: (request, whole) =>
      find(request, whole).map((finding) => ({
        code,
        docs,
        request: request.index,
        finding,
        explanation: once(() => heeding(code, finding, request, explain(finding, request, whole))),
        changes: once(() => suggest(finding, request)),
        patterns: once(() => patterns?.(finding, request, whole) ?? []),
      })),
  };
}

/** Nobody is told to change what only AWS changes. */
function heeding(
  code: string,
  { layer }: Finding,
  { request: { principal } }: RequestCase,
  told: Explanation,
): Explanation {
  // It speaks of several layers, and leaves out by itself what AWS keeps.
  return code !== 'nobody-grants' && isKeptByAws(principal, layer) ? { ...told, help: keptByAwsHelp(principal) } : told;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

export const NO_CHANGES: readonly PolicyChange[] = [];
