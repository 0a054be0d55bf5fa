import type { Layer } from '../evidence/layers.ts';
import type { Unreadable } from '../evidence/reading.ts';
import type { AccessRequest } from '../request/access-request.ts';

export type Outcome = 'allow' | 'implicitDeny' | 'explicitDeny';
export type Decision = 'allow' | 'deny' | 'undetermined';

/** The elements of a statement that can fail to match. */
export type StatementElement = 'principal' | 'action' | 'resource' | 'condition';

/** One statement that was looked at. */
export interface StatementTrace {
  readonly policy: string;
  readonly policyArn?: string;
  /** For SCPs and RCPs: the level (root, OU or account) on which the policy hangs. */
  readonly target?: string;
  readonly sid?: string;
  readonly index: number;
  readonly effect: 'Allow' | 'Deny';
  readonly match: 'yes' | 'no' | 'unknown';
  /** Every element that failed (match no) or is open (match unknown). */
  readonly failedOn: readonly StatementElement[];
  /** In words: what matched, or which key and which value decided. */
  readonly because: string;
  /** Condition keys whose value is unknown and matters to this statement. */
  readonly unknownKeys: readonly string[];
}

export interface LayerEvaluation {
  readonly layer: Layer;
  /** Every outcome the layer could still have: one if settled. Never empty. */
  readonly outcomes: readonly Outcome[];
  /** Whether the layer has a say in this request at all (a boundary that is not set has none). */
  readonly applies: boolean;
  /** It is in at least one remedy. */
  readonly blocking: boolean;
  readonly statements: readonly StatementTrace[];
  readonly unreadable: readonly Unreadable[];
  /** In words, what the layer decided beyond its statements, e.g. which flag at which level. */
  readonly because: string;
}

/** Condition keys (as policies spell them) with the value under which the request would be allowed; null: the key absent. */
export type ContextChange = Readonly<Record<string, string | readonly string[] | null>>;

export interface Evaluation {
  readonly request: AccessRequest;
  readonly decision: Decision;
  readonly layers: readonly LayerEvaluation[];
  /**
   * The smallest sets of layers that must come to allow. `deny`: unsettled layers are taken at their best.
   * `undetermined`: what must be settled as allow for the request to be allowed in every open world. `allow`: none.
   */
  readonly remedies: readonly (readonly Layer[])[];
  readonly unknownConditionKeys: readonly string[];
  readonly wouldAllowWith: readonly ContextChange[];
  /** The combinations of unknowns exceeded the bound: undetermined for that reason, not for lack of reading. */
  readonly overBound: boolean;
  /** Anything the evaluator has to say about how far it went, e.g. what it does not model. */
  readonly notes: readonly string[];
}
