import type { Evidence, Organization } from '../evidence/evidence.ts';
import type { Layer } from '../evidence/layers.ts';
import { absent, type Reading, type Unreadable } from '../evidence/reading.ts';
import { testedKeys } from '../evidence/tested-keys.ts';
import type { AccessRequest } from '../request/access-request.ts';
import { type Assumption, ordinaryContext } from '../request/ordinary-context.ts';
import { principalAccount } from '../request/principal.ts';
import type { S3RequestTemplate } from '../request/requests-of.ts';
import { objectFacts, unreadBucketTags } from './asked-facts.ts';
import { ownedBucket } from './bucket-side.ts';
import type { CallReadings, CollectedPart } from './call-readings.ts';
import { knownContext } from './known-context.ts';
import type { OrganizationPlace } from './organization.ts';
import { readSimulatedOrganization, secondOpinion } from './simulated-organization.ts';

/** The S3 request of a template, with the evidence of the bucket, or of the account, that it is about. */
export async function s3Request(readings: CallReadings, template: S3RequestTemplate): Promise<CollectedPart> {
  const { session, call } = readings;
  const side = await readings.sides[template.of === 'copySource' ? 'copySource' : 'target'];
  const [callerSide, bucketSide, endpoint, settings] = await Promise.all([
    readings.callerSide,
    side.bucketSide,
    readings.endpoint,
    side.settings,
  ]);
  const ofAccount = template.of === 'account';
  const { bucket, accessPoint, target } = side;
  const place = 'kind' in bucket ? undefined : bucket;
  const callerAccount = principalAccount(callerSide.caller.principal);
  const owner = place === undefined || typeof place.account !== 'string' ? undefined : place.account;
  const resourceOrganization = ofAccount ? callerSide.organization : bucketSide.organization;
  const region = accessPoint?.name.region ?? (place?.regionKnown === true ? place.region : undefined);
  const { context, assumed } = ordinaryContext(call, template, {
    at: session.at,
    ...(region === undefined ? {} : { region }),
    ...(endpoint.vpc === undefined ? {} : { vpc: endpoint.vpc }),
  });
  const resourceAccount = ofAccount ? callerAccount : (accessPoint?.name.account ?? owner);
  const evidence: Evidence = {
    ...callerSide.layers,
    ...(ofAccount ? NO_BUCKET : bucketSide.layers),
    vpcEndpointPolicy: endpoint.policy,
    ...(endpoint.possible === undefined ? {} : { possibleEndpointPolicies: endpoint.possible }),
    keyPolicy: absent,
    ...organizationOf(callerSide.organization, resourceOrganization),
  };
  const asked = await objectFacts(session, ownedBucket(bucket), template, evidence);
  const request: AccessRequest = {
    principal: callerSide.caller.principal,
    action: template.action,
    resource: template.resource,
    ...(resourceAccount === undefined ? {} : { resourceAccount }),
    ...(accessPoint !== undefined && place !== undefined && owner !== undefined
      ? { bucket: { name: place.name, account: owner } }
      : {}),
    context: knownContext(context, {
      caller: callerSide.caller,
      callerOrganization: callerSide.organization,
      resourceOrganization,
      asked,
      // An access point has tags of its own.
      ...(ofAccount || accessPoint !== undefined ? {} : { settings }),
    }),
  };
  // An alias that stands for nobody knows what, a caller nobody knows: no ARN in any policy could be compared with them.
  const unresolved = target.kind === 'accessPointAlias' && 'kind' in bucket && !ofAccount ? bucket : callerSide.unknown;
  const simulated = unresolved === undefined ? await readSimulatedOrganization(session, callerSide, request) : absent;
  return {
    request: { request, evidence: unresolved === undefined ? evidence : unread(unresolved) },
    notes: [
      ...secondOpinion(simulated, request),
      ...(endpoint.notes ?? []),
      ...asked.notes,
      ...(ofAccount || accessPoint !== undefined ? [] : unreadBucketTags(settings, evidence)),
      ...assumptionsThatMatter(assumed, evidence),
    ],
  };
}

/** Of all that was taken for granted, what some policy asks about: the rest could not have changed the answer. */
function assumptionsThatMatter(assumed: readonly Assumption[], evidence: Evidence): readonly string[] {
  const tested = testedKeys(evidence);
  return assumed
    .filter(({ key }) => tested.has(key.toLowerCase()))
    .map(({ key, says }) => `Taken for granted: ${says} (\`${key}\`, which a policy asks about).`);
}

/** A request for the account itself concerns no bucket. */
export const NO_BUCKET = {
  bucketPolicy: absent,
  blockPublicAccess: absent,
  objectOwnership: absent,
  accessPointPolicy: absent,
  resourceControlPolicies: absent,
} as const satisfies Partial<Evidence>;

/** Every layer unreadable for one and the same reason. */
export function unread(reason: Unreadable): Evidence {
  const layers: Record<Layer, Unreadable> = {
    identityPolicies: reason,
    permissionsBoundary: reason,
    sessionPolicies: reason,
    serviceControlPolicies: reason,
    resourceControlPolicies: reason,
    vpcEndpointPolicy: reason,
    accessPointPolicy: reason,
    bucketPolicy: reason,
    blockPublicAccess: reason,
    objectOwnership: reason,
    keyPolicy: reason,
  };
  return layers;
}

/** The caller's organization, or the resource's where the caller has none. */
export function organizationOf(
  ofCaller: Reading<OrganizationPlace>,
  ofResource: Reading<OrganizationPlace>,
): { readonly organization?: Organization } {
  if (ofCaller.kind === 'found') return { organization: ofCaller.value.organization };
  return ofResource.kind === 'found' ? { organization: ofResource.value.organization } : {};
}
