import { BOUND, type Group, groupsOf, type State } from './groups.ts';
import type { LayerCase, Premises } from './layer-case.ts';
import type { Ownership, Situation } from './situation.ts';
import { effective } from './unknowns.ts';
import { namingOf, type WeighedStatement } from './weigh-statements.ts';

/** One world as far as statements go; documents that could not be read are open in it still. */
export interface OpenWorld extends Premises {
  readonly frame: number;
  readonly state: State;
}

/** The worlds in which owner and boundary are the same. */
export interface FrameWorlds {
  /** What could speak for the caller, in every world; beyond the bound, one world that is better than any. */
  readonly atBest: readonly OpenWorld[];
  /** Likewise what could speak against it. */
  readonly atWorst: readonly OpenWorld[];
  readonly groups: readonly Group[];
  readonly overBound: boolean;
}

/** Every world that unknown owners, boundaries, sessions and condition keys leave open. */
export function openWorlds(cases: readonly LayerCase[], situation: Situation): readonly FrameWorlds[] {
  const frames = framesOf(cases, situation);
  return frames.map((frame) => worldsOfFrame(cases, situation, frame));
}

interface Frame {
  readonly ownership: Ownership;
  readonly bounded: boolean;
  readonly frame: number;
}

function framesOf(cases: readonly LayerCase[], situation: Situation): readonly Frame[] {
  const frames: Frame[] = [];
  const bounded = boundedIn(cases, situation);
  for (const ownership of situation.ownerships) {
    for (const one of bounded) frames.push({ ownership, bounded: one, frame: frames.length });
  }
  return frames;
}

const UNBOUNDED = [false];
const BOUNDED = [true];
const EITHER = [true, false];

function boundedIn(cases: readonly LayerCase[], { evidence, principal }: Situation): readonly boolean[] {
  const { kind } = evidence.permissionsBoundary;
  if (kind === 'absent' || (principal.kind !== 'role' && principal.kind !== 'user')) return UNBOUNDED;
  if (kind === 'found') return BOUNDED;
  const matters = cases.some(({ statements }) => statements.some(({ forBounded }) => forBounded !== null));
  return matters ? EITHER : UNBOUNDED;
}

const NO_GROUPS: readonly Group[] = [];

function worldsOfFrame(cases: readonly LayerCase[], situation: Situation, frame: Frame): FrameWorlds {
  const open = openStatements(cases, frame);
  if (open.length === 0) {
    const worlds = [worldOf(frame, 0, frame.bounded ? holdsForBounded : holdsForUnbounded)];
    return { atBest: worlds, atWorst: worlds, groups: NO_GROUPS, overBound: false };
  }
  const { bounded } = frame;
  const settled = frame.bounded ? holdsForBounded : holdsForUnbounded;
  const bits = bitsOf(open);
  const groups = bits && groupsOf([...bits.keys()], (one) => bits.get(one) ?? 0, situation.request, bounded);
  const states = groups && foldStates(groups);
  if (bits === undefined || states === undefined) {
    const extreme = (effect: 'Allow' | 'Deny'): OpenWorld =>
      worldOf(frame, 0, (one) => settled(one) || (isOpen(one, bounded) && one.statement.effect === effect));
    return { atBest: [extreme('Allow')], atWorst: [extreme('Deny')], groups: groups ?? NO_GROUPS, overBound: true };
  }
  const worlds = states.map((state) =>
    worldOf(frame, state, (one) => ((bits.get(one) ?? 0) & state) !== 0 || settled(one)),
  );
  return { atBest: worlds, atWorst: worlds, groups: groups ?? NO_GROUPS, overBound: false };
}

const worldOf = ({ ownership, bounded, frame }: Frame, state: State, holds: Premises['holds']): OpenWorld => ({
  ownership,
  bounded,
  frame,
  state,
  holds,
});

const holdsForBounded = (one: WeighedStatement): boolean => effective(one, true).match === 'yes';
const holdsForUnbounded = (one: WeighedStatement): boolean => one.match.match === 'yes';

const isOpen = (one: WeighedStatement, bounded: boolean): boolean => effective(one, bounded).match === 'unknown';

/** The statements that are open and on which their layer's verdict hangs; the others drop out. With them, their layer. */
function openStatements(
  cases: readonly LayerCase[],
  frame: Frame,
): readonly (readonly [LayerCase, WeighedStatement])[] {
  let all: (readonly [LayerCase, WeighedStatement])[] | undefined;
  for (const layerCase of cases) {
    let open: WeighedStatement[] | undefined;
    for (const one of layerCase.statements) {
      if (!isOpen(one, frame.bounded)) continue;
      open ??= [];
      open.push(one);
    }
    if (open === undefined) continue;
    const idle = idleEffects(layerCase, open, frame);
    all ??= [];
    for (const one of open) if (!idle.includes(one.statement.effect)) all.push([layerCase, one]);
  }
  return all ?? NONE_OPEN;
}

const NONE_OPEN: readonly (readonly [LayerCase, WeighedStatement])[] = [];

/** Open statements of an effect of which, were they all to hold, nothing would come. */
function idleEffects(
  { verdicts }: LayerCase,
  open: readonly WeighedStatement[],
  frame: Frame,
): readonly ('Allow' | 'Deny')[] {
  const settled = (one: WeighedStatement): boolean => effective(one, frame.bounded).match === 'yes';
  const isOne = new Set(open);
  const spoken = (holds: Premises['holds']): string => JSON.stringify(verdicts({ ...frame, holds }));
  const plain = spoken(settled);
  return (['Allow', 'Deny'] as const).filter(
    (effect) => plain === spoken((one) => settled(one) || (one.statement.effect === effect && isOne.has(one))),
  );
}

/** As many as a number has bits to spare. */
const MOST_PLACES = 30;

/**
 * A bit for each place in which statements do the same: for one layer, level and resource, with one effect, naming the caller
 * in one way. That some statement there holds is all that its layer looks at. Undefined if there are too many places.
 */
function bitsOf(
  open: readonly (readonly [LayerCase, WeighedStatement])[],
): ReadonlyMap<WeighedStatement, State> | undefined {
  const places = new Map<string, State>();
  const bits = new Map<WeighedStatement, State>();
  for (const [{ layer }, one] of open) {
    const { statement, trace, request } = one;
    const place = `${layer} ${trace.target} ${request.resource} ${statement.effect} ${namingOf(one)}`;
    const bit = places.get(place) ?? 1 << places.size;
    places.set(place, bit);
    bits.set(one, bit);
  }
  return places.size > MOST_PLACES ? undefined : bits;
}

/** What groups come to together: each one's states with each of the others'. Undefined beyond the bound. */
export function foldStates(groups: readonly Group[]): readonly State[] | undefined {
  let states: ReadonlySet<State> = new Set([0]);
  for (const group of groups) {
    const next = new Set<State>();
    for (const state of states) for (const other of group.states) next.add(state | other);
    if (next.size > BOUND) return undefined;
    states = next;
  }
  return [...states];
}
