import { LAYERS } from '../evidence/layers.ts';
import type { Case } from './case.ts';
import type { FoundCause } from './cause.ts';
import type { CauseWeight } from './diagnosis.ts';
import { examine } from './examine.ts';

export interface WeighedCause {
  readonly cause: FoundCause;
  readonly weight: CauseWeight;
}

const ORDER: Record<CauseWeight, number> = { decides: 0, blocksNext: 1, nearMiss: 2, background: 3 };

/** Every cause of every permission: what decides first, then what would block next, then near misses by how close they came. */
export function orderedCauses(whole: Case): { readonly causes: readonly WeighedCause[]; readonly further: number } {
  const all = whole.requests.flatMap((request) => [...examine(request, whole)]);
  const alone = all.find(({ finding }) => finding.alone === true);
  if (alone !== undefined) return { causes: [{ cause: alone, weight: 'decides' }], further: 0 };
  const gated = all.some(({ finding }) => finding.role === 'gate' || finding.role === 'openGate');
  // Where a gate tells why AWS denied what policies allow, nothing contradicts.
  const found = gated ? all.filter(({ code }) => code !== 'contradiction') : all;
  const deciding = decidingCause(found, whole);
  const ordered = found
    .map((cause, index) => ({ cause, weight: weightOf(cause, deciding), index }))
    .sort(
      (one, other) =>
        ORDER[one.weight] - ORDER[other.weight] || within(one.cause, other.cause) || one.index - other.index,
    )
    .map(({ cause, weight }) => ({ cause, weight }));
  const near = ordered.filter(({ weight }) => weight === 'nearMiss');
  const further = new Set(near.slice(MOST_NEAR_MISSES));
  return { causes: ordered.filter((cause) => !further.has(cause)), further: further.size };
}

/** More than a person reads; the rest is counted. */
const MOST_NEAR_MISSES = 6;

/**
 * What AWS's evaluation meets first: a gate before any policy, also one that is open where every policy allows, an explicit deny before a missing allow, the guardrails before the sides that grant. A
 * permission that is denied counts before one that is open.
 */
function decidingCause(found: readonly FoundCause[], whole: Case): FoundCause | undefined {
  const at = (role: 'gate' | 'openGate') => found.find(({ finding }) => finding.role === role);
  const gate = at('gate') ?? at('openGate');
  if (gate !== undefined) return gate;
  const wanted = whole.decision === 'undetermined' ? 'open' : 'blocker';
  return found
    .filter(({ finding, request }) => finding.role === wanted && decides(request, whole))
    .sort((one, other) => one.request - other.request || layerRank(one) - layerRank(other))[0];
}

function decides(request: number, { requests, decision }: Case): boolean {
  return requests.find(({ index }) => index === request)?.evaluation.decision === decision;
}

/** AWS looks at every Deny first, then at the layers in this order. */
const AWS_ORDER = [
  'resourceControlPolicies',
  'serviceControlPolicies',
  'vpcEndpointPolicy',
  'blockPublicAccess',
  'bucketPolicy',
  'accessPointPolicy',
  'keyPolicy',
  'objectOwnership',
  'identityPolicies',
  'permissionsBoundary',
  'sessionPolicies',
] as const satisfies readonly (typeof LAYERS)[number][];

function layerRank({ finding, code }: FoundCause): number {
  if (finding.role === 'open') return openRank(finding, code);
  const explicit = EXPLICIT.has(code) ? 0 : 100;
  const limit = LIMITS.has(code) ? 0 : 50;
  const place = finding.layer === null ? 0 : AWS_ORDER.indexOf(finding.layer);
  return explicit + limit + place;
}

/** What a person can settle with a word first; the way there, which nobody asked about, last. */
function openRank({ layer }: FoundCause['finding'], code: string): number {
  if (code !== 'something-unreadable') return 0;
  if (layer === null || layer === 'vpcEndpointPolicy') return 100;
  return 1 + LAYERS.indexOf(layer);
}

const EXPLICIT: ReadonlySet<string> = new Set([
  'explicit-deny',
  'denies-together',
  'deny-not-principal',
  'public-access-blocked',
]);
const LIMITS: ReadonlySet<string> = new Set(['scp-without-allow', 'endpoint-policy-without-allow']);

function weightOf({ finding, request }: FoundCause, deciding: FoundCause | undefined): CauseWeight {
  if (deciding?.finding === finding && deciding.request === request) return 'decides';
  switch (finding.role) {
    case 'gate':
    case 'openGate':
    case 'blocker':
    case 'open':
      return 'blocksNext';
    case 'nearMiss':
      return 'nearMiss';
    case 'background':
      return 'background';
  }
}

function within(one: FoundCause, other: FoundCause): number {
  if (one.finding.role === 'nearMiss' && other.finding.role === 'nearMiss') {
    return (one.finding.closeness ?? 9) - (other.finding.closeness ?? 9) || one.request - other.request;
  }
  return one.request - other.request || layerRank(one) - layerRank(other);
}
