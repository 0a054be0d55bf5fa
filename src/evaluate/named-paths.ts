import type { AttachedPolicy, Evidence } from '../evidence/evidence.ts';
import type { Reading } from '../evidence/reading.ts';
import { matchPattern } from '../policy/match-pattern.ts';
import { principalName } from '../request/principal-arn.ts';

/** The values that conditions on `aws:PrincipalArn` name, of all policies that were read. */
const NAMED = new WeakMap<Evidence, readonly string[]>();

/**
 * Whether a condition on `aws:PrincipalArn` names a role or user of this name under a path, as
 * `role/aws-reserved/sso.amazonaws.com/*` does: then it matters whether the caller's ARN lacks one.
 */
export function namesPathFor(arn: string, evidence: Evidence): boolean {
  const named = NAMED.get(evidence) ?? principalArnsIn(evidence);
  NAMED.set(evidence, named);
  const name = principalName(arn);
  return named.some((value) => {
    const last = value.lastIndexOf('/');
    const above = value.slice(0, Math.max(last, 0));
    return /(?:role|user)\/.|^\*$/.test(above) && matchPattern(value.slice(last + 1), name);
  });
}

function principalArnsIn(evidence: Evidence): readonly string[] {
  return policiesIn(evidence).flatMap(({ document }) =>
    'kind' in document
      ? []
      : document.statements.flatMap(({ conditions }) =>
          conditions.flatMap(({ key, values }) => (key.toLowerCase() === 'aws:principalarn' ? values : [])),
        ),
  );
}

function policiesIn(evidence: Evidence): readonly AttachedPolicy[] {
  const of = <T>(reading: Reading<T>, read: (value: T) => readonly AttachedPolicy[]): readonly AttachedPolicy[] =>
    reading.kind === 'found' ? read(reading.value) : [];
  const levels = (reading: Evidence['serviceControlPolicies']): readonly AttachedPolicy[] =>
    of(reading, (value) => value.flatMap(({ policies }) => ('kind' in policies ? [] : policies)));
  return [
    ...of(evidence.identityPolicies, (value) => value),
    ...of(evidence.permissionsBoundary, (value) => [value]),
    ...of(evidence.sessionPolicies, (value) => value),
    ...levels(evidence.serviceControlPolicies),
    ...levels(evidence.resourceControlPolicies),
    ...of(evidence.vpcEndpointPolicy, (value) => [value]),
    ...(evidence.possibleEndpointPolicies ?? []),
    ...of(evidence.accessPointPolicy, ({ policy }) => (policy === null ? [] : [policy])),
    ...of(evidence.bucketPolicy, ({ policy }) => [policy]),
    ...of(evidence.keyPolicy, ({ policy }) => [policy]),
  ];
}
