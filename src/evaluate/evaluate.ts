import type { Evidence } from '../evidence/evidence.ts';
import { LAYERS, type Layer } from '../evidence/layers.ts';
import type { AccessRequest } from '../request/access-request.ts';
import { wouldAllowWith } from './counterfactuals.ts';
import { decide } from './decide.ts';
import { weighLayers } from './evaluate-layers.ts';
import type { ContextChange, Evaluation, LayerEvaluation } from './evaluation.ts';
import type { LayerCase } from './layer-case.ts';
import { notesOf } from './notes.ts';
import { remediesOf } from './remedies.ts';
import { situationOf } from './situation.ts';
import { unknownKeysThatMatter } from './unknown-keys.ts';
import { unreadablePartsOf } from './unreadable-parts.ts';
import { openWorlds } from './worlds.ts';

/**
 * AWS's decision on one request, from what was read: each layer's outcome with every statement looked at, the smallest sets
 * of layers that would have to change, and what must be known where the answer is open.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluate(request: AccessRequest, evidence: Evidence): Evaluation {
  const situation = situationOf(request, evidence);
  const cases = weighLayers(situation);
  const weighed = LAYERS.map((layer) => cases[layer]);
  const frames = openWorlds(weighed, situation);
  const decided = decide(cases, frames, situation);
  const { decision } = decided;
  const isOpenEnded = situation.flow === 'notCovered' && decision === 'undetermined';
  const remedies = isOpenEnded ? NO_REMEDIES : remediesOf(decision, decided.atBest, decided.atWorst);
  const blocking =
    remedies.length === 0 ? NOTHING : LAYERS.filter((layer) => remedies.some((layers) => layers.includes(layer)));
  const blockingCases = blocking.length === 0 ? NO_CASES : blocking.map((layer) => cases[layer]);
  return new LazyEvaluation(evidence, blockingCases, {
    request,
    decision,
    layers: weighed.map((one) => describe(one, evidence, decided.outcomes[one.layer], blocking.includes(one.layer))),
    remedies,
    unknownConditionKeys: unknownKeysThatMatter(frames, decided, blocking),
    overBound: decision === 'undetermined' && frames.some(({ overBound }) => overBound),
    notes: notesOf(situation),
  });
}

const NO_REMEDIES: Evaluation['remedies'] = [];
const NOTHING: readonly Layer[] = [];
const NO_CASES: readonly LayerCase[] = [];

/** Changes of context are asked for by few, and are as costly as many evaluations: they are found when they are read. */
class LazyEvaluation implements Evaluation {
  readonly request: AccessRequest;
  readonly decision: Evaluation['decision'];
  readonly layers: Evaluation['layers'];
  readonly remedies: Evaluation['remedies'];
  readonly unknownConditionKeys: readonly string[];
  readonly overBound: boolean;
  readonly notes: readonly string[];
  readonly #evidence: Evidence;
  readonly #blocking: readonly LayerCase[];
  #wouldAllowWith: readonly ContextChange[] | undefined;

  constructor(evidence: Evidence, blocking: readonly LayerCase[], settled: Omit<Evaluation, 'wouldAllowWith'>) {
    this.request = settled.request;
    this.decision = settled.decision;
    this.layers = settled.layers;
    this.remedies = settled.remedies;
    this.unknownConditionKeys = settled.unknownConditionKeys;
    this.overBound = settled.overBound;
    this.notes = settled.notes;
    this.#evidence = evidence;
    this.#blocking = blocking;
  }

  get wouldAllowWith(): readonly ContextChange[] {
    this.#wouldAllowWith ??=
      this.decision === 'allow' ? [] : wouldAllowWith(this.request, this.#evidence, this.#blocking);
    return this.#wouldAllowWith;
  }

  toJSON(): Evaluation {
    return { ...this, wouldAllowWith: this.wouldAllowWith };
  }
}

function describe(
  { layer, applies, statements, because }: LayerCase,
  evidence: Evidence,
  outcomes: LayerEvaluation['outcomes'],
  blocking: boolean,
): LayerEvaluation {
  return {
    layer,
    outcomes,
    applies,
    blocking,
    statements: statements.map(({ trace }) => trace),
    unreadable: isSettledAnyWay(layer, evidence, outcomes) ? [] : unreadablePartsOf(layer, evidence),
    because,
  };
}

/** Nobody said which way the request comes, and it does not matter: every endpoint there is lets it through. */
const isSettledAnyWay = (layer: Layer, evidence: Evidence, outcomes: LayerEvaluation['outcomes']): boolean =>
  layer === 'vpcEndpointPolicy' && evidence.possibleEndpointPolicies !== undefined && outcomes.length === 1;
