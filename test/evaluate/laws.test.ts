import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import type { Decision } from '../../src/evaluate/evaluation.ts';
import type { AttachedPolicy, Evidence } from '../../src/evidence/evidence.ts';
import { LAYERS, type Layer } from '../../src/evidence/layers.ts';
import { absent, found, unreadable } from '../../src/evidence/reading.ts';
import type { ContextValue } from '../../src/request/condition-context.ts';
import { type Case, caseArb, EFFECTS, KEYS, policyOf, type StatementJson, statementArb } from './arbitrary-case.ts';

const RUNS = { numRuns: 400 };

const withStatements = ({ document, ...policy }: AttachedPolicy, more: readonly StatementJson[]): AttachedPolicy => {
  if ('kind' in document) return { ...policy, document };
  const added = policyOf(policy.name, more).document;
  if ('kind' in added) throw new Error('a policy of the test does not parse');
  const statements = [...document.statements, ...added.statements];
  return { ...policy, document: { ...document, statements: statements.map((one, index) => ({ ...one, index })) } };
};

/** The layers to which a statement can be added, if they were found, and how. */
const ADD: Partial<Record<Layer, (evidence: Evidence, statement: StatementJson) => Evidence>> = {
  identityPolicies: (evidence, statement) => {
    const { identityPolicies: reading } = evidence;
    return reading.kind === 'found'
      ? { ...evidence, identityPolicies: found([...reading.value, policyOf('added', [statement])]) }
      : evidence;
  },
  permissionsBoundary: (evidence, statement) => {
    const { permissionsBoundary: reading } = evidence;
    return reading.kind === 'found'
      ? { ...evidence, permissionsBoundary: found(withStatements(reading.value, [statement])) }
      : evidence;
  },
  sessionPolicies: (evidence, statement) => {
    const { sessionPolicies: reading } = evidence;
    return reading.kind === 'found'
      ? { ...evidence, sessionPolicies: found([...reading.value, policyOf('added', [statement])]) }
      : evidence;
  },
  serviceControlPolicies: (evidence, statement) => {
    const { serviceControlPolicies: reading } = evidence;
    if (reading.kind !== 'found') return evidence;
    const [root, ...levels] = reading.value;
    if (root === undefined || 'kind' in root.policies) return evidence;
    const policies = [...root.policies, policyOf('added', [statement])];
    return { ...evidence, serviceControlPolicies: found([{ ...root, policies }, ...levels]) };
  },
  vpcEndpointPolicy: (evidence, statement) => {
    const { vpcEndpointPolicy: reading } = evidence;
    return reading.kind === 'found'
      ? { ...evidence, vpcEndpointPolicy: found(withStatements(reading.value, [{ Principal: '*', ...statement }])) }
      : evidence;
  },
  bucketPolicy: (evidence, statement) => {
    const { bucketPolicy: reading } = evidence;
    if (reading.kind !== 'found') return evidence;
    const policy = withStatements(reading.value.policy, [{ Principal: '*', ...statement }]);
    return { ...evidence, bucketPolicy: found({ ...reading.value, policy }) };
  },
  accessPointPolicy: (evidence, statement) => {
    const { accessPointPolicy: reading } = evidence;
    if (reading.kind !== 'found' || reading.value.policy === null) return evidence;
    const policy = withStatements(reading.value.policy, [{ Principal: '*', ...statement }]);
    return { ...evidence, accessPointPolicy: found({ ...reading.value, policy }) };
  },
  keyPolicy: (evidence, statement) => {
    const { keyPolicy: reading } = evidence;
    if (reading.kind !== 'found') return evidence;
    const policy = withStatements(reading.value.policy, [{ Principal: '*', ...statement }]);
    return { ...evidence, keyPolicy: found({ ...reading.value, policy }) };
  },
};

const addable = fc.constantFrom(...LAYERS.filter((layer) => ADD[layer] !== undefined));
const add = (layer: Layer, evidence: Evidence, statement: StatementJson): Evidence =>
  ADD[layer]?.(evidence, statement) ?? evidence;

/** Keys that are unknown, and layers that could not be read, instead of what they are. */
const maskArb = fc.record({
  layers: fc.subarray([...LAYERS]),
  keys: fc.subarray(Object.keys(KEYS)),
});

function masked({ request, evidence }: Case, layers: readonly Layer[], keys: readonly string[]): Case {
  const hidden: Partial<Record<Layer, ReturnType<typeof unreadable>>> = {};
  for (const layer of layers) hidden[layer] = unreadable('a:Permission', 'it is masked');
  const unknown = keys.map((key): [string, ContextValue] => [key.toLowerCase(), { kind: 'unknown' }]);
  const context = { ...request.context, keys: new Map([...request.context.keys, ...unknown]) };
  return { request: { ...request, context }, evidence: { ...evidence, ...hidden } };
}

const ORDER: Record<Decision, number> = { deny: 0, undetermined: 1, allow: 2 };

describe('an explicit deny', () => {
  test('in any layer that applies denies', () => {
    fc.assert(
      fc.property(caseArb, addable, maskArb, ({ request, evidence }, layer, mask) => {
        const denied = add(layer, evidence, { Effect: 'Deny', Action: '*', Resource: '*' });
        const { request: asked, evidence: read } = masked(
          { request, evidence: denied },
          mask.layers.filter((one) => one !== layer),
          mask.keys,
        );
        const evaluation = evaluate(asked, read);
        const applies = evaluation.layers.find((one) => one.layer === layer)?.applies === true;
        fc.pre(applies && denied !== evidence);
        expect(evaluation.decision).toBe('deny');
      }),
      RUNS,
    );
  });
});

describe('adding a statement', () => {
  test('an Allow never takes anything away, save where it makes a policy public that Block Public Access restricts', () => {
    fc.assert(
      fc.property(caseArb, addable, maskArb, statementArb(false, ['Allow']), (one, layer, mask, statement) => {
        const before = masked(
          { ...one, evidence: { ...one.evidence, blockPublicAccess: absent } },
          mask.layers.filter((hidden) => hidden !== 'blockPublicAccess'),
          mask.keys,
        );
        const after = evaluate(before.request, add(layer, before.evidence, statement)).decision;
        expect(ORDER[after]).toBeGreaterThanOrEqual(ORDER[evaluate(before.request, before.evidence).decision]);
      }),
      RUNS,
    );
  });

  test('a Deny never gives anything', () => {
    fc.assert(
      fc.property(caseArb, addable, maskArb, statementArb(false, ['Deny']), (one, layer, mask, statement) => {
        const before = masked(one, mask.layers, mask.keys);
        const after = evaluate(before.request, add(layer, before.evidence, statement)).decision;
        expect(ORDER[after]).toBeLessThanOrEqual(ORDER[evaluate(before.request, before.evidence).decision]);
      }),
      RUNS,
    );
  });
});

describe('what is unknown', () => {
  test('is one thing wherever it occurs: of a condition and its opposite one always holds', () => {
    const halves = fc
      .constantFrom(...Object.entries(KEYS))
      .map(([key, [value = '']]) => [{ StringEquals: { [key]: value } }, { StringNotEquals: { [key]: value } }]);
    fc.assert(
      fc.property(
        caseArb,
        addable,
        maskArb,
        halves,
        fc.constantFrom(...EFFECTS),
        (one, layer, mask, conditions, Effect) => {
          const { request, evidence } = masked(one, mask.layers, mask.keys);
          const statement = { Effect, Action: '*', Resource: '*' };
          const whole = evaluate(request, add(layer, evidence, statement));
          const split = evaluate(
            request,
            conditions.reduce((so, Condition) => add(layer, so, { ...statement, Condition }), evidence),
          );
          fc.pre(!split.overBound && !whole.overBound);
          // To Block Public Access a statement with a condition is another statement.
          fc.pre(evidence.blockPublicAccess.kind === 'absent');
          expect(split.decision).toBe(whole.decision);
          expect(split.remedies).toEqual(whole.remedies);
        },
      ),
      RUNS,
    );
  });

  test('never settles what reading more would contradict', () => {
    fc.assert(
      fc.property(caseArb, maskArb, (whole, mask) => {
        const { request, evidence } = masked(whole, mask.layers, mask.keys);
        const before = evaluate(request, evidence);
        const after = evaluate(whole.request, whole.evidence);
        if (before.decision !== 'undetermined') expect(after.decision).toBe(before.decision);
        for (const [at, { layer, outcomes }] of after.layers.entries()) {
          expect({ layer, outcomes: before.layers[at]?.outcomes }).toEqual({
            layer,
            outcomes: expect.arrayContaining([...outcomes]),
          });
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test('with everything known there is nothing undetermined', () => {
    fc.assert(
      fc.property(caseArb, ({ request, evidence }) => {
        const { decision, layers, unknownConditionKeys } = evaluate(request, evidence);
        fc.pre(!layers.some(({ statements }) => statements.some(({ match }) => match === 'unknown')));
        // Nor does a document tell whether S3 takes it for public.
        fc.pre(layers.every(({ layer, outcomes }) => layer !== 'blockPublicAccess' || outcomes.length === 1));
        expect(decision).not.toBe('undetermined');
        expect(unknownConditionKeys).toEqual([]);
      }),
      RUNS,
    );
  });
});

describe('a change of context that would allow', () => {
  test('allows', () => {
    fc.assert(
      fc.property(caseArb, maskArb, (whole, mask) => {
        const { request, evidence } = masked(whole, [], mask.keys);
        const { wouldAllowWith } = evaluate(request, evidence);
        fc.pre(wouldAllowWith.length > 0);
        for (const change of wouldAllowWith) {
          const keys = new Map(request.context.keys);
          for (const [key, value] of Object.entries(change)) {
            keys.set(
              key.toLowerCase(),
              value === null ? { kind: 'absent' } : { kind: 'known', values: [value].flat() },
            );
          }
          expect(evaluate({ ...request, context: { ...request.context, keys } }, evidence).decision).toBe('allow');
        }
      }),
      { numRuns: 120 },
    );
  });
});
