import type { Layer } from '../evidence/layers.ts';
import type { PrincipalNaming } from '../policy/match-principal.ts';
import type { Ownership, Situation } from './situation.ts';
import { ALLOW, EXPLICIT_DENY, granted, IMPLICIT_DENY, reachOf, type Verdict } from './verdict.ts';
import { namingOf, type WeighedPolicies, type WeighedStatement } from './weigh-statements.ts';

/** What is fixed in one world besides the documents that could not be read. */
export interface Premises {
  /** Whether a statement applies in this world. */
  readonly holds: (statement: WeighedStatement) => boolean;
  readonly ownership: Ownership;
  /** The caller has a permissions boundary. */
  readonly bounded: boolean;
}

/** One layer, weighed: what it says in each world. */
export interface LayerCase {
  readonly layer: Layer;
  /** Whether the layer has a say in this request at all. */
  readonly applies: boolean;
  readonly statements: readonly WeighedStatement[];
  /** Every verdict that what could not be read leaves open; one if all was read. Never empty. */
  readonly verdicts: (premises: Premises) => readonly Verdict[];
  /** In words, what the layer decided beyond its statements. */
  readonly because: string;
}

/** A layer that says the same in every world. */
export const settled = (
  layer: Layer,
  verdict: Verdict,
  because: string,
  { applies = true }: { readonly applies?: boolean } = {},
): LayerCase => {
  const verdicts = [verdict];
  return { layer, applies, statements: [], verdicts: () => verdicts, because };
};

/** A layer that has no say stands in nobody's way. */
export const notApplying = (layer: Layer, because: string): LayerCase =>
  settled(layer, ALLOW, because, { applies: false });

/** A layer of which nothing is known. */
export const open = (layer: Layer, verdicts: readonly Verdict[], because: string): LayerCase => ({
  layer,
  applies: true,
  statements: [],
  verdicts: () => verdicts,
  because,
});

const ALLOWED: readonly Verdict[] = [ALLOW];
const IMPLICITLY_DENIED: readonly Verdict[] = [IMPLICIT_DENY];
export const EXPLICITLY_DENIED: readonly Verdict[] = [EXPLICIT_DENY];
const ALLOWED_OR_DENIED: readonly Verdict[] = [ALLOW, EXPLICIT_DENY];
export const ANY_VERDICT: readonly Verdict[] = [ALLOW, IMPLICIT_DENY, EXPLICIT_DENY];
/** Of a resource-based policy that could not be read: it may also grant, to anybody. */
export const ANY_GRANT: readonly Verdict[] = [granted('everyone'), granted('account'), IMPLICIT_DENY, EXPLICIT_DENY];

const denies = (statements: readonly WeighedStatement[], { holds }: Premises): boolean =>
  statements.some((one) => one.statement.effect === 'Deny' && holds(one));

/** Policies attached to the caller: a Deny decides, else an Allow, else nothing was allowed. */
export function weighedCase(layer: Layer, weighed: WeighedPolicies, because: string): LayerCase {
  const { statements, unreadable } = weighed;
  return {
    layer,
    applies: true,
    statements,
    because,
    verdicts: (premises) => {
      if (denies(statements, premises)) return EXPLICITLY_DENIED;
      const allowed = statements.some((one) => one.statement.effect === 'Allow' && premises.holds(one));
      if (unreadable.length > 0) return allowed ? ALLOWED_OR_DENIED : ANY_VERDICT;
      return allowed ? ALLOWED : IMPLICITLY_DENIED;
    },
  };
}

/** A policy attached to the resource: the Allow that reaches furthest counts. */
export function weighedGrantCase(
  layer: Layer,
  weighed: WeighedPolicies,
  { principal }: Situation,
  because: string,
): LayerCase {
  const { statements, unreadable } = weighed;
  return {
    layer,
    applies: true,
    statements,
    because,
    verdicts: (premises) => {
      const naming = furthest(statements, premises, principal.kind);
      if (denies(statements, premises)) {
        return naming === undefined ? EXPLICITLY_DENIED : [{ outcome: 'explicitDeny', naming }];
      }
      if (unreadable.length > 0) return ANY_GRANT;
      return naming === undefined ? IMPLICITLY_DENIED : [granted(naming)];
    },
  };
}

/** How the Allow that reaches furthest names the caller; undefined if none applies. */
function furthest(
  statements: readonly WeighedStatement[],
  { holds }: Premises,
  caller: Situation['principal']['kind'],
): PrincipalNaming | undefined {
  let best: PrincipalNaming | undefined;
  for (const one of statements) {
    if (one.statement.effect !== 'Allow' || !holds(one)) continue;
    const naming = namingOf(one);
    if (best === undefined || reachOf(naming, caller) > reachOf(best, caller)) best = naming;
  }
  return best;
}
