import { RATES, turns } from '../src/collect/rate-limit.ts';
import type { ReadName } from '../src/collect/reads.ts';
import { levelsOf } from './collect-answers.ts';
import { LATENCY } from './collect-server.ts';

/** The longest chain of calls of which each needs the one before, if nothing else took time. */
export interface CriticalPath {
  readonly milliseconds: number;
  readonly depth: number;
  readonly chain: string;
}

type Link = keyof typeof LATENCY;
const path = (chain: string, links: readonly Link[], wait = 0): CriticalPath => ({
  milliseconds: links.reduce((sum, service) => sum + LATENCY[service], wait),
  depth: links.length,
  chain,
});

/** How long the last of so many calls must wait so that AWS does not refuse it. */
function lastTurn(name: ReadName, calls: number): number {
  const rate = RATES[name];
  if (rate === undefined) return 0;
  const wait = turns(rate);
  return Math.max(...Array.from({ length: calls }, () => wait(0)));
}

/** By AWS's own dependencies: what a call needs to know, the calls a second that AWS takes, and nothing of this program. */
export function criticalPath(levels: number, temperature: 'cold' | 'warm'): CriticalPath {
  const isCold = temperature === 'cold';
  const assume: readonly Link[] = isCold ? ['sts'] : [];
  // The service control policies of the caller's levels, and the resource control policies of the owner's.
  const lists = 2 * (levelsOf(levels).length + 1);
  const paths = [
    path('role, version, document of a managed policy', [...assume, 'iam', 'iam', 'iam']),
    path('default encryption, key', [...assume, 's3', 'kms']),
    ...(isCold
      ? [
          path(
            'place of the account, attached policies, policy',
            ['sts', 'organizations', 'organizations', 'organizations'],
            lastTurn('organizations:ListPoliciesForTarget', lists),
          ),
        ]
      : []),
  ];
  return paths.reduce((longest, one) => (one.milliseconds > longest.milliseconds ? one : longest));
}
