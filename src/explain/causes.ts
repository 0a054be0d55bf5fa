import type { Cause } from './cause.ts';
import { accessGrants } from './causes/access-grants.ts';
import { accessKeyUnknown } from './causes/access-key-unknown.ts';
import { accessPointNotDelegated } from './causes/access-point-not-delegated.ts';
import { accountRefused } from './causes/account-refused.ts';
import { aclHeaderRequired } from './causes/acl-header-required.ts';
import { aclsDisabled } from './causes/acls-disabled.ts';
import { actionNotCovered } from './causes/action-not-covered.ts';
import { archivedObject } from './causes/archived-object.ts';
import { awsManagedKeyAcrossAccounts } from './causes/aws-managed-key-across-accounts.ts';
import { boundaryWithoutAllow } from './causes/boundary-without-allow.ts';
import { bucketAbac } from './causes/bucket-abac.ts';
import { bucketActionOnObjectArn } from './causes/bucket-action-on-object-arn.ts';
import { bucketLockedOut } from './causes/bucket-locked-out.ts';
import { bulkDelete } from './causes/bulk-delete.ts';
import { canonicalUserUnknown } from './causes/canonical-user-unknown.ts';
import { changedRecently } from './causes/changed-recently.ts';
import { clockSkew } from './causes/clock-skew.ts';
import { cloudfrontOrigin } from './causes/cloudfront-origin.ts';
import { conditionFailed } from './causes/condition-failed.ts';
import { conditionUnknown } from './causes/condition-unknown.ts';
import { contradiction } from './causes/contradiction.ts';
import { credentialsExpired } from './causes/credentials-expired.ts';
import { deniesTogether } from './causes/denies-together.ts';
import { denyNotPrincipal } from './causes/deny-not-principal.ts';
import { directoryBucket } from './causes/directory-bucket.ts';
import { encryptionHeaderRequired } from './causes/encryption-header-required.ts';
import { endpointPolicyWithoutAllow } from './causes/endpoint-policy-without-allow.ts';
import { explicitDeny } from './causes/explicit-deny.ts';
import { forAllValuesOnSingleValue } from './causes/for-all-values-on-single-value.ts';
import { keyNotUsable } from './causes/key-not-usable.ts';
import { kmsAliasInResource } from './causes/kms-alias-in-resource.ts';
import { kmsEncryptionContext } from './causes/kms-encryption-context.ts';
import { kmsGrantDoesNotCover } from './causes/kms-grant-does-not-cover.ts';
import { kmsKeyRefused } from './causes/kms-key-refused.ts';
import { kmsNeedsASignedRequest } from './causes/kms-needs-a-signed-request.ts';
import { kmsPermissionMissing } from './causes/kms-permission-missing.ts';
import { mfaDelete } from './causes/mfa-delete.ts';
import { mfaRequired } from './causes/mfa-required.ts';
import { missingObjectHidden } from './causes/missing-object-hidden.ts';
import { noSuchBucket } from './causes/no-such-bucket.ts';
import { noSuchCaller } from './causes/no-such-caller.ts';
import { noSuchObject } from './causes/no-such-object.ts';
import { nobodyGrants } from './causes/nobody-grants.ts';
import { notAmongTheCallers } from './causes/not-among-the-callers.ts';
import { notCovered } from './causes/not-covered.ts';
import { notEncryptedInTransit } from './causes/not-encrypted-in-transit.ts';
import { objectActionOnBucketArn } from './causes/object-action-on-bucket-arn.ts';
import { objectLambda } from './causes/object-lambda.ts';
import { objectLocked } from './causes/object-locked.ts';
import { objectOwnedByAnotherAccount } from './causes/object-owned-by-another-account.ts';
import { objectUnderAnotherKey } from './causes/object-under-another-key.ts';
import { oneSideGrants } from './causes/one-side-grants.ts';
import { onlyForTheOwner } from './causes/only-for-the-owner.ts';
import { onlyThroughAccessPoints } from './causes/only-through-access-points.ts';
import { onlyThroughCloudfront } from './causes/only-through-cloudfront.ts';
import { organizationAndServices } from './causes/organization-and-services.ts';
import { outsideTheAddresses } from './causes/outside-the-addresses.ts';
import { outsideTheNetwork } from './causes/outside-the-network.ts';
import { outsideTheTime } from './causes/outside-the-time.ts';
import { policyVariableWithoutValue } from './causes/policy-variable-without-value.ts';
import { presignedUrlExpired } from './causes/presigned-url-expired.ts';
import { presignedUrlSigner } from './causes/presigned-url-signer.ts';
import { presignedUrlTooOld } from './causes/presigned-url-too-old.ts';
import { principalDeletedAndRecreated } from './causes/principal-deleted-and-recreated.ts';
import { principalIsAGroup } from './causes/principal-is-a-group.ts';
import { principalIsAService } from './causes/principal-is-a-service.ts';
import { principalIsAnotherSession } from './causes/principal-is-another-session.ts';
import { principalMisspelt } from './causes/principal-misspelt.ts';
import { principalNotNamed } from './causes/principal-not-named.ts';
import { principalOfAnotherAccount } from './causes/principal-of-another-account.ts';
import { principalOfAnotherKind } from './causes/principal-of-another-kind.ts';
import { principalOfAnotherPartition } from './causes/principal-of-another-partition.ts';
import { principalPathLeftOut } from './causes/principal-path-left-out.ts';
import { principalWithWildcard } from './causes/principal-with-wildcard.ts';
import { publicAccessBlocked } from './causes/public-access-blocked.ts';
import { quarantinedKey } from './causes/quarantined-key.ts';
import { regionNotEnabled } from './causes/region-not-enabled.ts';
import { requesterPays } from './causes/requester-pays.ts';
import { resourceNotCovered } from './causes/resource-not-covered.ts';
import { resourceOfAnotherAccount } from './causes/resource-of-another-account.ts';
import { revokedSession } from './causes/revoked-session.ts';
import { roleNotAssumed } from './causes/role-not-assumed.ts';
import { scpWithoutAllow } from './causes/scp-without-allow.ts';
import { serviceKeyInAllow } from './causes/service-key-in-allow.ts';
import { serviceKeyInDeny } from './causes/service-key-in-deny.ts';
import { sessionPolicyWithoutAllow } from './causes/session-policy-without-allow.ts';
import { sessionUnknown } from './causes/session-unknown.ts';
import { settingUnreadable } from './causes/setting-unreadable.ts';
import { signatureWrong } from './causes/signature-wrong.ts';
import { somethingUnreadable } from './causes/something-unreadable.ts';
import { sourceIpBehindVpcEndpoint } from './causes/source-ip-behind-vpc-endpoint.ts';
import { sseCBlocked } from './causes/sse-c-blocked.ts';
import { stringEqualsWithWildcard } from './causes/string-equals-with-wildcard.ts';
import { tagCondition } from './causes/tag-condition.ts';
import { vpcOnlyAccessPoint } from './causes/vpc-only-access-point.ts';
import { websiteEndpoint } from './causes/website-endpoint.ts';
import { wrongBucketOwner } from './causes/wrong-bucket-owner.ts';
import { wrongRegion } from './causes/wrong-region.ts';

/** Every cause that is looked for. Of equal weight, what stands first is told first. */
export const CAUSES: readonly Cause[] = [
  noSuchBucket,
  noSuchCaller,
  wrongRegion,
  regionNotEnabled,
  accessKeyUnknown,
  signatureWrong,
  clockSkew,
  credentialsExpired,
  presignedUrlExpired,
  accountRefused,
  noSuchObject,
  onlyForTheOwner,
  kmsKeyRefused,
  accessGrants,
  sseCBlocked,
  aclsDisabled,
  wrongBucketOwner,
  objectLocked,
  mfaDelete,
  bulkDelete,
  requesterPays,
  archivedObject,
  settingUnreadable,
  contradiction,
  roleNotAssumed,
  missingObjectHidden,
  explicitDeny,
  deniesTogether,
  denyNotPrincipal,
  publicAccessBlocked,
  vpcOnlyAccessPoint,
  scpWithoutAllow,
  endpointPolicyWithoutAllow,
  kmsNeedsASignedRequest,
  nobodyGrants,
  oneSideGrants,
  boundaryWithoutAllow,
  sessionPolicyWithoutAllow,
  notCovered,
  directoryBucket,
  objectLambda,
  conditionUnknown,
  canonicalUserUnknown,
  sessionUnknown,
  somethingUnreadable,
  objectActionOnBucketArn,
  bucketActionOnObjectArn,
  serviceKeyInAllow,
  sourceIpBehindVpcEndpoint,
  kmsEncryptionContext,
  objectUnderAnotherKey,
  kmsAliasInResource,
  kmsGrantDoesNotCover,
  outsideTheTime,
  onlyThroughCloudfront,
  policyVariableWithoutValue,
  stringEqualsWithWildcard,
  principalPathLeftOut,
  principalMisspelt,
  principalOfAnotherAccount,
  principalOfAnotherPartition,
  principalDeletedAndRecreated,
  principalIsAnotherSession,
  principalOfAnotherKind,
  principalIsAGroup,
  principalIsAService,
  principalWithWildcard,
  resourceNotCovered,
  actionNotCovered,
  conditionFailed,
  principalNotNamed,
  quarantinedKey,
  revokedSession,
  bucketLockedOut,
  serviceKeyInDeny,
  forAllValuesOnSingleValue,
  encryptionHeaderRequired,
  mfaRequired,
  notEncryptedInTransit,
  organizationAndServices,
  outsideTheNetwork,
  outsideTheAddresses,
  bucketAbac,
  tagCondition,
  aclHeaderRequired,
  presignedUrlTooOld,
  onlyThroughAccessPoints,
  resourceOfAnotherAccount,
  notAmongTheCallers,
  presignedUrlSigner,
  websiteEndpoint,
  cloudfrontOrigin,
  accessPointNotDelegated,
  objectOwnedByAnotherAccount,
  awsManagedKeyAcrossAccounts,
  keyNotUsable,
  kmsPermissionMissing,
  changedRecently,
];
