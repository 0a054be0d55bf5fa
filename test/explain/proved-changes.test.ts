import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import type { Decision } from '../../src/evaluate/evaluation.ts';
import { decisionOfCall } from '../../src/explain/case.ts';
import type { Diagnosis, Suggestion } from '../../src/explain/diagnosis.ts';
import { explain } from '../../src/explain/explain.ts';
import { POLICY_TYPE } from '../../src/explain/policy-type.ts';
import { parsePolicyDocument } from '../../src/policy/parse-policy-document.ts';
import type { AccessRequest } from '../../src/request/access-request.ts';
import { spokenPrincipal } from '../../src/request/principal.ts';
import { applied } from './applied-suggestion.ts';
import { calls, organization, others, theCall } from './arbitrary-organization.ts';
import { ALMOST } from './arbitrary-policy-text.ts';
import { openStatements } from './open-statements.ts';
import {
  ANA,
  BUCKET,
  EXPORT,
  evidenceFor,
  type Organization,
  OTHER,
  OWN,
  PARTNER,
  placeKey,
  REPORTS,
} from './organization.ts';
import { covers } from './reach-covers.ts';

function diagnose(org: Organization, requests: readonly AccessRequest[]): Diagnosis {
  const [first] = requests;
  if (first === undefined) throw new Error('a call asks for something');
  const { principal, action } = first;
  const collected = requests.map((request) => ({ request, evidence: evidenceFor(org, request) }));
  return explain({
    denial: {
      source: 'person',
      call: {
        operation: action.slice(3),
        action,
        target: { kind: 'bucket', name: 'ledger', partition: 'aws' },
        principal,
        context: {},
      },
    },
    collected: {
      requests: collected,
      bucket: 'ledger',
      bucketAccount: org.bucketOwner,
      region: null,
      principalArn: spokenPrincipal(principal),
      notes: [],
    },
    evaluations: collected.map(({ request, evidence }) => evaluate(request, evidence)),
    trail: { deniedEvents: [], changes: [], looked: [] },
    notes: [],
  });
}

const decided = (org: Organization, request: AccessRequest): Decision =>
  evaluate(request, evidenceFor(org, request)).decision;
const decidedCall = (org: Organization, requests: readonly AccessRequest[]): Decision =>
  decisionOfCall(requests.map((request) => evaluate(request, evidenceFor(org, request))));

/** A verified change with those that it takes beside it. */
function together(suggestion: Suggestion, all: readonly Suggestion[]): readonly Suggestion[] {
  const companions = suggestion.companions.map((one) => all[one.suggestion]);
  return [suggestion, ...companions.filter((other) => other !== undefined)];
}

const said = (set: readonly Suggestion[]) =>
  JSON.stringify(
    set.map((one) => [one.says, one.reach, one.diff]),
    null,
    1,
  );

const RANK: Record<Decision, number> = { deny: 0, undetermined: 1, allow: 2 };
const aCase = organization.chain((org) => fc.record({ org: fc.constant(org), asked: calls(org) }));
const aCaseWithOthers = organization.chain((org) =>
  calls(org).chain((asked) =>
    fc.record({ org: fc.constant(org), asked: fc.constant(asked), rest: others(org, asked) }),
  ),
);

/** Verified, or so but for whoever wrote the Deny that it lets the caller go of. */
const isProved = ({ applicability, because }: Suggestion) =>
  applicability === 'verified' || because === `${AUTHOR}. Evaluated again with it, the call is allowed`;
const AUTHOR = 'once whoever wrote that statement agrees';

const provedOf = (org: Organization, asked: readonly AccessRequest[]) => {
  const { suggestions } = diagnose(org, asked);
  return suggestions
    .filter(isProved)
    .map((one) => together(one, suggestions))
    .filter((set) => set.every(({ layer }) => !GUARDRAILS.includes(layer)));
};

describe('every proved change', () => {
  test('applied by its diff to the document allows the call, with nothing that could be left out', () => {
    let seen = 0;
    fc.assert(
      fc.property(aCase, ({ org, asked }) => {
        for (const set of provedOf(org, asked)) {
          expect(decidedCall(set.reduce(applied, org), asked)).toBe('allow');
          for (const left of set) {
            const rest = set.filter((one) => one !== left);
            if (rest.length > 0 && decidedCall(rest.reduce(applied, org), asked) === 'allow')
              throw new Error(`not needed: ${said([left])} beside ${said(rest)} for ${JSON.stringify(asked)}`);
          }
          seen += 1;
        }
      }),
      { numRuns: 120, endOnFailure: true },
    );
    expect(seen).toBeGreaterThan(20);
  });

  /** How many of the others are decided otherwise; each of them must be named by the reach. */
  function otherwise(org: Organization, set: readonly Suggestion[], rest: readonly AccessRequest[]): number {
    const changed = set.reduce(applied, org);
    const different = rest.filter((request) => {
      const was = decided(org, request);
      const is = decided(changed, request);
      if (is === was) return false;
      const evidence = evidenceFor(changed, request);
      const isSaid = set.some((one) => covers(one, request, evidence, RANK[is] > RANK[was]));
      if (!isSaid) throw new Error(`not in the reach: ${JSON.stringify([request, was, is])} ${said(set)}`);
      return true;
    });
    return different.length;
  }

  test('leaves a thousand other requests as they were, but for those that its reach names', () => {
    fc.assert(
      fc.property(aCaseWithOthers, ({ org, asked, rest }) => {
        for (const set of provedOf(org, asked)) otherwise(org, set, rest);
      }),
      { numRuns: 6, endOnFailure: true },
    );
  });

  test.each(ALMOST)('does so where the bucket policy has %s', (_why, statement) => {
    const all = { Effect: 'Allow', Action: '*', Resource: '*' };
    const allow = { Effect: 'Allow', Principal: { AWS: [OWN, PARTNER] }, Action: 's3:*', Resource: `${BUCKET}/*` };
    const written = { Resource: `${BUCKET}/*`, ...statement };
    const text = (...statements: readonly object[]) =>
      JSON.stringify({ Version: '2012-10-17', Statement: statements }, null, 2);
    const org: Organization = {
      bucketOwner: OTHER,
      keyOwner: OTHER,
      restricts: false,
      texts: new Map([
        [placeKey(BUCKET), statement.Effect === 'Deny' ? text(written, allow) : text(written)],
        ...[REPORTS, EXPORT, ANA, PARTNER].map((arn) => [placeKey(arn, 'work'), text(all)] as const),
      ]),
    };
    const asked = theCall(org);
    const sets = provedOf(org, asked);
    expect(sets.length).toBeGreaterThan(0);
    const [rest = []] = fc.sample(others(org, asked), { numRuns: 1, seed: 1 });
    expect(rest).toHaveLength(1000);
    for (const set of sets) expect(otherwise(org, set, rest)).toBeGreaterThan(0);
  });
});

describe('every change, verified or not', () => {
  const everyChange = (hold: (one: Suggestion, org: Organization) => void, least: number) => {
    let seen = 0;
    fc.assert(
      fc.property(aCase, ({ org, asked }) => {
        for (const one of diagnose(org, asked).suggestions) {
          hold(one, org);
          seen += 1;
        }
      }),
      { numRuns: 150, endOnFailure: true },
    );
    expect(seen).toBeGreaterThan(least);
  };

  test('is a document that AWS takes, in grammar and in size', () => {
    everyChange(({ layer, document, applicability }) => {
      if (layer === 'objectOwnership') return;
      const parsed = parsePolicyDocument(JSON.stringify(document), POLICY_TYPE[layer]);
      expect(parsed.kind === 'invalid' ? parsed.because : 'taken').toBe('taken');
      if (applicability === 'verified') expect(JSON.stringify(document).length).toBeLessThan(6144);
    }, 50);
  });

  test('makes nothing public, and nothing that is public wider', () => {
    everyChange(({ layer, target, document }, org) => {
      if (layer !== 'bucketPolicy' && layer !== 'accessPointPolicy' && layer !== 'keyPolicy') return;
      const text = org.texts.get(target);
      const before = text === undefined ? [] : openStatements(JSON.parse(text));
      const isNew = openStatements(document).filter((one) => !before.includes(one));
      expect(isNew).toEqual([]);
    }, 50);
  });

  test('says its reach in its one line, part by part', () => {
    everyChange(({ reach, reaches }) => {
      for (const { principal, action, resource, does } of reaches?.parts ?? []) {
        if (does !== 'allows') continue;
        if (action?.length === 1) expect(reach).toContain(`\`${action[0]}\``);
        if (resource?.length === 1) expect(reach).toContain(`\`${resource[0]}\``);
        if (principal?.length === 1 && principal[0] !== '*') expect(reach).toContain(`\`${principal[0]}\``);
      }
    }, 50);
  });

  test('tells of no new Deny, since none is ever made', () => {
    let exempting = 0;
    everyChange(({ reaches }) => {
      const verbs = (reaches?.parts ?? []).map(({ does }) => does);
      expect(verbs).not.toContain('denies');
      if (verbs.includes('stopsDenying')) exempting += 1;
    }, 50);
    expect(exempting).toBeGreaterThan(10);
  });

  test('of a guardrail waits for its owner, who is named', () => {
    everyChange(({ layer, applicability, owner }) => {
      if (!GUARDRAILS.includes(layer)) return;
      expect(applicability).not.toBe('verified');
      expect(owner).not.toBeNull();
    }, 50);
  });
});

const GUARDRAILS: readonly Suggestion['layer'][] = [
  'serviceControlPolicies',
  'resourceControlPolicies',
  'permissionsBoundary',
  'sessionPolicies',
  'vpcEndpointPolicy',
  'blockPublicAccess',
];
