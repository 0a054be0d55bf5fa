/** Whose account a read is made in. One account can be several of these in one diagnosis. */
export const SIDES = ['hub', 'bucket', 'principal', 'key', 'endpoint', 'organization', 'trail'] as const;
export type Side = (typeof SIDES)[number];

export type Service = 's3' | 's3control' | 'iam' | 'organizations' | 'kms' | 'ec2' | 'lambda' | 'cloudtrail' | 'sts';

export interface DeclaredRead {
  /** The IAM action that allows it, where it is not `service:Operation`. */
  readonly needs?: string;
  readonly sides: readonly Side[];
  /** The errors that mean "there is none"; every other error is "could not read". */
  readonly none?: readonly string[];
  /** Made only where somebody asked for it, with a permission that the diagnostic role has only where somebody gave it. */
  readonly optIn?: true;
}

// IAM's code, and the name that the SDK makes of it.
const NO_SUCH_ENTITY = ['NoSuchEntity', 'NoSuchEntityException'];
// An object without a lock of its own, in a bucket with Object Lock and without; and no such object.
const NOT_LOCKED = [
  'NoSuchObjectLockConfiguration',
  'ObjectLockConfigurationNotFoundError',
  'NoSuchKey',
  'NoSuchVersion',
];

/**
 * Every AWS call there is in this program's look at policies and CloudTrail: the IAM action that allows it, the accounts it
 * is made in, the errors that mean "there is none". `read` takes no other, so nothing can be called that is not declared
 * here. Actions where they differ from the operation:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 */
export const READS = {
  // No permission is needed for the region: S3 puts it in a header even when it answers 403.
  's3:HeadBucket': { needs: 's3:ListBucket', sides: ['bucket'], none: ['NotFound', 'NoSuchBucket'] },
  's3:ListBuckets': { needs: 's3:ListAllMyBuckets', sides: ['bucket'] },
  's3:GetBucketPolicy': { sides: ['bucket'], none: ['NoSuchBucketPolicy'] },
  's3:GetBucketPolicyStatus': { sides: ['bucket'], none: ['NoSuchBucketPolicy'] },
  's3:GetPublicAccessBlock': {
    needs: 's3:GetBucketPublicAccessBlock',
    sides: ['bucket'],
    none: ['NoSuchPublicAccessBlockConfiguration'],
  },
  's3:GetBucketOwnershipControls': { sides: ['bucket'], none: ['OwnershipControlsNotFoundError'] },
  's3:GetBucketAcl': { sides: ['bucket'] },
  's3:GetObjectAcl': { sides: ['bucket'], none: ['NoSuchKey'] },
  's3:GetBucketEncryption': {
    needs: 's3:GetEncryptionConfiguration',
    sides: ['bucket'],
    none: ['ServerSideEncryptionConfigurationNotFoundError'],
  },
  's3:ListObjectsV2': { needs: 's3:ListBucket', sides: ['bucket'] },
  's3:GetBucketRequestPayment': { sides: ['bucket'] },
  's3:GetBucketVersioning': { sides: ['bucket'] },
  's3:GetObjectLockConfiguration': {
    needs: 's3:GetBucketObjectLockConfiguration',
    sides: ['bucket'],
    none: ['ObjectLockConfigurationNotFoundError'],
  },
  's3:GetBucketAbac': { sides: ['bucket'] },
  's3:GetBucketTagging': { sides: ['bucket'], none: ['NoSuchTagSet'] },
  's3:GetObjectTagging': { sides: ['bucket'], none: ['NoSuchKey'] },
  's3:GetObjectRetention': { sides: ['bucket'], none: NOT_LOCKED },
  's3:GetObjectLegalHold': { sides: ['bucket'], none: NOT_LOCKED },
  // HeadObject gives no content, but what allows it allows GetObject as well.
  's3:HeadObject': { needs: 's3:GetObject', sides: [], optIn: true, none: ['NotFound', 'NoSuchKey'] },
  's3control:GetPublicAccessBlock': {
    needs: 's3:GetAccountPublicAccessBlock',
    sides: ['bucket'],
    none: ['NoSuchPublicAccessBlockConfiguration'],
  },
  's3control:GetAccessPoint': { needs: 's3:GetAccessPoint', sides: ['bucket'], none: ['NoSuchAccessPoint'] },
  's3control:GetAccessPointPolicy': {
    needs: 's3:GetAccessPointPolicy',
    sides: ['bucket'],
    none: ['NoSuchAccessPointPolicy'],
  },
  's3control:GetAccessPointPolicyStatus': {
    needs: 's3:GetAccessPointPolicyStatus',
    sides: ['bucket'],
    none: ['NoSuchAccessPointPolicy'],
  },
  's3control:ListAccessPoints': { needs: 's3:ListAccessPoints', sides: ['bucket'] },
  'iam:GetRole': { sides: ['principal'], none: NO_SUCH_ENTITY },
  'iam:ListRolePolicies': { sides: ['principal'] },
  'iam:GetRolePolicy': { sides: ['principal'], none: NO_SUCH_ENTITY },
  'iam:ListAttachedRolePolicies': { sides: ['principal'] },
  'iam:GetPolicy': { sides: ['principal'], none: NO_SUCH_ENTITY },
  'iam:GetPolicyVersion': { sides: ['principal'], none: NO_SUCH_ENTITY },
  'iam:GetUser': { sides: ['principal'], none: NO_SUCH_ENTITY },
  'iam:ListUserPolicies': { sides: ['principal'] },
  'iam:GetUserPolicy': { sides: ['principal'], none: NO_SUCH_ENTITY },
  'iam:ListAttachedUserPolicies': { sides: ['principal'] },
  'iam:ListGroupsForUser': { sides: ['principal'] },
  'iam:ListGroupPolicies': { sides: ['principal'] },
  'iam:GetGroupPolicy': { sides: ['principal'], none: NO_SUCH_ENTITY },
  'iam:ListAttachedGroupPolicies': { sides: ['principal'] },
  'iam:GetInstanceProfile': { sides: ['principal'], none: NO_SUCH_ENTITY },
  'iam:SimulatePrincipalPolicy': { sides: ['principal'], none: NO_SUCH_ENTITY },
  'lambda:GetFunctionConfiguration': { sides: ['principal'], none: ['ResourceNotFoundException'] },
  'ec2:DescribeInstances': {
    sides: ['principal'],
    none: ['InvalidInstanceID.NotFound', 'InvalidInstanceID.Malformed'],
  },
  'kms:DescribeKey': { sides: ['key'] },
  'kms:GetKeyPolicy': { sides: ['key'] },
  'kms:ListGrants': { sides: ['key'] },
  'kms:ListAliases': { sides: ['key'] },
  'kms:ListResourceTags': { sides: ['key'] },
  'ec2:DescribeVpcEndpoints': {
    sides: ['endpoint'],
    none: ['InvalidVpcEndpointId.NotFound', 'InvalidVpcEndpointId.Malformed'],
  },
  // Any member account may ask which organization it is in; the rest is answered where the organization is read.
  'organizations:DescribeOrganization': {
    sides: ['bucket', 'principal', 'organization'],
    none: ['AWSOrganizationsNotInUseException'],
  },
  'organizations:DescribeEffectivePolicy': {
    sides: ['bucket'],
    none: ['EffectivePolicyNotFoundException', 'AWSOrganizationsNotInUseException'],
  },
  'organizations:ListRoots': { sides: ['organization'] },
  'organizations:DescribeAccount': { sides: ['organization'] },
  'organizations:ListAccounts': { sides: ['organization'] },
  'organizations:ListParents': {
    sides: ['organization'],
    none: ['ChildNotFoundException', 'AccountNotFoundException'],
  },
  'organizations:ListPoliciesForTarget': { sides: ['organization'] },
  'organizations:DescribePolicy': { sides: ['organization'], none: ['PolicyNotFoundException'] },
  'cloudtrail:LookupEvents': { sides: ['trail'] },
  'cloudtrail:DescribeTrails': { sides: ['trail'] },
  'cloudtrail:GetEventSelectors': { sides: ['trail'] },
  // By itself, with the credentials at hand; GetCallerIdentity needs no permission.
  'sts:AssumeRole': { sides: ['hub'] },
  'sts:GetCallerIdentity': { sides: [] },
} as const satisfies Record<`${Service}:${string}`, DeclaredRead>;

export type ReadName = keyof typeof READS;
export const READ_NAMES = Object.keys(READS) as readonly ReadName[];
