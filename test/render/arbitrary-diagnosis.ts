import fc from 'fast-check';
import type { Evaluation, LayerEvaluation, StatementTrace } from '../../src/evaluate/evaluation.ts';
import { LAYERS } from '../../src/evidence/layers.ts';
import { UNREAD_REASONS } from '../../src/evidence/reading.ts';
import type { Diagnosis, ExplainedCause, Suggestion } from '../../src/explain/diagnosis.ts';
import { REACH_VERBS } from '../../src/explain/reach-parts.ts';
import { REACH_SCOPES } from '../../src/explain/shared-reach.ts';

/** What somebody who may write a key, a policy or a name could write there. */
export const HOSTILE = [
  '<!channel>',
  '<@U999EVIL>',
  '<https://evil.example|click here>',
  '<!subteam^S123|ops>',
  ':aws: :fire:',
  '`code` ``` *bold* _it_ ~no~',
  '\u202Egnp.exe',
  'zero\u200Bwidth\uFEFF\u00AD',
  '\u001B[31mred\u001B[0m\u0007',
  'line\nbreak\r\nand\ttab',
  '&lt;!here&gt; & <',
  '\uD800 lone',
  '👩‍👩‍👧‍👦'.repeat(40),
] as const;

export const untrusted: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE) },
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  {
    weight: 2,
    arbitrary: fc.array(fc.constantFrom(...HOSTILE), { minLength: 2, maxLength: 8 }).map((parts) => parts.join(' ')),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...HOSTILE, 'x'), fc.integer({ min: 100, max: 4000 }))
      .map(([text, times]) => text.repeat(Math.ceil(times / text.length))),
  },
  { weight: 1, arbitrary: fc.constant('') },
);

const layer = fc.constantFrom(...LAYERS);
const outcome = fc.constantFrom('allow' as const, 'implicitDeny' as const, 'explicitDeny' as const);
const decision = fc.constantFrom('allow' as const, 'deny' as const, 'undetermined' as const);

const statement: fc.Arbitrary<StatementTrace> = fc.record(
  {
    policy: untrusted,
    target: untrusted,
    sid: untrusted,
    index: fc.nat(50),
    effect: fc.constantFrom('Allow' as const, 'Deny' as const),
    match: fc.constantFrom('yes' as const, 'no' as const, 'unknown' as const),
    failedOn: fc.subarray(['principal' as const, 'action' as const, 'resource' as const, 'condition' as const]),
    because: untrusted,
    unknownKeys: fc.array(untrusted, { maxLength: 3 }),
  },
  { requiredKeys: ['policy', 'index', 'effect', 'match', 'failedOn', 'because', 'unknownKeys'] },
);

const unread = fc.record({
  kind: fc.constant('unreadable' as const),
  reason: fc.constantFrom(...UNREAD_REASONS),
  needs: untrusted,
  because: untrusted,
  account: untrusted,
});

const layerEvaluation = (name: (typeof LAYERS)[number]): fc.Arbitrary<LayerEvaluation> =>
  fc.record({
    layer: fc.constant(name),
    outcomes: fc.uniqueArray(outcome, { minLength: 1, maxLength: 3 }),
    applies: fc.boolean(),
    blocking: fc.boolean(),
    statements: fc.oneof(
      { weight: 5, arbitrary: fc.array(statement, { maxLength: 3 }) },
      { weight: 1, arbitrary: statement.map((one) => Array.from({ length: 1000 }, () => one)) },
    ),
    unreadable: fc.array(unread, { maxLength: 2 }),
    because: untrusted,
  });

const evaluation: fc.Arbitrary<Evaluation> = fc.record({
  request: fc.record({
    principal: fc.record({ kind: fc.constant('service' as const), service: untrusted }),
    action: untrusted,
    resource: untrusted,
    context: fc.constant({ keys: new Map(), otherKeys: 'unknown' as const }),
  }),
  decision,
  layers: fc.tuple(...LAYERS.map(layerEvaluation)),
  remedies: fc.array(fc.subarray([...LAYERS], { minLength: 1, maxLength: 3 }), { maxLength: 3 }),
  unknownConditionKeys: fc.array(untrusted, { maxLength: 3 }),
  wouldAllowWith: fc.array(fc.dictionary(fc.constantFrom('aws:SourceIp', 'aws:SourceVpce'), untrusted), {
    maxLength: 2,
  }),
  overBound: fc.boolean(),
  notes: fc.array(untrusted, { maxLength: 2 }),
});

const DOCS = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html';

const cause: fc.Arbitrary<ExplainedCause> = fc.record({
  code: fc.constantFrom('explicit-deny', 'contradiction'),
  layer: fc.option(layer, { nil: null }),
  request: fc.nat(3),
  weight: fc.constantFrom('decides' as const, 'blocksNext' as const, 'nearMiss' as const, 'background' as const),
  what: untrusted,
  why: untrusted,
  help: untrusted,
  docs: fc.constant(DOCS),
});

const nullable = fc.option(untrusted, { nil: null });

const suggestion: fc.Arbitrary<Suggestion> = fc.record({
  layer,
  requests: fc.array(fc.nat(3), { maxLength: 2 }),
  account: nullable,
  owner: nullable,
  target: untrusted,
  policy: untrusted,
  says: untrusted,
  applicability: fc.constantFrom('verified' as const, 'unverified' as const, 'needsInput' as const),
  because: untrusted,
  togetherWith: fc.subarray([...LAYERS], { maxLength: 3 }),
  companions: fc.array(fc.record({ layer, policy: untrusted, target: untrusted, suggestion: fc.nat(3) }), {
    maxLength: 3,
  }),
  reach: untrusted,
  reaches: fc.record({
    of: fc.constantFrom(...REACH_SCOPES),
    parts: fc.array(
      fc.record({
        does: fc.constantFrom(...REACH_VERBS),
        principal: fc.option(fc.array(untrusted), { nil: null }),
        action: fc.option(fc.array(untrusted), { nil: null }),
        notAction: fc.constant(null),
        resource: fc.array(untrusted),
        notResource: fc.constant(null),
        conditions: fc.array(fc.record({ operator: untrusted, key: untrusted, values: fc.array(untrusted) })),
      }),
      { maxLength: 2 },
    ),
  }),
  diff: fc.array(untrusted, { maxLength: 40 }).map((lines) => lines.join('\n')),
  document: fc.constant({ Version: '2012-10-17', Statement: [] }),
  command: nullable,
  caution: nullable,
});

const change = fc.record({
  at: untrusted,
  eventId: untrusted,
  operation: untrusted,
  who: untrusted,
  on: untrusted,
  account: untrusted,
});

const denied = fc.record({
  at: untrusted,
  eventId: untrusted,
  operation: untrusted,
  principal: untrusted,
  errorMessage: nullable,
  sourceIp: nullable,
  vpcEndpoint: nullable,
});

/** A diagnosis of anything, by anybody's words; some layers have a thousand statements. */
export const diagnosis: fc.Arbitrary<Diagnosis> = fc.record({
  call: fc.record({
    operation: untrusted,
    bucket: untrusted,
    key: nullable,
    principal: untrusted,
    bucketAccount: nullable,
    region: nullable,
  }),
  asked: fc.option(
    fc.record({
      operation: untrusted,
      target: fc.record({ kind: fc.constant('bucket' as const), name: untrusted, partition: fc.constant('aws') }),
      key: untrusted,
      principal: fc.record({ kind: fc.constant('service' as const), service: untrusted }),
      context: fc.dictionary(untrusted, fc.array(untrusted, { maxLength: 2 }), { maxKeys: 2 }),
    }),
    { nil: null },
  ),
  decision,
  evaluations: fc.array(evaluation, { maxLength: 4 }),
  headline: untrusted,
  fix: untrusted,
  causes: fc.array(cause, { maxLength: 30 }),
  suggestions: fc.array(suggestion, { maxLength: 12 }),
  trail: fc.record({
    deniedEvents: fc.array(denied, { maxLength: 3 }),
    changes: fc.array(change, { maxLength: 60 }),
    looked: fc.array(fc.record({ where: untrusted, because: untrusted }), { maxLength: 4 }),
  }),
  reportedReason: fc.option(
    fc.record({
      sentence: untrusted,
      layer: untrusted,
      verdict: fc.constantFrom('agrees' as const, 'disagrees' as const, 'says nothing of the layer' as const),
      because: untrusted,
    }),
    { nil: null },
  ),
  unreadable: fc.array(
    unread.chain((reading) => layer.map((name) => ({ ...reading, layer: name }))),
    { maxLength: 30 },
  ),
  notes: fc.array(untrusted, { maxLength: 40 }),
});

/** The same with few statements, for what shows every one of them. */
export const smallDiagnosis = diagnosis.map(
  (one): Diagnosis => ({ ...one, evaluations: one.evaluations.map(fewStatements) }),
);

function fewStatements(one: Evaluation): Evaluation {
  return { ...one, layers: one.layers.map((layer) => ({ ...layer, statements: layer.statements.slice(0, 3) })) };
}
