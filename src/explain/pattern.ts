import type { Evidence } from '../evidence/evidence.ts';
import type { Layer } from '../evidence/layers.ts';

/** Another shape that the whole could have, where the case calls for it: a decision of its owners, with a price. */
export interface Pattern {
  readonly layer: Layer;
  readonly account: string | null;
  /** The ARN of what changes, or would be made. */
  readonly target: string;
  /** The name of the policy or the setting. */
  readonly policy: string;
  /** What to do, as an instruction. */
  readonly says: string;
  /** What it costs, as a clause after "once": what must be agreed, filled in or moved first. */
  readonly needs: string;
  /** What else it lets through. */
  readonly reach: string;
  readonly before: string | null;
  readonly document: unknown;
  readonly command: string | null;
  /** The evidence as it is then, where it can be evaluated again. */
  readonly evidence?: Evidence;
}
