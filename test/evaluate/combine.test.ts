import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { combine, type World } from '../../src/evaluate/combine.ts';
import { everyLayer } from '../../src/evaluate/every-layer.ts';
import {
  ALLOW,
  EXPLICIT_DENY,
  granted,
  IMPLICIT_DENY,
  rank,
  type Verdict,
  type Verdicts,
} from '../../src/evaluate/verdict.ts';
import { LAYERS } from '../../src/evidence/layers.ts';

// Mostly allowing: of worlds in which several layers deny, one layer never decides.
const plain = fc.constantFrom(ALLOW, ALLOW, ALLOW, ALLOW, ALLOW, IMPLICIT_DENY, EXPLICIT_DENY);
const grant = fc.constantFrom<Verdict>(
  IMPLICIT_DENY,
  EXPLICIT_DENY,
  ALLOW,
  granted('account'),
  granted('account'),
  granted('role'),
  granted('everyone'),
);
const verdictsArb: fc.Arbitrary<Verdicts> = fc.record({
  ...everyLayer(() => plain),
  bucketPolicy: grant,
  accessPointPolicy: grant,
  keyPolicy: grant,
});

const worldArb: fc.Arbitrary<World> = fc.record({
  flow: fc.constantFrom('bucket', 'accessPoint', 'key', 'directoryBucket', 'identityOnly'),
  caller: fc.constantFrom('role', 'user', 'root', 'federatedUser', 'service', 'anonymous'),
  ownership: fc.constantFrom(
    { resource: true, bucket: true },
    { resource: true, bucket: false },
    { resource: false, bucket: false },
  ),
  verdicts: verdictsArb,
});

describe('one world', () => {
  test('with an explicit deny in any layer is denied', () => {
    fc.assert(
      fc.property(worldArb, fc.constantFrom(...LAYERS), (world, layer) => {
        expect(combine({ ...world, verdicts: { ...world.verdicts, [layer]: EXPLICIT_DENY } })).toBe('deny');
      }),
    );
  });

  test('is never denied because a layer says something better', () => {
    fc.assert(
      fc.property(worldArb, verdictsArb, fc.constantFrom(...LAYERS), (world, others, layer) => {
        const other = { ...world, verdicts: { ...world.verdicts, [layer]: others[layer] } };
        const [worse, better] = rank(others[layer]) >= rank(world.verdicts[layer]) ? [world, other] : [other, world];
        if (combine(worse) === 'allow') expect(combine(better)).toBe('allow');
      }),
      { numRuns: 20_000 },
    );
  });
});
