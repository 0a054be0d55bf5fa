import type { Simulation } from '@cloud-copilot/iam-simulate';
import { deriveContext } from '../../src/evaluate/derive-context.ts';
import type { AttachedPolicy, Evidence, OrganizationLevel } from '../../src/evidence/evidence.ts';
import { absent, found, type Reading } from '../../src/evidence/reading.ts';
import { contextValue } from '../../src/request/condition-context.ts';
import { type Case, policyOf, type StatementJson } from './arbitrary-case.ts';

/** The case without what iam-simulate does not know or does not take: access points, ACLs, RCPs that allow, named endpoint principals. */
export function inCommonLanguage({ request, evidence }: Case): Case | undefined {
  if (request.resource.includes(':accesspoint/')) return undefined;
  const { principal } = request;
  const isUnsigned = principal.kind === 'anonymous';
  const ofCaller = <T>(reading: Reading<T>): Reading<T> =>
    isUnsigned || principal.kind === 'service' ? absent : reading;
  const isSession =
    principal.kind === 'federatedUser' || (principal.kind === 'role' && principal.sessionArn !== undefined);
  return {
    request,
    evidence: {
      ...evidence,
      identityPolicies: ofCaller(evidence.identityPolicies),
      permissionsBoundary: ofCaller(evidence.permissionsBoundary),
      sessionPolicies: isSession ? evidence.sessionPolicies : absent,
      serviceControlPolicies: ofCaller(evidence.serviceControlPolicies),
      resourceControlPolicies: mapped(evidence.resourceControlPolicies, (levels) => levels.map(onlyDenies)),
      vpcEndpointPolicy: mapped(evidence.vpcEndpointPolicy, (policy) => rewritten(policy, forEveryone)),
      accessPointPolicy: absent,
      objectOwnership: absent,
    },
  };
}

const mapped = <T>(reading: Reading<T>, change: (value: T) => T): Reading<T> =>
  reading.kind === 'found' ? found(change(reading.value)) : reading;

const statementsOf = ({ document }: AttachedPolicy): readonly StatementJson[] => {
  const source = 'kind' in document ? undefined : document.source;
  const json: unknown = typeof source === 'object' && source !== null && 'Statement' in source ? source.Statement : [];
  return Array.isArray(json) ? json : [];
};

const rewritten = (policy: AttachedPolicy, change: (statement: StatementJson) => StatementJson): AttachedPolicy =>
  policyOf(policy.name, statementsOf(policy).map(change));

const forEveryone = ({
  Principal: _principal,
  NotPrincipal: _notPrincipal,
  ...rest
}: StatementJson): StatementJson => ({
  ...rest,
  Principal: '*',
});

const onlyDenies = (level: OrganizationLevel): OrganizationLevel => ({
  ...level,
  policies:
    'kind' in level.policies
      ? level.policies
      : level.policies.map((policy) =>
          policyOf(
            policy.name,
            statementsOf(policy)
              .filter(({ Condition }) => Condition !== undefined)
              .map(({ NotAction: _notAction, ...statement }) => ({
                ...forEveryone(statement),
                Effect: 'Deny',
                Action: 's3:GetObject',
              })),
          ),
        ),
});

/** The same question, as iam-simulate wants it put. */
export function asSimulation({ request, evidence }: Case): Simulation {
  const { principal } = request;
  const named = (policies: readonly AttachedPolicy[]) =>
    policies.map((policy, at) => ({ name: `${policy.name} ${at}`, policy: jsonOf(policy) }));
  const levels = (reading: Evidence['serviceControlPolicies']) =>
    foundOr(reading, []).map(({ target, policies }) => ({
      orgIdentifier: target,
      policies: 'kind' in policies ? [] : named(policies),
    }));
  const isKey = request.action.startsWith('kms:');
  const resourcePolicy = isKey
    ? foundOr(evidence.keyPolicy, null)?.policy
    : foundOr(evidence.bucketPolicy, null)?.policy;
  const boundary = foundOr(evidence.permissionsBoundary, null);
  const endpoint = foundOr(evidence.vpcEndpointPolicy, null);
  const [session] = foundOr(evidence.sessionPolicies, []);
  const derived = deriveContext(request, evidence, request.resourceAccount);
  const names = [...request.context.keys.keys(), 'aws:PrincipalArn', 'aws:PrincipalAccount', 'aws:ResourceAccount'];
  const known = names.flatMap((key) => {
    const value = contextValue(derived, key);
    return value.kind === 'known' ? [[key, value.values[0] ?? ''] as const] : [];
  });
  return {
    request: {
      principal: spokenPrincipal(principal),
      action: request.action,
      resource: { resource: request.resource, accountId: request.resourceAccount ?? '' },
      contextVariables: Object.fromEntries(known),
    },
    identityPolicies: named(foundOr(evidence.identityPolicies, [])),
    serviceControlPolicies: levels(evidence.serviceControlPolicies),
    resourceControlPolicies: levels(evidence.resourceControlPolicies),
    ...(resourcePolicy === undefined ? {} : { resourcePolicy: jsonOf(resourcePolicy) }),
    ...(boundary === null ? {} : { permissionBoundaryPolicies: named([boundary]) }),
    ...(endpoint === null || principal.kind === 'service' || isKey ? {} : { vpcEndpointPolicies: named([endpoint]) }),
    ...(session === undefined ? {} : { sessionPolicy: jsonOf(session) }),
    additionalSettings: { s3: { blockPublicAccess: restricts(evidence), bucketAbacEnabled: true } },
  };
}

const jsonOf = ({ document }: AttachedPolicy): unknown => ('kind' in document ? null : document.source);
const foundOr = <T, E>(reading: Reading<T>, otherwise: E): T | E =>
  reading.kind === 'found' ? reading.value : otherwise;

function spokenPrincipal(principal: Case['request']['principal']): Simulation['request']['principal'] {
  if (principal.kind === 'anonymous') return { type: 'Anonymous' };
  if (principal.kind === 'service') return principal.service;
  return principal.kind === 'role' ? (principal.sessionArn ?? principal.arn) : principal.arn;
}

function restricts({ blockPublicAccess }: Evidence): boolean {
  if (blockPublicAccess.kind !== 'found') return false;
  return Object.values(blockPublicAccess.value).some(
    (flags) => !('kind' in flags) && flags.RestrictPublicBuckets === true,
  );
}
