import { runSimulation, type Simulation } from '@cloud-copilot/iam-simulate';
import { evaluate } from '../src/evaluate/evaluate.ts';
import type { AttachedPolicy, Evidence } from '../src/evidence/evidence.ts';
import { absent, found } from '../src/evidence/reading.ts';
import { parsePolicyDocument } from '../src/policy/parse-policy-document.ts';
import type { AccessRequest } from '../src/request/access-request.ts';
import { parsePrincipalArn } from '../src/request/principal-arn.ts';
import type { BenchInput, NamedPolicy } from './bench-input.ts';

/** Evaluates the same input once and gives the decision. */
export interface Evaluator {
  readonly run: () => 'allow' | 'deny' | 'undetermined' | Promise<'allow' | 'deny'>;
}

function attached({ name, policy }: NamedPolicy): AttachedPolicy {
  const parsed = parsePolicyDocument(policy);
  if (parsed.kind === 'invalid') throw new Error(`${name}: ${parsed.because}`);
  return { name, document: parsed.document };
}

export function evidenceOf(input: BenchInput): Evidence {
  const { identityPolicies, permissionsBoundary, serviceControlPolicies, bucketPolicy } = input;
  return {
    identityPolicies: found(identityPolicies.map(attached)),
    permissionsBoundary: permissionsBoundary === null ? absent : found(attached(permissionsBoundary)),
    sessionPolicies: absent,
    serviceControlPolicies:
      serviceControlPolicies.length === 0
        ? absent
        : found(serviceControlPolicies.map(({ target, policies }) => ({ target, policies: policies.map(attached) }))),
    resourceControlPolicies: absent,
    vpcEndpointPolicy: absent,
    accessPointPolicy: absent,
    bucketPolicy: found({ policy: attached({ name: 'bucket policy', policy: bucketPolicy }) }),
    blockPublicAccess: absent,
    objectOwnership: found({ mode: 'BucketOwnerEnforced' }),
    keyPolicy: absent,
  };
}

export function requestOf({ principal, account, action, resource, context }: BenchInput): AccessRequest {
  const caller = parsePrincipalArn(principal);
  if (caller.kind === 'notAPrincipal') throw new Error(caller.because);
  const keys = new Map(
    Object.entries(context).map(([key, value]) => [key.toLowerCase(), { kind: 'known' as const, values: [value] }]),
  );
  return { principal: caller, action, resource, resourceAccount: account, context: { keys, otherKeys: 'absent' } };
}

/** Ours, on policies that were parsed when they were read. Every statement looked at is kept in the answer. */
export function ours(input: BenchInput): Evaluator {
  const evidence = evidenceOf(input);
  const request = requestOf(input);
  return { run: () => evaluate(request, evidence).decision };
}

/** Ours, policies parsed anew for every evaluation. */
export function oursWithParsing(input: BenchInput): Evaluator {
  return { run: () => evaluate(requestOf(input), evidenceOf(input)).decision };
}

export function iamSimulate(input: BenchInput): Evaluator {
  const simulation: Simulation = {
    request: {
      principal: input.principal,
      action: input.action,
      resource: { resource: input.resource, accountId: input.account },
      contextVariables: { ...input.context },
    },
    identityPolicies: [...input.identityPolicies],
    serviceControlPolicies: input.serviceControlPolicies.map(({ target, policies }) => ({
      orgIdentifier: target,
      policies: [...policies],
    })),
    resourceControlPolicies: [],
    resourcePolicy: input.bucketPolicy,
    ...(input.permissionsBoundary === null ? {} : { permissionBoundaryPolicies: [input.permissionsBoundary] }),
  };
  return {
    run: async () => {
      const result = await runSimulation(simulation, {});
      if (result.resultType === 'error') throw new Error(JSON.stringify(result.errors));
      return result.overallResult === 'Allowed' ? 'allow' : 'deny';
    },
  };
}
