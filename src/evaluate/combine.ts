import { LAYERS } from '../evidence/layers.ts';
import type { Principal } from '../request/principal.ts';
import type { Flow, Ownership } from './situation.ts';
import { reachOf, type Verdict, type Verdicts } from './verdict.ts';

/** One way things could be: what each layer says, and who owns what. Nothing in it is unknown. */
export interface World {
  readonly flow: Flow;
  readonly caller: Principal['kind'];
  readonly ownership: Ownership;
  readonly verdicts: Verdicts;
}

/**
 * AWS's decision in one world: any explicit deny, then the layers that must each allow, then the two sides that grant.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export function combine(world: World): 'allow' | 'deny' {
  const { verdicts } = world;
  for (const layer of LAYERS) if (verdicts[layer].outcome === 'explicitDeny') return 'deny';
  if (!allows(verdicts.serviceControlPolicies) || !allows(verdicts.resourceControlPolicies)) return 'deny';
  if (!allows(verdicts.vpcEndpointPolicy)) return 'deny';
  return GRANTS[world.flow](world) ? 'allow' : 'deny';
}

const allows = ({ outcome }: Verdict): boolean => outcome === 'allow';

const GRANTS: Record<Flow, (world: World) => boolean> = {
  bucket: bucketPermits,
  /** Both must permit: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html */
  accessPoint: (world) =>
    admits(world, world.verdicts.accessPointPolicy, world.ownership.resource) && bucketPermits(world),
  key: keyPermits,
  directoryBucket: (world) => admits(world, world.verdicts.bucketPolicy, world.ownership.bucket),
  identityOnly: (world) => hasAccount(world) && callerSideAllows(world) && world.ownership.resource,
  notCovered: () => true,
};

/** Callers without an account of their own have no policies that could grant: only the resource can admit them. */
const hasAccount = ({ caller }: World): boolean => caller !== 'anonymous' && caller !== 'service';

const limitsAllow = ({ verdicts }: World): boolean =>
  allows(verdicts.permissionsBoundary) && allows(verdicts.sessionPolicies);
const callerSideAllows = (world: World): boolean => allows(world.verdicts.identityPolicies) && limitsAllow(world);

/**
 * Within one account either side may grant, and how the resource's Allow names the caller says what still limits it; across
 * accounts both must.
 */
function admits(world: World, grant: Verdict, sameAccount: boolean): boolean {
  const isGranted = allows(grant) && grant.naming !== undefined;
  if (!hasAccount(world)) return isGranted;
  if (!sameAccount) return isGranted && callerSideAllows(world);
  if (callerSideAllows(world)) return true;
  if (!isGranted || grant.naming === undefined) return false;
  const reach = reachOf(grant.naming, world.caller);
  return reach === 2 || (reach === 1 && limitsAllow(world));
}

function bucketPermits(world: World): boolean {
  const { bucketPolicy, objectOwnership } = world.verdicts;
  const acl = aclGrant(world);
  if (objectOwnership.foreign === true) {
    // The bucket's Allows do not reach an object of another account; that account's own grant must, and the caller's own.
    return acl.naming !== undefined && allows(acl) && (!hasAccount(world) || callerSideAllows(world));
  }
  const { bucket } = world.ownership;
  return admits(world, bucketPolicy, bucket) || admits(world, acl, bucket);
}

/** What the ACL grants, less what Block Public Access ignores of it. */
function aclGrant({ verdicts: { objectOwnership, blockPublicAccess } }: World): Verdict {
  const isPublic = objectOwnership.publicAcl === true && blockPublicAccess.ignoresPublicAcls !== true;
  return isPublic ? { ...objectOwnership, naming: 'everyone' } : objectOwnership;
}

/** A key policy is needed even within one account: identity policies count only where it delegates to the account. */
function keyPermits(world: World): boolean {
  const { keyPolicy } = world.verdicts;
  // S3 refuses unsigned requests for objects under SSE-KMS: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
  if (world.caller === 'anonymous') return false;
  return allows(keyPolicy) && admits(world, keyPolicy, world.ownership.resource);
}
