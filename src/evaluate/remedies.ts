import { LAYERS, type Layer } from '../evidence/layers.ts';
import { combine, type World } from './combine.ts';
import type { Decision } from './evaluation.ts';
import { ALLOW, better, granted, OWN_NAMING, rank, type Verdict } from './verdict.ts';

/** A layer that is brought to allow: a policy of the resource then names the caller's own ARN, and denies it nothing. */
function mended(layer: Layer, { caller, verdicts }: World): Verdict {
  switch (layer) {
    case 'bucketPolicy':
    case 'accessPointPolicy':
    case 'keyPolicy': {
      const own = granted(OWN_NAMING[caller]);
      const { naming } = verdicts[layer];
      return naming === undefined ? own : better(own, granted(naming));
    }
    case 'objectOwnership':
      // No ACL can name an AWS service: for one, the bucket's owner must come to own the object.
      if (verdicts.objectOwnership.foreign !== true || caller === 'service') return ALLOW;
      return { outcome: 'allow', foreign: true, naming: caller === 'anonymous' ? 'everyone' : 'account' };
    default:
      return ALLOW;
  }
}

function withMended(world: World, layers: readonly Layer[]): World {
  const verdicts = { ...world.verdicts };
  for (const layer of layers) verdicts[layer] = better(verdicts[layer], mended(layer, world));
  return { ...world, verdicts };
}

const NONE: readonly (readonly Layer[])[] = [];

/**
 * The smallest sets of layers that must come to allow. Of a denied request, one world that allows is enough: what is not
 * settled is taken at its best. Of an undetermined one, every world must allow.
 */
export function remediesOf(
  decision: Decision,
  atBest: readonly World[],
  atWorst: readonly World[],
): readonly (readonly Layer[])[] {
  if (decision === 'allow') return NONE;
  const worlds = distinctWorlds(decision === 'deny' ? atBest : atWorst);
  const allows = (layers: readonly Layer[]) => (world: World) => combine(withMended(world, layers)) === 'allow';
  const works = (layers: readonly Layer[]): boolean =>
    decision === 'deny' ? worlds.some(allows(layers)) : worlds.every(allows(layers));
  const candidates = LAYERS.filter((layer) =>
    worlds.some((world) => rank(mended(layer, world)) > rank(world.verdicts[layer])),
  );
  if (!works(candidates)) return [];
  const found: (readonly Layer[])[] = [];
  for (let size = 1; size <= candidates.length; size += 1) {
    for (const layers of subsets(candidates, size)) {
      if (!found.some((one) => one.every((layer) => layers.includes(layer))) && works(layers)) found.push(layers);
    }
  }
  return found;
}

function distinctWorlds(worlds: readonly World[]): readonly World[] {
  if (worlds.length <= 1) return worlds;
  return [...new Map(worlds.map((world) => [nameOf(world), world])).values()];
}

const nameOf = ({ ownership, verdicts }: World): string =>
  `${ownership.resource} ${ownership.bucket} ${LAYERS.map((layer) => rank(verdicts[layer])).join(' ')}`;

function* subsets<T>(items: readonly T[], size: number, from = 0): Generator<readonly T[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let at = from; at <= items.length - size; at += 1) {
    const item = items[at];
    if (item === undefined) continue;
    for (const rest of subsets(items, size - 1, at + 1)) yield [item, ...rest];
  }
}
