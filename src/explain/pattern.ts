import type { Evidence } from '../evidence/evidence.ts';
import type { Layer } from '../evidence/layers.ts';
import type { AccessRequest } from '../request/access-request.ts';

export interface EvaluatedAgain {
  readonly requests: readonly { readonly request: AccessRequest; readonly evidence: Evidence }[];
  /** How, and what, after "Evaluated again", e.g. "as that role, the call". */
  readonly words: string;
}

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
  /** As it is written, where it is an edit of what is there. */
  readonly text?: string;
  readonly command: string | null;
  /** The case as it is then, where it can be evaluated again. */
  readonly again?: EvaluatedAgain;
  /** What was not evaluated, as a clause after "Not evaluated:"; left out where all of it was. */
  readonly notEvaluated?: string;
  /** Documents of the same set are made together, in their order. */
  readonly set?: string;
}
