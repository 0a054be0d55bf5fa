/** Whose account a read is made in. One account can be several of these in one diagnosis. */
export const SIDES = ['hub', 'bucket', 'principal', 'key', 'endpoint', 'organization', 'trail'] as const;
export type Side = (typeof SIDES)[number];

export type Service = 's3' | 's3control' | 'iam' | 'organizations' | 'kms' | 'ec2' | 'lambda' | 'cloudtrail' | 'sts';

export interface DeclaredRead {
  /** The IAM action that allows it, where it is not `service:Operation`. */
  readonly needs?: string;
  readonly sides: readonly Side[];
  /** Made only where somebody asked for it, with a permission that the diagnostic role has only where somebody gave it. */
  readonly optIn?: true;
}

/**
 * Every AWS call there is in this program's look at policies and CloudTrail, with the IAM action that allows it. `read`
 * takes no other, so nothing can be called that is not declared here. Actions where they differ from the operation:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 */
export const READS = {
  // No permission is needed for the region: S3 puts it in a header even when it answers 403.
  's3:HeadBucket': { needs: 's3:ListBucket', sides: ['bucket'] },
  's3:ListBuckets': { needs: 's3:ListAllMyBuckets', sides: ['bucket'] },
  's3:GetBucketPolicy': { sides: ['bucket'] },
  's3:GetBucketPolicyStatus': { sides: ['bucket'] },
  's3:GetPublicAccessBlock': { needs: 's3:GetBucketPublicAccessBlock', sides: ['bucket'] },
  's3:GetBucketOwnershipControls': { sides: ['bucket'] },
  's3:GetBucketAcl': { sides: ['bucket'] },
  's3:GetObjectAcl': { sides: ['bucket'] },
  's3:GetBucketEncryption': { needs: 's3:GetEncryptionConfiguration', sides: ['bucket'] },
  's3:ListObjectsV2': { needs: 's3:ListBucket', sides: ['bucket'] },
  's3:GetBucketRequestPayment': { sides: ['bucket'] },
  's3:GetBucketVersioning': { sides: ['bucket'] },
  's3:GetObjectLockConfiguration': { needs: 's3:GetBucketObjectLockConfiguration', sides: ['bucket'] },
  's3:GetBucketAbac': { sides: ['bucket'] },
  's3:GetBucketTagging': { sides: ['bucket'] },
  's3:GetObjectRetention': { sides: ['bucket'] },
  's3:GetObjectLegalHold': { sides: ['bucket'] },
  // HeadObject gives no content, but what allows it allows GetObject as well.
  's3:HeadObject': { needs: 's3:GetObject', sides: [], optIn: true },
  's3control:GetPublicAccessBlock': { needs: 's3:GetAccountPublicAccessBlock', sides: ['bucket'] },
  's3control:GetAccessPoint': { needs: 's3:GetAccessPoint', sides: ['bucket'] },
  's3control:GetAccessPointPolicy': { needs: 's3:GetAccessPointPolicy', sides: ['bucket'] },
  's3control:GetAccessPointPolicyStatus': { needs: 's3:GetAccessPointPolicyStatus', sides: ['bucket'] },
  's3control:ListAccessPoints': { needs: 's3:ListAccessPoints', sides: ['bucket'] },
  'iam:GetRole': { sides: ['principal'] },
  'iam:ListRolePolicies': { sides: ['principal'] },
  'iam:GetRolePolicy': { sides: ['principal'] },
  'iam:ListAttachedRolePolicies': { sides: ['principal'] },
  'iam:GetPolicy': { sides: ['principal'] },
  'iam:GetPolicyVersion': { sides: ['principal'] },
  'iam:GetUser': { sides: ['principal'] },
  'iam:ListUserPolicies': { sides: ['principal'] },
  'iam:GetUserPolicy': { sides: ['principal'] },
  'iam:ListAttachedUserPolicies': { sides: ['principal'] },
  'iam:ListGroupsForUser': { sides: ['principal'] },
  'iam:ListGroupPolicies': { sides: ['principal'] },
  'iam:GetGroupPolicy': { sides: ['principal'] },
  'iam:ListAttachedGroupPolicies': { sides: ['principal'] },
  'iam:GetInstanceProfile': { sides: ['principal'] },
  'iam:SimulatePrincipalPolicy': { sides: ['principal'] },
  'lambda:GetFunctionConfiguration': { sides: ['principal'] },
  'ec2:DescribeInstances': { sides: ['principal'] },
  'kms:DescribeKey': { sides: ['key'] },
  'kms:GetKeyPolicy': { sides: ['key'] },
  'kms:ListGrants': { sides: ['key'] },
  'ec2:DescribeVpcEndpoints': { sides: ['endpoint'] },
  // Any member account may ask which organization it is in; the rest is answered where the organization is read.
  'organizations:DescribeOrganization': { sides: ['bucket', 'principal', 'organization'] },
  'organizations:DescribeEffectivePolicy': { sides: ['bucket'] },
  'organizations:ListRoots': { sides: ['organization'] },
  'organizations:DescribeAccount': { sides: ['organization'] },
  'organizations:ListAccounts': { sides: ['organization'] },
  'organizations:ListParents': { sides: ['organization'] },
  'organizations:ListPoliciesForTarget': { sides: ['organization'] },
  'organizations:DescribePolicy': { sides: ['organization'] },
  'cloudtrail:LookupEvents': { sides: ['trail'] },
  'cloudtrail:DescribeTrails': { sides: ['trail'] },
  'cloudtrail:GetEventSelectors': { sides: ['trail'] },
  // By itself, with the credentials at hand; GetCallerIdentity needs no permission.
  'sts:AssumeRole': { sides: ['hub'] },
  'sts:GetCallerIdentity': { sides: [] },
} as const satisfies Record<`${Service}:${string}`, DeclaredRead>;

export type ReadName = keyof typeof READS;
export const READ_NAMES = Object.keys(READS) as readonly ReadName[];
