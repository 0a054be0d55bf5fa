import type { AclGrant, ObjectOwnership } from '../../evidence/evidence.ts';
import { isAccountId } from '../../request/arn.ts';
import { type LayerCase, notApplying, type Premises, settled } from '../layer-case.ts';
import type { Situation } from '../situation.ts';
import { ALLOW, IMPLICIT_DENY, type Verdict } from '../verdict.ts';

const LAYER = 'objectOwnership';

interface AclPermission {
  readonly of: 'bucket' | 'object';
  readonly permission: AclGrant['permission'];
}

/** What an ACL can grant: https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#permissions */
const ACL_PERMISSIONS: Readonly<Record<string, AclPermission>> = {
  's3:listbucket': { of: 'bucket', permission: 'READ' },
  's3:listbucketversions': { of: 'bucket', permission: 'READ' },
  's3:listbucketmultipartuploads': { of: 'bucket', permission: 'READ' },
  's3:putobject': { of: 'bucket', permission: 'WRITE' },
  's3:getbucketacl': { of: 'bucket', permission: 'READ_ACP' },
  's3:putbucketacl': { of: 'bucket', permission: 'WRITE_ACP' },
  's3:getobject': { of: 'object', permission: 'READ' },
  's3:getobjectversion': { of: 'object', permission: 'READ' },
  's3:getobjectacl': { of: 'object', permission: 'READ_ACP' },
  's3:getobjectversionacl': { of: 'object', permission: 'READ_ACP' },
  's3:putobjectacl': { of: 'object', permission: 'WRITE_ACP' },
  's3:putobjectversionacl': { of: 'object', permission: 'WRITE_ACP' },
};

/** The bucket's owner decides these whoever owns the object that is there. */
const OWNER_OF_BUCKET_DECIDES =
  /^s3:(?:putobject|deleteobject|deleteobjectversion|abortmultipartupload|listmultipartuploadparts|restoreobject|bypassgovernanceretention|replicate\w+|objectowneroverridetobucketowner)$/;

/** Who owns the object, and what ACLs grant. https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html */
export function evaluateObjectOwnership(situation: Situation): LayerCase {
  const { evidence, flow, action, isObject } = situation;
  if (flow !== 'bucket' && flow !== 'accessPoint') return notApplying(LAYER, 'ACLs are for buckets and objects');
  const ofObject = isObject && !OWNER_OF_BUCKET_DECIDES.test(action);
  const wanted = ACL_PERMISSIONS[action];
  if (!ofObject && wanted === undefined) return notApplying(LAYER, 'no ACL can grant the action');
  const { objectOwnership } = evidence;
  switch (objectOwnership.kind) {
    case 'absent':
      return NOTHING_READ;
    case 'unreadable': {
      const verdicts = [ALLOW, ...(wanted === undefined ? [] : GRANTED_BY_ACL), ...(ofObject ? [FOREIGN] : [])];
      return caseOf(() => verdicts, 'who owns the object, and what its ACL grants, could not be read');
    }
    case 'found':
      return weighOwnership(objectOwnership.value, wanted, ofObject, situation);
  }
}

const PUBLIC: Verdict = { outcome: 'allow', publicAcl: true };
const TO_ACCOUNT: Verdict = { outcome: 'allow', naming: 'account' };
const FOREIGN: Verdict = { ...IMPLICIT_DENY, foreign: true };
const TO_BOTH: Verdict = { outcome: 'allow', naming: 'account', publicAcl: true };
const GRANTED_BY_ACL: readonly Verdict[] = [TO_ACCOUNT, PUBLIC, TO_BOTH];

const caseOf = (verdicts: LayerCase['verdicts'], because: string): LayerCase => ({
  layer: LAYER,
  applies: true,
  statements: [],
  verdicts,
  because,
});

const ENFORCED = settled(LAYER, ALLOW, 'ACLs are off, and the bucket owner owns every object');
const NOTHING_READ = notApplying(
  LAYER,
  'nothing says that the object belongs to another account or that an ACL grants',
);

function weighOwnership(
  ownership: ObjectOwnership,
  wanted: AclPermission | undefined,
  ofObject: boolean,
  situation: Situation,
): LayerCase {
  if (ownership.mode === 'BucketOwnerEnforced') {
    return ENFORCED;
  }
  const { bucketAccount } = situation;
  const owner = ofObject ? ownership.objectOwner : undefined;
  const grants = aclGrants(ownership, wanted, situation);
  const plain = grants.map((grant) => grant ?? ALLOW);
  if (owner === undefined || owner === bucketAccount) {
    return caseOf(() => plain, grants.some((grant) => grant !== undefined) ? 'an ACL grants the caller access' : '');
  }
  const reach = granteeReaches(owner, ownership, situation);
  const isOwner = reach === 'account';
  const owned = isOwner ? [TO_ACCOUNT] : reach === 'unknown' ? [...grants, TO_ACCOUNT] : grants;
  const foreign = owned.map((grant) => ({ ...(grant ?? IMPLICIT_DENY), foreign: true }));
  const verdicts = bucketAccount === undefined ? [...plain, ...foreign] : foreign;
  return caseOf(
    (_premises: Premises) => verdicts,
    isOwner
      ? "the object belongs to the caller's account"
      : `the object belongs to the account \`${owner}\`, so the bucket policy's Allow statements do not count for it`,
  );
}

/** What the ACL grants the caller, each way it could be; undefined stands for nothing. */
function aclGrants(
  ownership: ObjectOwnership,
  wanted: AclPermission | undefined,
  situation: Situation,
): readonly (Verdict | undefined)[] {
  if (wanted === undefined) return [undefined];
  const { bucketAcl, objectAcl } = ownership;
  const acl = wanted.of === 'bucket' ? bucketAcl : objectAcl;
  if (acl === undefined) return [undefined];
  if ('kind' in acl) return [undefined, ...GRANTED_BY_ACL];
  const given = acl.filter(({ permission }) => permission === wanted.permission || permission === 'FULL_CONTROL');
  const reaches = given.map(({ grantee }) => granteeReaches(grantee, ownership, situation));
  const isPublic = reaches.includes('everyone');
  if (reaches.includes('account')) return [isPublic ? TO_BOTH : TO_ACCOUNT];
  const without = isPublic ? PUBLIC : undefined;
  return reaches.includes('unknown') ? [without, isPublic ? TO_BOTH : TO_ACCOUNT] : [without];
}

/** Whether an ACL gives the caller what it asks for by giving it to everyone. */
export function publicAclGrant(situation: Situation): 'yes' | 'no' | 'unknown' {
  const { objectOwnership } = situation.evidence;
  const wanted = ACL_PERMISSIONS[situation.action];
  if (wanted === undefined || objectOwnership.kind === 'absent') return 'no';
  if (objectOwnership.kind === 'unreadable') return 'unknown';
  if (objectOwnership.value.mode === 'BucketOwnerEnforced') return 'no';
  const isPublic = aclGrants(objectOwnership.value, wanted, situation).map((grant) => grant?.publicAcl === true);
  return isPublic.includes(true) ? (isPublic.includes(false) ? 'unknown' : 'yes') : 'no';
}

type Reach = 'everyone' | 'account' | 'unknown' | 'nobody';

function granteeReaches(
  grantee: string,
  { callerId }: ObjectOwnership,
  { principal, callerAccount }: Situation,
): Reach {
  if (grantee === 'AllUsers') return principal.kind === 'service' ? 'nobody' : 'everyone';
  if (grantee === 'AuthenticatedUsers') return callerAccount === undefined ? 'nobody' : 'everyone';
  if (grantee === 'LogDelivery') {
    return principal.kind === 'service' && principal.service === 'logging.s3.amazonaws.com' ? 'account' : 'nobody';
  }
  if (callerAccount === undefined) return 'nobody';
  if (isAccountId(grantee)) return grantee === callerAccount ? 'account' : 'nobody';
  // Whose canonical user id it is, is not told; whether it is the caller's, where that is known.
  if (callerId === undefined) return 'unknown';
  return grantee === callerId ? 'account' : 'nobody';
}
