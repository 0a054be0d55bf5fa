import type { Decision, Evaluation, LayerEvaluation, StatementTrace } from '../evaluate/evaluation.ts';
import { situationOf } from '../evaluate/situation.ts';
import type { Collected } from '../evidence/collected.ts';
import type { AttachedPolicy, Evidence } from '../evidence/evidence.ts';
import type { Layer } from '../evidence/layers.ts';
import { policiesOf } from '../evidence/policies-of.ts';
import type { Trail } from '../evidence/trail.ts';
import type { PolicyDocument, Statement } from '../policy/policy-document.ts';
import type { AccessRequest } from '../request/access-request.ts';
import { principalAccount } from '../request/principal.ts';
import type { Denial } from '../request/s3-call.ts';

/** A statement with what the evaluator found of it. */
export interface LookedAt {
  readonly layer: Layer;
  readonly trace: StatementTrace;
  readonly statement: Statement;
  readonly policy: AttachedPolicy;
  readonly document: PolicyDocument;
}

/** One AccessRequest of the call, with everything a cause looks at. */
export interface RequestCase {
  readonly index: number;
  /** With the condition keys that follow from the request itself filled in. */
  readonly request: AccessRequest;
  readonly evidence: Evidence;
  readonly evaluation: Evaluation;
  readonly lookedAt: readonly LookedAt[];
  /** Caller and resource are in one account; undefined where an account is not known, or the caller has none. */
  readonly sameAccount: boolean | undefined;
}

/** The whole call. */
export interface Case {
  readonly denial: Denial;
  readonly collected: Collected;
  readonly trail: Trail;
  readonly requests: readonly RequestCase[];
  readonly decision: Decision;
}

export interface ExplainInput {
  readonly denial: Denial;
  readonly collected: Collected;
  /** One for each AccessRequest of `collected`, in the same order. */
  readonly evaluations: readonly Evaluation[];
  readonly trail: Trail;
  readonly notes: readonly string[];
}

export function caseOf({ denial, collected, evaluations, trail }: Omit<ExplainInput, 'notes'>): Case {
  const requests = evaluations.flatMap((evaluation, index) => {
    const collectedRequest = collected.requests[index];
    return collectedRequest === undefined ? [] : [requestCase(index, collectedRequest.evidence, evaluation)];
  });
  return { denial, collected, trail, requests, decision: decisionOfCall(evaluations) };
}

/** Allowed only when every permission is; denied when one is; else undetermined. */
export function decisionOfCall(evaluations: readonly Evaluation[]): Decision {
  if (evaluations.some(({ decision }) => decision === 'deny')) return 'deny';
  return evaluations.length > 0 && evaluations.every(({ decision }) => decision === 'allow') ? 'allow' : 'undetermined';
}

function requestCase(index: number, evidence: Evidence, evaluation: Evaluation): RequestCase {
  const { request } = situationOf(evaluation.request, evidence);
  const caller = principalAccount(request.principal);
  const { resourceAccount } = request;
  return {
    index,
    request,
    evidence,
    evaluation,
    lookedAt: evaluation.layers.flatMap((layer) => lookedAt(layer, evidence)),
    sameAccount: caller === undefined || resourceAccount === undefined ? undefined : caller === resourceAccount,
  };
}

function lookedAt({ layer, statements }: LayerEvaluation, evidence: Evidence): LookedAt[] {
  const attached = policiesOf(layer, evidence);
  return statements.flatMap((trace) => {
    const place = attached.find(
      ({ policy, level }) =>
        policy.name === trace.policy &&
        (trace.target === undefined || trace.target === level) &&
        (trace.policyArn === undefined || trace.policyArn === policy.arn),
    );
    const document = place?.policy.document;
    if (place === undefined || document === undefined || 'kind' in document) return [];
    const statement = document.statements.find(({ index }) => index === trace.index);
    return statement === undefined ? [] : [{ layer, trace, statement, policy: place.policy, document }];
  });
}

export function layerOf({ evaluation }: RequestCase, layer: Layer): LayerEvaluation | undefined {
  return evaluation.layers.find((candidate) => candidate.layer === layer);
}

/** The layer has one outcome left, and this is it. */
export function isSettledAs(
  evaluation: LayerEvaluation | undefined,
  outcome: LayerEvaluation['outcomes'][number],
): boolean {
  return evaluation?.outcomes.every((possible) => possible === outcome) === true;
}

/** The layer stands in the way, or could. */
export function mayDeny({ outcomes }: LayerEvaluation): boolean {
  return outcomes.some((outcome) => outcome !== 'allow');
}
