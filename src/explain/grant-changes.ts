import type { AttachedPolicy } from '../evidence/evidence.ts';
import type { Layer } from '../evidence/layers.ts';
import { policiesOf } from '../evidence/policies-of.ts';
import { code } from '../policy/words.ts';
import { parseArn } from '../request/arn.ts';
import { contextValue } from '../request/condition-context.ts';
import { isServiceLinked, principalName } from '../request/principal-arn.ts';
import { parseS3Arn } from '../request/s3-arn.ts';
import { layerOf, type RequestCase } from './case.ts';
import { needsOwner } from './guardrails.ts';
import { namedResource } from './named-resource.ts';
import { allowStatement, exactPrincipal, principalValue } from './new-statement.ts';
import type { PolicyChange, PolicyPlace } from './policy-change.ts';
import type { NewStatement } from './policy-edit.ts';
import { newPlace, originOf, permissionSetOf, placeOf } from './policy-places.ts';
import { spokenPolicy } from './words.ts';

type Grants = (request: RequestCase) => readonly PolicyChange[];

/** The smallest Allow that a layer is missing: exactly the action, the resource and the caller asked for. */
export function grantChanges(layer: Layer, request: RequestCase): readonly PolicyChange[] {
  return GRANTS[layer](request);
}

const none: Grants = () => [];

const GRANTS: Record<Layer, Grants> = {
  identityPolicies: grantByIdentityPolicy,
  permissionsBoundary: (request) => grantInEach('permissionsBoundary', request),
  sessionPolicies: (request) => grantInEach('sessionPolicies', request),
  serviceControlPolicies: grantAtEachLevel,
  // RCPFullAWSAccess always allows; only a Deny can stand in the way.
  resourceControlPolicies: none,
  vpcEndpointPolicy: (request) => grantInEach('vpcEndpointPolicy', request),
  accessPointPolicy: (request) => grantByResourcePolicy('accessPointPolicy', 'access point policy', request),
  bucketPolicy: (request) => grantByResourcePolicy('bucketPolicy', 'bucket policy', request),
  blockPublicAccess: none,
  objectOwnership: none,
  keyPolicy: (request) => (hasOwnKey(request) ? grantByResourcePolicy('keyPolicy', 'key policy', request) : []),
};

/** The policy of an AWS managed key cannot be edited. */
const hasOwnKey = ({ evidence: { keyPolicy } }: RequestCase) =>
  keyPolicy.kind === 'found' && keyPolicy.value.keyManager === 'CUSTOMER';

function grantByIdentityPolicy(rc: RequestCase): readonly PolicyChange[] {
  const { principal, action, resource } = rc.request;
  if (principal.kind !== 'role' && principal.kind !== 'user') return [];
  if (isServiceLinked(principal)) return [];
  const place = inlinePlace(rc) ?? newPlace('identityPolicies', newPolicyName(rc), rc);
  const set = permissionSetOf(principal.arn);
  const what = actAsAsked(rc);
  const where =
    set !== null
      ? `the inline policy of the IAM Identity Center permission set ${code(set)}, not in the role that it writes`
      : `${place.text === null ? 'a new inline policy' : 'the inline policy'} ${code(place.name)} of ${principal.kind} ${code(principalName(principal.arn))}`;
  return [grant(place, allowStatement(action, resource), `Allow ${what} in ${where}`)];
}

function inlinePlace(rc: RequestCase): PolicyPlace | null {
  const inline = policiesOf('identityPolicies', rc.evidence).find(({ policy }) => isInline(policy, rc));
  return inline === undefined ? null : placeOf('identityPolicies', inline.policy, null, rc);
}

function isInline(policy: AttachedPolicy, rc: RequestCase): boolean {
  const origin = originOf(policy, rc);
  const isOwn = origin === 'inline' || (origin === 'permissionSet' && policy.arn === undefined);
  return isOwn && !('kind' in policy.document);
}

function newPolicyName({ request }: RequestCase): string {
  const arn = parseS3Arn(request.resource);
  if (arn?.kind === 'object' || arn?.kind === 'bucket') return `allow-${arn.bucket}`;
  if (arn?.kind === 'accessPoint' || arn?.kind === 'accessPointObject') return `allow-${arn.name}`;
  return `allow-${parseArn(request.resource)?.service ?? 's3'}`;
}

const actAsAsked = ({ request }: RequestCase) => `${code(request.action)} on ${code(request.resource)}`;

function grantByResourcePolicy(layer: Layer, name: string, rc: RequestCase): readonly PolicyChange[] {
  const { action, principal } = rc.request;
  // In one account an Allow for the account leaves the decision to the caller's own policies.
  const named = rc.sameAccount === true ? exactPrincipal(principal) : principalValue(principal);
  const resource = namedResource(layer, rc);
  const [existing] = policiesOf(layer, rc.evidence);
  const place = existing === undefined ? newPlace(layer, name, rc) : placeOf(layer, existing.policy, null, rc);
  if (named === null || resource === null || place === null) return [];
  const conditions = {
    ...(resource === rc.request.resource
      ? {}
      : { 's3:DataAccessPointArn': newPlace('accessPointPolicy', '', rc).target }),
    ...(named.type === 'Service' ? servedAccount(rc) : {}),
  };
  const statement: NewStatement = {
    ...allowStatement(action, resource, named),
    ...(Object.keys(conditions).length === 0 ? {} : { Condition: { ...named.condition, StringEquals: conditions } }),
  };
  const says = `Allow ${code(action)} on ${code(resource)} to ${named.spoken} in the ${name}`;
  const change = grant(place, statement, says);
  return [named.type === 'Service' ? { ...change, needs: SERVICE_NEEDS } : change];
}

const SERVICE_NEEDS = 'the account for which the service works is checked; the owner of the resource is filled in';

/** An AWS service works for an account: without this condition it could be made to work for any. */
function servedAccount({ request }: RequestCase): Record<string, string> {
  const { principal } = request;
  const source = contextValue(request.context, 'aws:SourceArn');
  // A distribution may be of another account than the bucket; its ARN says which it is.
  if (principal.kind === 'service' && principal.service === 'cloudfront.amazonaws.com' && source.kind === 'known') {
    return Object.fromEntries(source.values.slice(0, 1).map((arn) => ['aws:SourceArn', arn]));
  }
  return request.resourceAccount === undefined ? {} : { 'aws:SourceAccount': request.resourceAccount };
}

function grantInEach(layer: Layer, rc: RequestCase): readonly PolicyChange[] {
  const { action, resource, principal } = rc.request;
  const named = principalValue(principal);
  return policiesOf(layer, rc.evidence).flatMap(({ policy, level }) => {
    const place = placeOf(layer, policy, level ?? null, rc);
    if (place === null || isOfAws(policy)) return [];
    const says = `Allow ${actAsAsked(rc)} in ${spokenPolicy(layer, policy.name)}`;
    if (layer !== 'vpcEndpointPolicy') return [grant(place, allowStatement(action, resource), says)];
    return named === null ? [] : [grant(place, allowStatement(action, resource, named), says)];
  });
}

/** Every level must allow: one change at each that does not. */
function grantAtEachLevel(rc: RequestCase): readonly PolicyChange[] {
  const reading = rc.evidence.serviceControlPolicies;
  if (reading.kind !== 'found') return [];
  const lacking = new Set(levelsWithoutAllow(rc));
  return reading.value.flatMap(({ target, policies }) => {
    const policy = lacking.has(target) && !('kind' in policies) ? policies.find(isOwnScp) : undefined;
    const place = policy === undefined ? null : placeOf('serviceControlPolicies', policy, target, rc);
    if (place === null) return [];
    const says = `Allow ${actAsAsked(rc)} in the SCP ${code(place.name)} at ${code(target)}`;
    return [grant(place, allowStatement(rc.request.action, rc.request.resource), says)];
  });
}

/** The levels of the organization at which no SCP allows the request. */
export function levelsWithoutAllow(rc: RequestCase): readonly string[] {
  const statements = layerOf(rc, 'serviceControlPolicies')?.statements ?? [];
  const reading = rc.evidence.serviceControlPolicies;
  if (reading.kind !== 'found') return [];
  const allows = (level: string) =>
    statements.some(({ target, effect, match }) => target === level && effect === 'Allow' && match !== 'no');
  return reading.value
    .filter(({ policies }) => !('kind' in policies))
    .map(({ target }) => target)
    .filter((level) => !allows(level));
}

/** AWS's own policies, such as FullAWSAccess, cannot be edited. */
const isOwnScp = (policy: AttachedPolicy) => !('kind' in policy.document) && !isOfAws(policy);
const isOfAws = ({ arn }: AttachedPolicy) => arn !== undefined && parseArn(arn)?.account === 'aws';

function grant(place: PolicyPlace, statement: NewStatement, says: string): PolicyChange {
  const needs = needsOwner(place.layer, place);
  return { place, edits: [{ kind: 'addStatement', statement }], says, purpose: 'grant', mends: place.layer, needs };
}
