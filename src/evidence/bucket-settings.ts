import type { Reading } from './reading.ts';

export interface BucketVersioning {
  readonly status: 'Enabled' | 'Suspended' | 'Off';
  /** MFA Delete: only the root user, with a code of its MFA device, may delete a version or change the versioning. */
  readonly mfaDelete: boolean;
}

export interface ObjectLock {
  /** What new objects get by default. */
  readonly defaultMode?: 'GOVERNANCE' | 'COMPLIANCE';
}

export interface ObjectRetention {
  readonly mode: 'GOVERNANCE' | 'COMPLIANCE';
  /** ISO 8601. */
  readonly until: string;
}

/** What HeadObject shows of an object: never its content. */
export interface ObjectHead {
  /** `AES256`, `aws:kms` or `aws:kms:dsse`. */
  readonly encryption: string;
  /** The ARN of the KMS key. */
  readonly key?: string;
}

/**
 * Settings of a bucket (and of one object in it) that are no policies, and yet can bring a 403:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html
 */
export interface BucketSettings {
  readonly requestPayment: Reading<'BucketOwner' | 'Requester'>;
  readonly versioning: Reading<BucketVersioning>;
  /** Absent: Object Lock is off. */
  readonly objectLock: Reading<ObjectLock>;
  /** Attribute-based access control: whether the bucket's tags count in conditions. */
  readonly abac: Reading<'Enabled' | 'Disabled'>;
  /** They count only where attribute-based access control is on; CloudFormation and others mark with them what they keep. */
  readonly tags: Reading<Readonly<Record<string, string>>>;
  /** Asked only where the call needs it and Object Lock is on; absent: the version is under none. */
  readonly retention: Reading<ObjectRetention>;
  readonly legalHold: Reading<'ON' | 'OFF'>;
}
