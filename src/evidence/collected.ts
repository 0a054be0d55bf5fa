import type { AccessRequest } from '../request/access-request.ts';
import type { BucketSettings } from './bucket-settings.ts';
import type { CallFacts } from './call-facts.ts';
import type { Evidence } from './evidence.ts';

/** What a note is about, where something else may tell it better. */
export type NoteTopic =
  | 'callerMissing'
  | 'bucketMissing'
  | 'objectMissing'
  | 'objectArchived'
  | 'requesterPays'
  | 'mfaDelete'
  | 'objectLocked';

export interface TopicNote {
  readonly topic: NoteTopic;
  readonly says: string;
}

/** One AccessRequest with everything that was read for it. */
export interface CollectedRequest {
  readonly request: AccessRequest;
  readonly evidence: Evidence;
}

/** What `collect` hands to the pure stages: the call with its unknowns filled in, and the evidence of each AccessRequest. */
export interface Collected {
  readonly requests: readonly CollectedRequest[];
  /** As far as they could be found out. */
  readonly bucket: string;
  readonly bucketAccount: string | null;
  readonly region: string | null;
  readonly principalArn: string;
  /** Settings of the bucket that no layer holds; undefined where a case was written rather than read. */
  readonly settings?: BucketSettings;
  /** What was found out beside policies and settings; undefined where a case was written rather than read. */
  readonly facts?: CallFacts;
  /** What was assumed, and what was found that no layer holds (e.g. the bucket does not exist), as sentences. */
  readonly notes: readonly string[];
  /** Those of the notes that are about something by name. */
  readonly topics?: readonly TopicNote[];
}
