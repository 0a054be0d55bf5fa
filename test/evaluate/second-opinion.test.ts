import { runSimulation } from '@cloud-copilot/iam-simulate';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import type { Evaluation } from '../../src/evaluate/evaluation.ts';
import { type Case, caseArb } from './arbitrary-case.ts';
import { asSimulation, inCommonLanguage } from './common-language.ts';

const CASES = 6_000;

/** A kind of case in which the two are known to differ, and what AWS says of it. */
interface KnownDifference {
  readonly what: string;
  readonly right: 'ours';
  readonly why: string;
  readonly page: string;
  readonly applies: (one: Case, ours: Evaluation) => boolean;
}

const IAM = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';

const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    what: 'the root user',
    right: 'ours',
    why: 'the root user needs no identity-based policy, and no identity-based policy or boundary binds it; iam-simulate does not model it',
    page: `${IAM}/id_root-user.html`,
    applies: ({ request }) => request.principal.kind === 'root',
  },
  {
    what: 'a federated user session without session policies',
    right: 'ours',
    why: 'without a session policy the session has only what resource-based policies grant to it',
    page: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html',
    applies: ({ request, evidence }) =>
      request.principal.kind === 'federatedUser' && evidence.sessionPolicies.kind === 'absent',
  },
  {
    what: 'a federated user session that a resource-based policy names',
    right: 'ours',
    why: 'what is granted to the session itself is not limited by the implicit deny of boundary or session policy',
    page: `${IAM}/reference_policies_evaluation-logic_policy-eval-denyallow.html`,
    applies: ({ request }, ours) =>
      request.principal.kind === 'federatedUser' &&
      ours.layers.some(({ layer, outcomes }) => /^(?:bucket|key)Policy$/.test(layer) && outcomes.includes('allow')),
  },
  {
    what: 'a session that a wildcard Principal lets in past its boundary or session policy',
    right: 'ours',
    why: 'what a wildcard Principal grants within the account is not limited by the implicit deny of either',
    page: `${IAM}/reference_policies_evaluation-logic_policy-eval-denyallow.html`,
    applies: ({ request }, { decision, layers }) =>
      request.principal.kind === 'role' &&
      decision === 'allow' &&
      layers.some(
        ({ layer, outcomes }) =>
          (layer === 'permissionsBoundary' || layer === 'sessionPolicies') && outcomes.includes('implicitDeny'),
      ),
  },
  {
    what: 'NotPrincipal that does not list both the caller and its account, or for a caller with a boundary',
    right: 'ours',
    why: 'the account must be listed beside the role or user, and whoever has a permissions boundary is denied in any case',
    page: `${IAM}/reference_policies_elements_notprincipal.html`,
    applies: (one, ours) => ours.decision === 'deny' && deniesByNotPrincipal(one, ours),
  },
  {
    what: 'an anonymous request for a KMS key',
    right: 'ours',
    why: 'S3 refuses unsigned requests for objects under SSE-KMS',
    page: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html',
    applies: ({ request }) => request.principal.kind === 'anonymous' && request.action.startsWith('kms:'),
  },
  {
    what: 'a statement that names one session, where only the role is given',
    right: 'ours',
    why: 'which session calls is not known, so that the answer is open; iam-simulate takes it for another',
    page: `${IAM}/reference_policies_elements_principal.html`,
    applies: ({ request }, ours) =>
      request.principal.kind !== 'service' &&
      ours.layers.some(({ statements }) => statements.some(({ match }) => match === 'unknown')),
  },
];

function deniesByNotPrincipal({ evidence }: Case, { layers }: Evaluation): boolean {
  const policies = [evidence.bucketPolicy, evidence.keyPolicy].flatMap((reading) =>
    reading.kind === 'found' ? [reading.value.policy] : [],
  );
  return policies.some(({ name, document }) =>
    layers.some(({ statements }) =>
      statements.some(
        ({ policy, index, effect }) =>
          policy === name &&
          effect === 'Deny' &&
          !('kind' in document) &&
          document.statements[index]?.notPrincipal !== undefined,
      ),
    ),
  );
}

describe('a second opinion by iam-simulate', () => {
  test('is the same in thousands of cases, but for the differences that are known', { timeout: 240_000 }, async () => {
    const cases = fc
      .sample(caseArb, { numRuns: CASES, seed: 20_261_122 })
      .flatMap((one) => inCommonLanguage(one) ?? []);
    const seen = new Map<string, number>();
    const unexplained: unknown[] = [];
    let agreed = 0;
    for (const one of cases) {
      const simulation = asSimulation(one);
      const theirs = await runSimulation(simulation, {});
      if (theirs.resultType === 'error') {
        unexplained.push({ simulation, errors: theirs.errors });
        continue;
      }
      const ours = evaluate(one.request, one.evidence);
      if ((theirs.overallResult === 'Allowed' ? 'allow' : 'deny') === ours.decision) {
        agreed += 1;
        continue;
      }
      const known = KNOWN_DIFFERENCES.find(({ applies }) => applies(one, ours));
      if (known === undefined) unexplained.push({ simulation, ours: ours.decision, theirs: theirs.overallResult });
      else seen.set(known.what, (seen.get(known.what) ?? 0) + 1);
    }
    expect(JSON.stringify(unexplained.slice(0, 3), null, 1)).toBe('[]');
    // No row of the table is out of date.
    expect([...seen.keys()].sort()).toEqual(KNOWN_DIFFERENCES.map(({ what }) => what).sort());
    expect(agreed).toBeGreaterThan(cases.length * 0.9);
  });
});
