import type { Layer } from '../evidence/layers.ts';
import type { PolicyEdit } from './policy-edit.ts';

/** A document that can be changed, and where it is. */
export interface PolicyPlace {
  readonly layer: Layer;
  readonly name: string;
  /** The ARN of what the policy hangs on, or of the managed policy itself. */
  readonly target: string;
  /** SCPs and RCPs: the level of the organization. */
  readonly level: string | null;
  readonly account: string | null;
  /** As it is now; null for a policy that does not exist yet. */
  readonly text: string | null;
}

/** The smallest edit of one document that mends one thing. */
export interface PolicyChange {
  readonly place: PolicyPlace;
  readonly edits: readonly PolicyEdit[];
  /** What the edit does, as an instruction. */
  readonly says: string;
  /** `grant`: an Allow is added or widened, one way among others; `exempt`: something that denies must let go. */
  readonly purpose: 'grant' | 'exempt';
  /** The layer that it brings to allow. */
  readonly mends: Layer;
  /** What the reader must decide or fill in first, as a clause after "once"; null if nothing. */
  readonly needs: string | null;
}

/** Two changes are of one document. */
export function samePlace(one: PolicyPlace, other: PolicyPlace): boolean {
  return (
    one.layer === other.layer && one.name === other.name && one.target === other.target && one.level === other.level
  );
}
