import type { Layer } from '../evidence/layers.ts';
import { combine } from './combine.ts';
import type { Decided, ExtremeWorld } from './decide.ts';
import type { Group, State } from './groups.ts';
import { rank } from './verdict.ts';
import { type FrameWorlds, foldStates } from './worlds.ts';

/**
 * The condition keys, as policies spell them, on whose value it hangs: the decision, or for a denied request what its
 * remedies would have to change.
 */
export function unknownKeysThatMatter(
  frames: readonly FrameWorlds[],
  { decision, atBest, atWorst }: Decided,
  blocking: readonly Layer[],
): readonly string[] {
  if (decision === 'allow' || frames.every(({ groups }) => groups.length === 0)) return [];
  const spoken = (best: ExtremeWorld, worst: ExtremeWorld): string =>
    decision === 'deny'
      ? blocking.map((layer) => rank(best.verdicts[layer])).join(' ')
      : `${combine(best)} ${combine(worst)}`;
  const results = new Map<string, string>();
  for (const [at, best] of atBest.entries()) {
    const worst = atWorst[at];
    if (worst !== undefined) results.set(`${best.open.frame} ${best.open.state}`, spoken(best, worst));
  }
  const mattering = frames.flatMap(({ groups, overBound }, frame) =>
    groups.flatMap((group) => {
      if (overBound) return group.unknowns;
      const rest = foldStates(groups.filter((other) => other !== group)) ?? [];
      const comesTo = (state: State): string => rest.map((other) => results.get(`${frame} ${state | other}`)).join(';');
      return matteringIn(group, comesTo);
    }),
  );
  const names = mattering.flatMap((unknown) =>
    unknown.kind === 'key' ? [[unknown.name, unknown.spelled] as const] : [],
  );
  return [...new Map(names).values()];
}

/** The unknowns of a group that alone, the others staying as they are, make a difference. */
function matteringIn(
  { unknowns, sizes, outcomes, states }: Group,
  comesTo: (state: State) => string,
): Group['unknowns'] {
  const results = new Map(states.map((state) => [state, comesTo(state)]));
  let stride = 1;
  const strides = sizes.toReversed().map((size) => {
    const own = stride;
    stride *= size;
    return own;
  });
  return unknowns.filter((_unknown, at) => {
    const own = strides[unknowns.length - 1 - at] ?? 1;
    const size = sizes[at] ?? 1;
    const byRest = new Map<number, string | undefined>();
    for (const [number, state] of outcomes) {
      const rest = number - (Math.floor(number / own) % size) * own;
      const result = results.get(state);
      if (byRest.has(rest) && byRest.get(rest) !== result) return true;
      byRest.set(rest, result);
    }
    return false;
  });
}
