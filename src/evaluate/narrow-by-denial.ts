import type { Evidence } from '../evidence/evidence.ts';
import { LAYERS, type Layer } from '../evidence/layers.ts';
import type { AccessRequest } from '../request/access-request.ts';
import type { ReportedReason } from '../request/s3-call.ts';
import { combine, type World } from './combine.ts';
import { weighLayers } from './evaluate-layers.ts';
import type { Outcome } from './evaluation.ts';
import { everyLayer } from './every-layer.ts';
import type { LayerCase } from './layer-case.ts';
import { remediesOf } from './remedies.ts';
import { type Situation, situationOf } from './situation.ts';
import { type Verdict, worse } from './verdict.ts';
import { type OpenWorld, openWorlds } from './worlds.ts';

/** What is left once it is known that AWS denied the request. */
export type Narrowing =
  | {
      readonly kind: 'narrowed';
      /** Every outcome a layer can have in a world that denies. */
      readonly outcomes: Readonly<Record<Layer, readonly Outcome[]>>;
      /** The layers, among those that are modelled, that can be why AWS denied. */
      readonly suspects: readonly Layer[];
    }
  /** No world that is open denies, or none denies for the reason AWS gave. */
  | { readonly kind: 'contradiction'; readonly because: string };

type Reported = Pick<ReportedReason, 'layer' | 'kind'>;

/** Drops the worlds in which AWS would have allowed the request, or would have denied it for another reason than it gave. */
export function narrowByDenial(request: AccessRequest, evidence: Evidence, reported?: Reported): Narrowing {
  const situation = situationOf(request, evidence);
  const cases = weighLayers(situation);
  const frames = openWorlds(Object.values(cases), situation);
  const worlds = frames
    .flatMap(({ atWorst }) => atWorst)
    .flatMap((open) => worldsWith(cases, situation, open, reported));
  const denying = worlds.filter((world) => combine(world) === 'deny');
  if (denying.length === 0) return { kind: 'contradiction', because: contradiction(reported) };
  const outcomes = everyLayer((layer) => outcomesIn(cases[layer], denying));
  const mended = new Set(remediesOf('undetermined', denying, denying).flat());
  return { kind: 'narrowed', outcomes, suspects: LAYERS.filter((layer) => mended.has(layer)) };
}

interface NarrowedWorld extends World {
  readonly open: OpenWorld;
  /** The layer that AWS named, if it did: its verdict is given. */
  readonly given?: Layer;
}

function worldsWith(
  cases: Readonly<Record<Layer, LayerCase>>,
  { flow, principal }: Situation,
  open: OpenWorld,
  reported: Reported | undefined,
): readonly NarrowedWorld[] {
  const verdicts = everyLayer((layer) => cases[layer].verdicts(open).reduce(worse));
  const world: NarrowedWorld = { flow, caller: principal.kind, ownership: open.ownership, verdicts, open };
  if (reported === undefined) return [world];
  const layers = namedBy(reported.layer);
  if (layers === undefined) return [world];
  return layers.flatMap((layer): readonly NarrowedWorld[] => {
    const verdict = worstOf(cases[layer].verdicts(open), reported.kind);
    return verdict === undefined ? [] : [{ ...world, verdicts: { ...verdicts, [layer]: verdict }, given: layer }];
  });
}

/** The layers that AWS means by its word for one; undefined where it names none that is modelled. */
function namedBy(layer: Reported['layer']): readonly Layer[] | undefined {
  if (layer === 'unstated' || layer === 'roleTrustPolicy') return undefined;
  // "A resource-based policy" is a bucket's, an access point's or a key's, and also what Block Public Access and ACLs come to.
  return RESOURCE_BASED.includes(layer) ? RESOURCE_BASED : [layer];
}

const RESOURCE_BASED: readonly Layer[] = [
  'bucketPolicy',
  'accessPointPolicy',
  'blockPublicAccess',
  'objectOwnership',
  'keyPolicy',
];

function worstOf(verdicts: readonly Verdict[], kind: Reported['kind']): Verdict | undefined {
  const fitting = verdicts.filter(({ outcome }) => (kind === 'unstated' ? outcome !== 'allow' : outcome === kind));
  return fitting.length === 0 ? undefined : fitting.reduce(worse);
}

const ORDER: readonly Outcome[] = ['allow', 'implicitDeny', 'explicitDeny'];

function outcomesIn({ layer, verdicts }: LayerCase, worlds: readonly NarrowedWorld[]): readonly Outcome[] {
  const possible = new Set<Outcome>();
  for (const world of worlds) {
    if (world.given === layer) {
      possible.add(world.verdicts[layer].outcome);
      continue;
    }
    for (const verdict of verdicts(world.open)) {
      if (combine({ ...world, verdicts: { ...world.verdicts, [layer]: verdict } }) === 'deny')
        possible.add(verdict.outcome);
    }
  }
  return ORDER.filter((outcome) => possible.has(outcome));
}

const contradiction = (reported: Reported | undefined): string =>
  reported === undefined
    ? 'everything that was read allows the request, and yet AWS denied it: a policy changed since, or something that is not modelled denies'
    : 'nothing that was read denies the request for the reason that AWS gave: a policy changed since, or something that is not modelled denies';
