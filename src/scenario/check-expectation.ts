import type { Evaluation } from '../evaluate/evaluation.ts';
import { LAYERS, type Layer } from '../evidence/layers.ts';
import type { Expectation } from './scenario.ts';

/**
 * Where an evaluation is not as expected, one sentence each; none if it is. Every expected cause must be found: near misses
 * beside it are no contradiction. `causes` are compared only if they are given.
 */
export function checkExpectation(
  expect: Expectation,
  evaluation: Evaluation,
  causes?: readonly string[],
): readonly string[] {
  const rows: readonly (readonly [what: string, expected: string | undefined, actual: string])[] = [
    ['decision', expect.decision, evaluation.decision],
    ['remedies', expect.remedies && spokenSets(expect.remedies), spokenSets(evaluation.remedies)],
    ...evaluation.layers.map(
      ({ layer, outcomes }) =>
        [`layer ${layer}`, expect.layers?.[layer] && spokenSet(expect.layers[layer]), spokenSet(outcomes)] as const,
    ),
    ['unreadable', expect.unreadable && spokenSet(expect.unreadable), spokenSet(unreadableLayers(evaluation))],
  ];
  const unmet = rows.flatMap(([what, expected, actual]) =>
    expected === undefined || expected === actual ? [] : [`${what}: expected ${expected}, got ${actual}`],
  );
  const missing = causes === undefined ? [] : (expect.causes ?? []).filter((code) => !causes.includes(code));
  return missing.length === 0
    ? unmet
    : [...unmet, `causes: expected ${spokenSet(missing)} as well, got ${spokenSet(causes ?? [])}`];
}

const unreadableLayers = ({ layers }: Evaluation): readonly Layer[] =>
  LAYERS.filter((name) => layers.some(({ layer, unreadable }) => layer === name && unreadable.length > 0));

const spokenSet = (set: readonly string[]): string => (set.length === 0 ? 'none' : [...set].sort().join(', '));
const spokenSets = (sets: readonly (readonly string[])[]): string =>
  sets.length === 0
    ? 'none'
    : sets
        .map((set) => `[${[...set].sort().join(', ')}]`)
        .sort()
        .join(' or ');
