import type * as cloudtrail from '@aws-sdk/client-cloudtrail';
import type { DescribeInstancesCommandInput, DescribeVpcEndpointsCommandInput } from '@aws-sdk/client-ec2';
import type * as iam from '@aws-sdk/client-iam';
import type * as kms from '@aws-sdk/client-kms';
import type { GetFunctionConfigurationCommandInput } from '@aws-sdk/client-lambda';
import type * as organizations from '@aws-sdk/client-organizations';
import type * as s3 from '@aws-sdk/client-s3';
import type * as s3control from '@aws-sdk/client-s3-control';
import type * as sts from '@aws-sdk/client-sts';
import type { ReadName, Service } from './reads.ts';

/** What each read is asked with: the SDK's own types. */
export interface Inputs {
  's3:HeadBucket': s3.HeadBucketCommandInput;
  's3:ListBuckets': s3.ListBucketsCommandInput;
  's3:GetBucketPolicy': s3.GetBucketPolicyCommandInput;
  's3:GetBucketPolicyStatus': s3.GetBucketPolicyStatusCommandInput;
  's3:GetPublicAccessBlock': s3.GetPublicAccessBlockCommandInput;
  's3:GetBucketOwnershipControls': s3.GetBucketOwnershipControlsCommandInput;
  's3:GetBucketAcl': s3.GetBucketAclCommandInput;
  's3:GetObjectAcl': s3.GetObjectAclCommandInput;
  's3:GetBucketEncryption': s3.GetBucketEncryptionCommandInput;
  's3:ListObjectsV2': s3.ListObjectsV2CommandInput;
  's3:GetBucketRequestPayment': s3.GetBucketRequestPaymentCommandInput;
  's3:GetBucketVersioning': s3.GetBucketVersioningCommandInput;
  's3:GetObjectLockConfiguration': s3.GetObjectLockConfigurationCommandInput;
  's3:GetBucketAbac': s3.GetBucketAbacCommandInput;
  's3:GetBucketTagging': s3.GetBucketTaggingCommandInput;
  's3:GetObjectTagging': s3.GetObjectTaggingCommandInput;
  's3:GetObjectRetention': s3.GetObjectRetentionCommandInput;
  's3:GetObjectLegalHold': s3.GetObjectLegalHoldCommandInput;
  's3:HeadObject': s3.HeadObjectCommandInput;
  's3control:GetPublicAccessBlock': s3control.GetPublicAccessBlockCommandInput;
  's3control:GetAccessPoint': s3control.GetAccessPointCommandInput;
  's3control:GetAccessPointPolicy': s3control.GetAccessPointPolicyCommandInput;
  's3control:GetAccessPointPolicyStatus': s3control.GetAccessPointPolicyStatusCommandInput;
  's3control:ListAccessPoints': s3control.ListAccessPointsCommandInput;
  'iam:GetRole': iam.GetRoleCommandInput;
  'iam:ListRolePolicies': iam.ListRolePoliciesCommandInput;
  'iam:GetRolePolicy': iam.GetRolePolicyCommandInput;
  'iam:ListAttachedRolePolicies': iam.ListAttachedRolePoliciesCommandInput;
  'iam:GetPolicy': iam.GetPolicyCommandInput;
  'iam:GetPolicyVersion': iam.GetPolicyVersionCommandInput;
  'iam:GetUser': iam.GetUserCommandInput;
  'iam:ListUserPolicies': iam.ListUserPoliciesCommandInput;
  'iam:GetUserPolicy': iam.GetUserPolicyCommandInput;
  'iam:ListAttachedUserPolicies': iam.ListAttachedUserPoliciesCommandInput;
  'iam:ListGroupsForUser': iam.ListGroupsForUserCommandInput;
  'iam:ListGroupPolicies': iam.ListGroupPoliciesCommandInput;
  'iam:GetGroupPolicy': iam.GetGroupPolicyCommandInput;
  'iam:ListAttachedGroupPolicies': iam.ListAttachedGroupPoliciesCommandInput;
  'iam:GetInstanceProfile': iam.GetInstanceProfileCommandInput;
  'iam:SimulatePrincipalPolicy': iam.SimulatePrincipalPolicyCommandInput;
  'lambda:GetFunctionConfiguration': GetFunctionConfigurationCommandInput;
  'ec2:DescribeInstances': DescribeInstancesCommandInput;
  'kms:DescribeKey': kms.DescribeKeyCommandInput;
  'kms:GetKeyPolicy': kms.GetKeyPolicyCommandInput;
  'kms:ListGrants': kms.ListGrantsCommandInput;
  'kms:ListAliases': kms.ListAliasesCommandInput;
  'kms:ListResourceTags': kms.ListResourceTagsCommandInput;
  'ec2:DescribeVpcEndpoints': DescribeVpcEndpointsCommandInput;
  'organizations:DescribeOrganization': organizations.DescribeOrganizationCommandInput;
  'organizations:DescribeEffectivePolicy': organizations.DescribeEffectivePolicyCommandInput;
  'organizations:ListRoots': organizations.ListRootsCommandInput;
  'organizations:DescribeAccount': organizations.DescribeAccountCommandInput;
  'organizations:ListAccounts': organizations.ListAccountsCommandInput;
  'organizations:ListParents': organizations.ListParentsCommandInput;
  'organizations:ListPoliciesForTarget': organizations.ListPoliciesForTargetCommandInput;
  'organizations:DescribePolicy': organizations.DescribePolicyCommandInput;
  'cloudtrail:LookupEvents': cloudtrail.LookupEventsCommandInput;
  'cloudtrail:DescribeTrails': cloudtrail.DescribeTrailsCommandInput;
  'cloudtrail:GetEventSelectors': cloudtrail.GetEventSelectorsCommandInput;
  'sts:AssumeRole': sts.AssumeRoleCommandInput;
  'sts:GetCallerIdentity': sts.GetCallerIdentityCommandInput;
}

export type ReadsOf<S extends Service> = Extract<ReadName, `${S}:${string}`>;
/** Asks AWS one thing; rejects with what the SDK throws. */
export type Sender<N extends ReadName> = (
  input: Inputs[N],
  options: { readonly abortSignal: AbortSignal },
) => Promise<unknown>;
/** A sender for every read of one service. */
export type Senders<S extends Service> = { readonly [N in ReadsOf<S>]: Sender<N> };
export type AnySenders = { readonly [N in ReadName]?: Sender<N> };
