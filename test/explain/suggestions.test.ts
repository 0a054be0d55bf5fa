import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import type { AttachedPolicy, Evidence } from '../../src/evidence/evidence.ts';
import { found } from '../../src/evidence/reading.ts';
import type { Suggestion } from '../../src/explain/diagnosis.ts';
import { explainRequest } from '../../src/explain/explain-request.ts';
import { documentOf, evidence, otherRequests, request } from './arbitrary-case.ts';

/** The evidence as it is once a person has applied the change: its whole document put in its place. */
function applied(before: Evidence, { layer, policy, document }: Suggestion): Evidence {
  const changed: AttachedPolicy = { name: policy, via: 'inline', document: documentOf(document) };
  switch (layer) {
    case 'identityPolicies': {
      const policies = before.identityPolicies.kind === 'found' ? before.identityPolicies.value : [];
      return { ...before, identityPolicies: found([...policies.filter(({ name }) => name !== policy), changed]) };
    }
    case 'bucketPolicy':
      return { ...before, bucketPolicy: found({ policy: changed }) };
    default:
      throw new Error(`a change of ${layer} is never verified without its owner`);
  }
}

function withCompanions(suggestion: Suggestion, all: readonly Suggestion[]): readonly Suggestion[] {
  const companions = suggestion.companions.map(({ layer, policy }) =>
    all.find((other) => other.layer === layer && other.policy === policy),
  );
  return [suggestion, ...companions.filter((other) => other !== undefined)];
}

const verified = (suggestions: readonly Suggestion[]) =>
  suggestions.filter(({ applicability }) => applicability === 'verified');

describe('every verified change', () => {
  test('allows the request once it and its companions are applied', () => {
    let seen = 0;
    fc.assert(
      fc.property(request, evidence, (asked, before) => {
        const { suggestions } = explainRequest(asked, before);
        for (const suggestion of verified(suggestions)) {
          const after = withCompanions(suggestion, suggestions).reduce(applied, before);
          expect(evaluate(asked, after).decision).toBe('allow');
          seen += 1;
        }
      }),
      { numRuns: 400 },
    );
    expect(seen).toBeGreaterThan(50);
  });

  test('that says "nothing else" leaves every other request as it was', () => {
    let seen = 0;
    fc.assert(
      fc.property(request, evidence, (asked, before) => {
        const { suggestions } = explainRequest(asked, before);
        const narrow = verified(suggestions).filter(
          ({ reach }) => /nothing else/.test(reach) && !/no longer denied/.test(reach),
        );
        for (const suggestion of narrow) {
          const after = applied(before, suggestion);
          for (const other of otherRequests(asked)) {
            expect(evaluate(other, after).decision).toBe(evaluate(other, before).decision);
          }
          seen += 1;
        }
      }),
      { numRuns: 150 },
    );
    expect(seen).toBeGreaterThan(20);
  });

  test('names no wildcard that was not there, and makes nothing public', () => {
    fc.assert(
      fc.property(request, evidence, (asked, before) => {
        for (const { diff, reach } of explainRequest(asked, before).suggestions) {
          const added = diff.split('\n').filter((line) => line.startsWith('+') && !line.startsWith('+++'));
          const values = added.join('\n').replaceAll('${*}', '').replaceAll('${?}', '');
          const removed = diff
            .split('\n')
            .filter((line) => line.startsWith('-'))
            .join('\n');
          for (const [value] of values.matchAll(/"[^"]*\*[^"]*"/g)) expect(removed).toContain(value);
          expect(reach).not.toContain('becomes public');
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('guardrails', () => {
  test('are changed only by a decision of their owner', () => {
    fc.assert(
      fc.property(request, evidence, (asked, before) => {
        for (const { layer, applicability, owner } of explainRequest(asked, before).suggestions) {
          if (layer !== 'serviceControlPolicies' && layer !== 'permissionsBoundary') continue;
          expect(applicability).toBe('needsInput');
          expect(owner).not.toBeNull();
        }
      }),
      { numRuns: 200 },
    );
  });
});
