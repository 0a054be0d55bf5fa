import type { Evidence } from '../evidence/evidence.ts';
import { DNS_SUFFIX, isPartition, parseArn } from '../request/arn.ts';
import type { ContextValue } from '../request/condition-context.ts';
import type { Principal } from '../request/principal.ts';

/** What the rules for condition keys look at. */
export interface ContextFacts {
  readonly principal: Principal;
  readonly action: string;
  readonly resource: string;
  readonly resourceAccount: string | undefined;
  readonly evidence: Evidence;
  /** What was given for a key, before any rule. */
  readonly given: (key: string) => ContextValue;
}

/** What follows for one key; undefined where nothing does. */
export type ContextRule = (facts: ContextFacts) => ContextValue | undefined;

export const ABSENT: ContextValue = { kind: 'absent' };
export const UNKNOWN: ContextValue = { kind: 'unknown' };
export const known = (...values: readonly string[]): ContextValue => ({ kind: 'known', values });

/** The domain under which the services of the resource's partition answer. */
export function dnsSuffix({ resource }: ContextFacts): string {
  const partition = parseArn(resource)?.partition ?? 'aws';
  return DNS_SUFFIX[isPartition(partition) ? partition : 'aws'];
}
