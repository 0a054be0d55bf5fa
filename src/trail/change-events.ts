const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/**
 * The management events that can turn an allowed S3 call into a denied one, by the source that logs them. S3 logs some
 * under names of its own: https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
 */
export const CHANGE_EVENTS: Readonly<Record<string, readonly string[]>> = {
  's3.amazonaws.com': words(`
    CreateBucket DeleteBucket PutBucketPolicy DeleteBucketPolicy PutBucketAcl PutBucketPublicAccessBlock
    DeleteBucketPublicAccessBlock PutAccountPublicAccessBlock DeleteAccountPublicAccessBlock PutBucketOwnershipControls
    DeleteBucketOwnershipControls PutBucketEncryption DeleteBucketEncryption PutBucketAbac PutBucketTagging
    DeleteBucketTagging TagResource UntagResource CreateAccessPoint DeleteAccessPoint PutAccessPointPolicy
    DeleteAccessPointPolicy PutBucketRequestPayment PutBucketVersioning PutBucketObjectLockConfiguration
    PutObjectLockConfiguration PutBucketLifecycle PutBucketReplication
  `),
  'iam.amazonaws.com': words(`
    CreateRole DeleteRole PutRolePolicy DeleteRolePolicy AttachRolePolicy DetachRolePolicy UpdateAssumeRolePolicy
    PutRolePermissionsBoundary DeleteRolePermissionsBoundary TagRole UntagRole CreateUser DeleteUser UpdateUser
    PutUserPolicy DeleteUserPolicy AttachUserPolicy DetachUserPolicy PutUserPermissionsBoundary
    DeleteUserPermissionsBoundary TagUser UntagUser AddUserToGroup RemoveUserFromGroup PutGroupPolicy DeleteGroupPolicy
    AttachGroupPolicy DetachGroupPolicy CreatePolicy DeletePolicy CreatePolicyVersion DeletePolicyVersion
    SetDefaultPolicyVersion CreateAccessKey UpdateAccessKey DeleteAccessKey
  `),
  'kms.amazonaws.com': words(`
    PutKeyPolicy CreateGrant RevokeGrant RetireGrant EnableKey DisableKey ScheduleKeyDeletion CancelKeyDeletion
    UpdateAlias DeleteAlias UpdatePrimaryRegion
  `),
  'ec2.amazonaws.com': words('CreateVpcEndpoint ModifyVpcEndpoint DeleteVpcEndpoints'),
  'organizations.amazonaws.com': words(`
    CreatePolicy UpdatePolicy DeletePolicy AttachPolicy DetachPolicy MoveAccount EnablePolicyType DisablePolicyType
    InviteAccountToOrganization AcceptHandshake RemoveAccountFromOrganization LeaveOrganization
  `),
  'sso.amazonaws.com': words(`
    PutInlinePolicyToPermissionSet DeleteInlinePolicyFromPermissionSet AttachManagedPolicyToPermissionSet
    DetachManagedPolicyFromPermissionSet ProvisionPermissionSet PutPermissionsBoundaryToPermissionSet
  `),
};

/** Whether an event is a change that can matter. */
export function isChange(eventSource: string, eventName: string): boolean {
  return CHANGE_EVENTS[eventSource]?.includes(eventName) ?? false;
}
