import { evaluate } from '../evaluate/evaluate.ts';
import type { Evaluation } from '../evaluate/evaluation.ts';
import type { Layer } from '../evidence/layers.ts';
import { parsePolicyDocument } from '../policy/parse-policy-document.ts';
import type { PolicyDocument } from '../policy/policy-document.ts';
import type { Principal } from '../request/principal.ts';
import { type Case, caseOf, type RequestCase } from './case.ts';
import type { FoundCause } from './cause.ts';
import { examine } from './examine.ts';
import { needsPath } from './new-statement.ts';
import { type PolicyChange, type PolicyPlace, samePlace } from './policy-change.ts';
import { editPolicyText, mergeNewStatements, NEW_POLICY, type PolicyEdit } from './policy-edit.ts';
import { POLICY_TYPE } from './policy-type.ts';
import { isKeptByAws } from './service-linked.ts';
import { withDocument } from './with-document.ts';

/** One document with everything that a plan does to it. */
export interface Draft {
  readonly place: PolicyPlace;
  readonly edits: readonly PolicyEdit[];
  readonly says: readonly string[];
  readonly mends: readonly Layer[];
  readonly requests: readonly number[];
  readonly needs: readonly string[];
  /** Of the near miss that it mends; 9 if it mends none. The smaller, the likelier it is what was meant. */
  readonly closeness: number;
  readonly text: string;
  readonly document: PolicyDocument;
}

/** One way to access: the documents that change, and the case as it is then, evaluated again. */
export interface ChangePlan {
  readonly drafts: readonly Draft[];
  readonly after: Case;
}

/** What one change lets through may be blocked by the next thing; a chain longer than this is not followed. */
const MOST_ROUNDS = 5;

/**
 * The remedy of the given number, as changes of documents, each round evaluated again until nothing more can be done. Nothing
 * is left in it without which the call would be allowed as well.
 */
export function planChanges(whole: Case, remedy: number): ChangePlan {
  let plan: ChangePlan = { drafts: [], after: whole };
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = advance(whole, plan, remedy);
    if (next === null) break;
    plan = next;
  }
  return leastOf(whole, plan);
}

function leastOf(whole: Case, plan: ChangePlan): ChangePlan {
  return plan.drafts.reduce((least, draft) => {
    const drafts = least.drafts.filter((other) => other !== draft);
    if (least.after.decision !== 'allow' || drafts.length === 0) return least;
    const after = applied(whole, drafts);
    return after?.decision === 'allow' ? { drafts, after } : least;
  }, plan);
}

/** One round: every denied permission's changes. Null when there is nothing to do, or nothing that can be done. */
function advance(whole: Case, plan: ChangePlan, remedy: number): ChangePlan | null {
  const changes = plan.after.requests
    .filter(({ evaluation }) => evaluation.decision === 'deny')
    .flatMap((request) => changesFor(request, plan, remedy));
  if (changes.length === 0) return null;
  const drafts = changes.reduce<readonly Draft[] | null>(drafted, plan.drafts);
  const after = drafts === null ? null : applied(whole, drafts);
  return drafts === null || after === null ? null : { drafts, after };
}

interface RequestedChange {
  readonly change: PolicyChange;
  readonly request: number;
  readonly closeness: number;
}

function changesFor(request: RequestCase, { after, drafts }: ChangePlan, remedy: number): readonly RequestedChange[] {
  const layers = chosenRemedy(request.evaluation, drafts, remedy);
  const causes = examine(request, after);
  const { principal } = request.request;
  const changes = layers.flatMap((layer) => {
    const exempt = causes.flatMap((cause) =>
      requested(cause, layer).filter(({ change }) => change.purpose === 'exempt'),
    );
    if (exempt.length > 0) return exempt;
    const granting = causes.find((cause) => cause.changes().some(({ mends }) => mends === layer));
    return granting === undefined ? [] : requested(granting, layer).map((one) => heeding(causes, one));
  });
  return changes
    .filter(({ change }) => !isKeptByAws(principal, change.place.layer))
    .map((one) => named(principal, one));
}

/** A change that names the caller by an ARN that may not be the whole waits for the whole one. */
function named(principal: Principal, one: RequestedChange): RequestedChange {
  const path = needsPath(principal, one.change.edits);
  if (path === null) return one;
  const needs = one.change.needs === null ? path : `${one.change.needs} and ${path}`;
  return { ...one, change: { ...one.change, needs } };
}

function requested({ changes, request, finding }: FoundCause, layer: Layer): readonly RequestedChange[] {
  return changes()
    .filter(({ mends }) => mends === layer)
    .map((change) => ({ change, request, closeness: finding.closeness ?? NO_NEAR_MISS }));
}

const NO_NEAR_MISS = 9;

/** Where an Allow holds on a condition, another Allow without it would go round what somebody asked for on purpose. */
function heeding(causes: readonly FoundCause[], one: RequestedChange): RequestedChange {
  const conditional = causes.find(({ finding }) => finding.onCondition !== undefined);
  if (conditional === undefined || one.change.needs !== null) return one;
  const needs = `whoever wrote ${conditional.finding.onCondition} agrees that it may be had without its condition`;
  return { ...one, change: { ...one.change, needs } };
}

/** Once a layer is being changed, the next thing that blocks is mended there too, if it can be. */
function chosenRemedy({ remedies }: Evaluation, drafts: readonly Draft[], remedy: number): readonly Layer[] {
  const touched = new Set(drafts.flatMap(({ mends }) => mends));
  const again = remedies.find((layers) => layers.some((layer) => touched.has(layer)));
  return again ?? remedies[remedy] ?? remedies[0] ?? [];
}

/** The drafts with one more change; null if the document that comes of it is no policy. */
function drafted(
  drafts: readonly Draft[] | null,
  { change, request, closeness }: RequestedChange,
): readonly Draft[] | null {
  if (drafts === null) return null;
  const { place, mends, says, needs } = change;
  const old = drafts.find((draft) => samePlace(draft.place, place));
  const edits = mergeNewStatements(distinct([...(old?.edits ?? []), ...change.edits]));
  const original = old?.place ?? place;
  const text = editPolicyText(original.text ?? NEW_POLICY, edits);
  const parsed = parsePolicyDocument(text, POLICY_TYPE[place.layer]);
  if (parsed.kind === 'invalid') return null;
  const draft: Draft = {
    place: original,
    edits,
    text,
    document: parsed.document,
    says: unique([...(old?.says ?? []), says]),
    mends: unique([...(old?.mends ?? []), mends]),
    requests: unique([...(old?.requests ?? []), request]),
    closeness: Math.min(closeness, old?.closeness ?? NO_NEAR_MISS),
    needs: unique([...(old?.needs ?? []), ...(needs === null ? [] : [needs])]),
  };
  return old === undefined ? [...drafts, draft] : drafts.map((other) => (other === old ? draft : other));
}

/** Two causes may ask for the same edit. */
const distinct = (edits: readonly PolicyEdit[]): readonly PolicyEdit[] => [
  ...new Map(edits.map((edit) => [JSON.stringify(edit), edit])).values(),
];

const unique = <T>(values: readonly T[]): readonly T[] => [...new Set(values)];

/** The case with the documents in their places, evaluated again. */
export function applied(whole: Case, drafts: readonly Pick<Draft, 'place' | 'document'>[]): Case | null {
  const requests = whole.requests.map((request) => {
    const evidence = drafts.reduce(
      (evidence, { place, document }) => withDocument(place, document, { ...request, evidence }) ?? evidence,
      request.evidence,
    );
    return { request: request.evaluation.request, evidence };
  });
  return caseOf({
    denial: whole.denial,
    trail: whole.trail,
    collected: { ...whole.collected, requests },
    evaluations: requests.map(({ request, evidence }) => evaluate(request, evidence)),
  });
}
