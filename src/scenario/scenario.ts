import type { Decision, Outcome } from '../evaluate/evaluation.ts';
import type { BucketSettings } from '../evidence/bucket-settings.ts';
import type { CallFacts } from '../evidence/call-facts.ts';
import type { Evidence } from '../evidence/evidence.ts';
import type { Layer } from '../evidence/layers.ts';
import type { AccessRequest } from '../request/access-request.ts';
import type { Denial } from '../request/s3-call.ts';

/** A whole case as data: what is asked, what was read, and what should come of it. */
export interface Scenario {
  readonly name: string;
  readonly request: AccessRequest;
  readonly evidence: Evidence;
  readonly settings?: BucketSettings;
  readonly facts?: CallFacts;
  /** What AWS said, and when. */
  readonly denial?: Partial<Omit<Denial, 'call'>>;
  readonly expect: Expectation;
}

/** Everything is optional: what is left out is not compared. Sets are compared whatever their order. */
export interface Expectation {
  readonly decision?: Decision;
  readonly remedies?: readonly (readonly Layer[])[];
  readonly layers?: Readonly<Partial<Record<Layer, readonly Outcome[]>>>;
  readonly unreadable?: readonly Layer[];
  readonly causes?: readonly string[];
}

/** Something in a scenario file that cannot be read, with its place. */
export interface ScenarioProblem {
  /** From 1. */
  readonly line: number;
  /** E.g. `evidence.bucketPolicy.document`; empty for the file itself. */
  readonly path: string;
  readonly message: string;
}

export type ScenarioReading =
  | { readonly kind: 'scenario'; readonly scenario: Scenario }
  | { readonly kind: 'invalid'; readonly problems: readonly ScenarioProblem[] };
