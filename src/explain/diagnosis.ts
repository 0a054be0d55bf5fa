import type { Decision, Evaluation } from '../evaluate/evaluation.ts';
import type { Layer } from '../evidence/layers.ts';
import type { Unreadable } from '../evidence/reading.ts';
import type { Trail } from '../evidence/trail.ts';
import type { S3Call } from '../request/s3-call.ts';
import type { ReachPart } from './reach-parts.ts';
import type { ReachScope } from './shared-reach.ts';

/** How a cause bears on the answer, in the order in which causes are told. */
export const CAUSE_WEIGHTS = ['decides', 'blocksNext', 'nearMiss', 'background'] as const;
export type CauseWeight = (typeof CAUSE_WEIGHTS)[number];

/** A way to a 403, found in this case. The words are facts; `help` is the change. */
export interface ExplainedCause {
  /** e.g. `object-action-on-bucket-arn`; the file of the cause bears this name. */
  readonly code: string;
  readonly layer: Layer | null;
  /** The AccessRequest it concerns, as an index into `requests`. */
  readonly request: number;
  readonly weight: CauseWeight;
  /** Where the call ends before any policy is asked: the HTTP status it ends with; null: it never reached S3. */
  readonly status?: number | null;
  /** Stands alone: who may not do what on what. */
  readonly what: string;
  readonly why: string;
  readonly help: string;
  /** An AWS documentation page. */
  readonly docs: string;
}

export type Applicability = 'verified' | 'unverified' | 'needsInput';

/** A change that another one takes beside it. */
export interface Companion {
  readonly layer: Layer;
  readonly policy: string;
  readonly target: string;
  /** Its place in the list of suggestions, from 0, since one document may be there with several changes; -1 if it is not told. */
  readonly suggestion: number;
}

export interface Suggestion {
  readonly layer: Layer;
  /** The AccessRequests it serves, as indexes into `requests`. */
  readonly requests: readonly number[];
  readonly account: string | null;
  /** Who decides about the document, where it is not simply the account's own. */
  readonly owner: string | null;
  /** ARN of the resource whose policy changes. */
  readonly target: string;
  /** The policy's name. */
  readonly policy: string;
  readonly says: string;
  readonly applicability: Applicability;
  /** Why it is not verified: what could not be read, or what the reader must fill in. Empty when verified. */
  readonly because: string;
  /** Layers that must change together with this one for access to be given; empty if this alone does it. */
  readonly togetherWith: readonly Layer[];
  /** The documents that must change together with this one: those of `togetherWith`, by name. */
  readonly companions: readonly Companion[];
  /** What else the change would allow, in one line. */
  readonly reach: string;
  /** The same for programs: no request beside these parts is decided otherwise. Null where no policy changes but a setting. */
  readonly reaches: { readonly of: ReachScope; readonly parts: readonly ReachPart[] } | null;
  /** Unified diff of the actual document. */
  readonly diff: string;
  readonly document: unknown;
  /** The AWS CLI command that applies it, where there is one. */
  readonly command: string | null;
  /** What to mind when the command is given; null if nothing. */
  readonly caution: string | null;
}

export interface LayerUnreadable extends Unreadable {
  readonly layer: Layer;
}

/** Everything there is to say about one call; the terminal, Slack and `--json` are renderings of this. */
export interface Diagnosis {
  readonly call: {
    readonly operation: string;
    readonly bucket: string;
    readonly key: string | null;
    readonly principal: string;
    readonly bucketAccount: string | null;
    readonly region: string | null;
  };
  /** The call as it was asked about, whole; null where an error told so little that there is none. */
  readonly asked: S3Call | null;
  readonly decision: Decision;
  readonly evaluations: readonly Evaluation[];
  /** One sentence: who may not do what on what, because of which statement in which layer. */
  readonly headline: string;
  /** One sentence: what to change, or what would settle the answer. Headline and fix alone name the layer and the change. */
  readonly fix: string;
  readonly causes: readonly ExplainedCause[];
  readonly suggestions: readonly Suggestion[];
  readonly trail: Trail;
  readonly reportedReason: {
    readonly sentence: string;
    readonly layer: string;
    readonly verdict: 'agrees' | 'disagrees' | 'says nothing of the layer';
    readonly because: string;
  } | null;
  readonly unreadable: readonly LayerUnreadable[];
  readonly notes: readonly string[];
}
