import type { Layer } from '../evidence/layers.ts';
import { combine, type World } from './combine.ts';
import type { Decision, Outcome } from './evaluation.ts';
import { everyLayer } from './every-layer.ts';
import type { LayerCase } from './layer-case.ts';
import type { Situation } from './situation.ts';
import { better, type Verdict, worse } from './verdict.ts';
import type { FrameWorlds, OpenWorld } from './worlds.ts';

/** One world with what could not be read taken at its best, or at its worst. */
export interface ExtremeWorld extends World {
  readonly open: OpenWorld;
}

export interface Decided {
  readonly decision: Decision;
  readonly atBest: readonly ExtremeWorld[];
  readonly atWorst: readonly ExtremeWorld[];
  /** Every outcome each layer could still have. */
  readonly outcomes: Readonly<Record<Layer, readonly Outcome[]>>;
}

type Cases = Readonly<Record<Layer, LayerCase>>;

/**
 * The decision all open worlds agree on, or `undetermined`. `combine` is monotone, so of what could not be read only the
 * best and the worst need looking at.
 */
export function decide(cases: Cases, frames: readonly FrameWorlds[], situation: Situation): Decided {
  const seen = everyLayer(NOTHING);
  const atBest: ExtremeWorld[] = [];
  const atWorst: ExtremeWorld[] = [];
  for (const frame of frames) {
    const isExact = frame.atBest === frame.atWorst;
    for (const open of frame.atBest) {
      const best = extreme(cases, open, better, situation, seen);
      atBest.push(best.world);
      if (isExact) atWorst.push(best.isOnly ? best.world : extreme(cases, open, worse, situation, seen).world);
    }
    if (!isExact) for (const open of frame.atWorst) atWorst.push(extreme(cases, open, worse, situation, seen).world);
  }
  const canAllow = atBest.some((world) => combine(world) === 'allow');
  const canDeny = atWorst.some((world) => combine(world) === 'deny');
  const isCovered = situation.flow !== 'notCovered';
  const decision = !canAllow ? 'deny' : canDeny || !isCovered ? 'undetermined' : 'allow';
  return { decision, atBest, atWorst, outcomes: everyLayer((layer) => OUTCOMES[seen[layer]] ?? NONE) };
}

const NOTHING = (): number => 0;

/** `isOnly`: there was nothing to pick from. */
function extreme(
  cases: Cases,
  open: OpenWorld,
  pick: (a: Verdict, b: Verdict) => Verdict,
  { flow, principal }: Situation,
  seen: Record<Layer, number>,
): { readonly world: ExtremeWorld; readonly isOnly: boolean } {
  let isOnly = true;
  const verdicts = everyLayer((layer) => {
    const possible = cases[layer].verdicts(open);
    for (const { outcome } of possible) seen[layer] |= BIT[outcome];
    if (possible.length > 1) isOnly = false;
    return possible.reduce(pick);
  });
  return { world: { flow, caller: principal.kind, ownership: open.ownership, verdicts, open }, isOnly };
}

const BIT: Record<Outcome, number> = { allow: 1, implicitDeny: 2, explicitDeny: 4 };
const NONE: readonly Outcome[] = [];

/** By the bits of the outcomes seen. */
const OUTCOMES: readonly (readonly Outcome[])[] = Array.from({ length: 8 }, (_, bits) =>
  (['allow', 'implicitDeny', 'explicitDeny'] as const).filter((outcome) => (bits & BIT[outcome]) !== 0),
);
