import type { NotAPolicyProblem } from './not-a-policy-problem.ts';
import type { Principal } from './principal.ts';

/** What was named as the bucket, before AWS was asked: which resource the call addresses. */
export type CallTarget =
  | { readonly kind: 'bucket'; readonly name: string; readonly partition: string }
  | {
      readonly kind: 'accessPoint';
      readonly name: string;
      readonly account: string;
      readonly region: string;
      readonly partition: string;
    }
  /** An alias stands for an access point that must be looked up. */
  | { readonly kind: 'accessPointAlias'; readonly alias: string; readonly partition: string }
  /** The account of the caller: what `ListBuckets` and the like are about. No bucket is named. */
  | { readonly kind: 'account'; readonly partition: string }
  | {
      /** Recognised, and said to be not covered: never answered wrongly. */
      readonly kind: 'notCovered';
      readonly service: 'multiRegionAccessPoint' | 'objectLambda' | 'directoryBucket' | 's3Tables' | 'outposts';
      readonly text: string;
    };

/** What calls with a role of its own, by its ARN: AWS knows which role. */
export interface RoleOf {
  readonly kind: 'roleOf';
  readonly resource: 'lambdaFunction' | 'ec2Instance';
  readonly arn: string;
  readonly account: string;
  readonly region: string;
}

/** A principal as a person names it; a bare role name is completed once the account is known, and so is a resource's role. */
export type NamedPrincipal =
  | Principal
  | RoleOf
  | { readonly kind: 'roleName'; readonly name: string; readonly account?: string };

/** One S3 API call that failed or would be made: what the doors (Slack, terminal, alert) parse their words into. */
export interface S3Call {
  /** An S3 API operation, e.g. `GetObject`, `ListObjectsV2`. */
  readonly operation: string;
  /** An IAM action asked for instead of an operation, e.g. `s3:GetObjectTagging`. */
  readonly action?: string;
  readonly target: CallTarget;
  readonly key?: string;
  readonly versionId?: string;
  readonly principal: NamedPrincipal;
  readonly bucketAccount?: string;
  readonly region?: string;
  readonly vpcEndpoint?: string;
  /** The ARN of the KMS key that AWS's sentence, or KMS's own record, names. */
  readonly kmsKey?: string;
  /** Condition keys that were given, by name as written. */
  readonly context: Readonly<Record<string, readonly string[]>>;
}

/** AWS's own sentence, taken apart. */
export interface ReportedReason {
  readonly sentence: string;
  /** The layer AWS named, if it did. */
  readonly layer: import('../evidence/layers.ts').Layer | 'roleTrustPolicy' | 'unstated';
  readonly kind: 'implicitDeny' | 'explicitDeny' | 'unstated';
  readonly policyArn?: string;
  readonly action?: string;
  readonly resource?: string;
  readonly principal?: string;
  readonly authorizationId?: string;
}

/** A call that was denied, and where we heard of it. */
export interface Denial {
  readonly call: S3Call;
  readonly source: 'person' | 'errorMessage' | 'cloudTrailEvent';
  readonly reportedReason?: ReportedReason;
  /** ISO 8601. */
  readonly at?: string;
  readonly eventId?: string;
  /** What AWS's error says, where it is one that no policy explains. */
  readonly notAPolicyProblem?: NotAPolicyProblem;
  /** What was made of the words or the event that the reader of the answer should know, as sentences. */
  readonly notes?: readonly string[];
}
