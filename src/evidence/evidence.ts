import type { PolicyDocument } from '../policy/policy-document.ts';
import type { Layer } from './layers.ts';
import type { Reading, Unreadable } from './reading.ts';

/** A policy and where it hangs. A document that could not be read or parsed is Unreadable, beside its readable siblings. */
export interface AttachedPolicy {
  /** What a person calls it: the managed policy's name, the inline policy's name, `bucket policy`. */
  readonly name: string;
  /** The ARN of a managed policy, SCP or RCP; for a resource policy the ARN of the resource it hangs on. */
  readonly arn?: string;
  /** How it came to apply, e.g. `inline`, `managed`, `group admins`. */
  readonly via?: string;
  /** The tags of a managed policy, where they were read. */
  readonly tags?: Readonly<Record<string, string>>;
  readonly document: PolicyDocument | Unreadable;
}

/** One level of the organization (root, organizational unit, account) with its directly attached policies. */
export interface OrganizationLevel {
  /** `root`, `r-…`, `ou-…` or an account id. */
  readonly target: string;
  readonly name?: string;
  /** Unreadable when the policies attached to this one level could not be listed. */
  readonly policies: readonly AttachedPolicy[] | Unreadable;
}

export interface BucketPolicy {
  readonly policy: AttachedPolicy;
  /** S3's own `PolicyStatus.IsPublic`, where it was read. */
  readonly isPublic?: boolean;
}

export interface AccessPointPolicy {
  /** Null: the access point has no policy of its own. */
  readonly policy: AttachedPolicy | null;
  readonly networkOrigin: 'Internet' | 'VPC';
  readonly vpcId?: string;
  readonly isPublic?: boolean;
}

export const PUBLIC_ACCESS_FLAGS = [
  'BlockPublicAcls',
  'IgnorePublicAcls',
  'BlockPublicPolicy',
  'RestrictPublicBuckets',
] as const;
export type PublicAccessFlag = (typeof PUBLIC_ACCESS_FLAGS)[number];
export type PublicAccessFlags = Readonly<Partial<Record<PublicAccessFlag, boolean>>>;
export const PUBLIC_ACCESS_LEVELS = ['organization', 'account', 'bucket', 'accessPoint'] as const;
export type PublicAccessLevel = (typeof PUBLIC_ACCESS_LEVELS)[number];
/** The block at each level; a level that is not named has none. The most restrictive combination applies. */
export type BlockPublicAccess = Readonly<Partial<Record<PublicAccessLevel, PublicAccessFlags | Unreadable>>>;

export interface AclGrant {
  /** An account id, a canonical user id, `AllUsers`, `AuthenticatedUsers` or `LogDelivery`. */
  readonly grantee: string;
  readonly permission: 'READ' | 'WRITE' | 'READ_ACP' | 'WRITE_ACP' | 'FULL_CONTROL';
}

export interface ObjectOwnership {
  readonly mode: 'BucketOwnerEnforced' | 'BucketOwnerPreferred' | 'ObjectWriter';
  /** The account that owns the object; the bucket's owner if it is not named. */
  readonly objectOwner?: string;
  /** The canonical user id of the caller's account, where it was read: no other id is the caller's. */
  readonly callerId?: string;
  readonly bucketAcl?: readonly AclGrant[] | Unreadable;
  readonly objectAcl?: readonly AclGrant[] | Unreadable;
}

export interface KeyGrant {
  readonly granteePrincipal: string;
  readonly operations: readonly string[];
  readonly constraints?: {
    readonly EncryptionContextSubset?: Readonly<Record<string, string>>;
    readonly EncryptionContextEquals?: Readonly<Record<string, string>>;
    /** The grant holds only for what is done on behalf of that resource. */
    readonly SourceArn?: string;
  };
}

export interface KeyPolicy {
  readonly policy: AttachedPolicy;
  readonly keyManager: 'CUSTOMER' | 'AWS';
  /** KMS's own `KeyState`, e.g. `Enabled`, `Disabled`, `PendingDeletion`. */
  readonly keyState: string;
  readonly grants: readonly KeyGrant[] | Unreadable;
}

export interface Organization {
  readonly id: string;
  readonly managementAccount: string;
}

/** What was read for one AccessRequest, layer by layer. */
export interface Evidence {
  readonly identityPolicies: Reading<readonly AttachedPolicy[]>;
  readonly permissionsBoundary: Reading<AttachedPolicy>;
  readonly sessionPolicies: Reading<readonly AttachedPolicy[]>;
  /** Root first. Absent: the account is in no organization. */
  readonly serviceControlPolicies: Reading<readonly OrganizationLevel[]>;
  readonly resourceControlPolicies: Reading<readonly OrganizationLevel[]>;
  /** Absent: not through an endpoint, or through one with the default policy. */
  readonly vpcEndpointPolicy: Reading<AttachedPolicy>;
  /** The endpoints with a policy of their own that the call may have come through, where nobody said which way it came. */
  readonly possibleEndpointPolicies?: readonly AttachedPolicy[];
  /** Absent: the call does not go through an access point. */
  readonly accessPointPolicy: Reading<AccessPointPolicy>;
  readonly bucketPolicy: Reading<BucketPolicy>;
  readonly blockPublicAccess: Reading<BlockPublicAccess>;
  readonly objectOwnership: Reading<ObjectOwnership>;
  /** Absent: the request is not for a KMS key. */
  readonly keyPolicy: Reading<KeyPolicy>;
  readonly organization?: Organization;
}

// The compiler holds Evidence and LAYERS together: a layer without a reading does not compile.
type _EveryLayerIsRead =
  Record<Layer, unknown> extends Record<keyof Omit<Evidence, 'organization' | 'possibleEndpointPolicies'>, unknown>
    ? true
    : never;
export const EVERY_LAYER_IS_READ: _EveryLayerIsRead = true;
