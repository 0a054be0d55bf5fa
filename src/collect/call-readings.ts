import type { BucketSettings } from '../evidence/bucket-settings.ts';
import type { ObjectKeys } from '../evidence/call-facts.ts';
import type { CollectedRequest } from '../evidence/collected.ts';
import type { Reading } from '../evidence/reading.ts';
import type { S3Call } from '../request/s3-call.ts';
import type { BucketEncryption } from './bucket-encryption.ts';
import type { BucketSide } from './bucket-side.ts';
import type { AddressedTarget } from './call-target.ts';
import type { CallerSide } from './caller-side.ts';
import type { CollectSession } from './collect-session.ts';
import type { EndpointReading } from './vpc-endpoint-policy.ts';

/**
 * Everything that is being read for one call, of which each of its requests awaits what concerns it. The promises never
 * reject: what could not be read is a reading, too.
 */
export interface CallReadings {
  readonly session: CollectSession;
  /** With the access point in place of its alias. */
  readonly call: S3Call;
  readonly callerAccount: string | undefined;
  readonly callerSide: Promise<CallerSide>;
  /** The bucket that was named, and the one that a copy is made from. */
  readonly sides: Readonly<Record<'target' | 'copySource', Promise<TargetReadings>>>;
  readonly endpoint: Promise<EndpointReading>;
}

export interface TargetReadings extends AddressedTarget {
  readonly bucketSide: Promise<BucketSide>;
  readonly settings: Promise<BucketSettings>;
  /** Only asked where a request needs to know of a key. */
  readonly encryption: () => Promise<Reading<BucketEncryption>>;
}

/** A request with its evidence, or null where the call turns out not to need it; and what there is to say of it. */
export interface CollectedPart {
  readonly request: CollectedRequest | null;
  /** The object's own key beside the bucket's default, where both are known. */
  readonly keys?: ObjectKeys;
  readonly notes: readonly string[];
}
