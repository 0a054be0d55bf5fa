import { isSeq } from 'yaml';
import type { Decision, Outcome } from '../evaluate/evaluation.ts';
import { LAYERS, type Layer } from '../evidence/layers.ts';
import { type Place, problem, readEntries, readFields, readList, readOneOf, readText } from './place.ts';
import type { Expectation } from './scenario.ts';

const DECISIONS: readonly Decision[] = ['allow', 'deny', 'undetermined'];
const OUTCOMES: readonly Outcome[] = ['allow', 'implicitDeny', 'explicitDeny'];

/** `expect:` of a scenario file. An outcome is one, or a list where the layer is not settled. */
export function readExpectation(place: Place): Expectation {
  const fields = readFields(place, {
    decision: 'optional',
    remedies: 'optional',
    layers: 'optional',
    unreadable: 'optional',
    causes: 'optional',
  });
  const decision = fields?.decision && readOneOf(fields.decision, DECISIONS);
  return {
    ...(decision === undefined ? {} : { decision }),
    ...(fields?.remedies === undefined ? {} : { remedies: (readList(fields.remedies) ?? []).map(readLayers) }),
    ...(fields?.layers === undefined ? {} : { layers: readOutcomes(fields.layers) }),
    ...(fields?.unreadable === undefined ? {} : { unreadable: readLayers(fields.unreadable) }),
    ...(fields?.causes === undefined ? {} : { causes: readMany(fields.causes, readText) }),
  };
}

const readLayers = (place: Place): readonly Layer[] => readMany(place, (entry) => readOneOf(entry, LAYERS));

function readMany<T>(place: Place, read: (place: Place) => T | undefined): readonly T[] {
  const entries = isSeq(place.node) ? (readList(place) ?? []) : [place];
  return entries.flatMap((entry) => read(entry) ?? []);
}

function readOutcomes(place: Place): Readonly<Partial<Record<Layer, readonly Outcome[]>>> {
  const outcomes: Partial<Record<Layer, readonly Outcome[]>> = {};
  for (const [name, value] of readEntries(place) ?? []) {
    const layer = LAYERS.find((one) => one === name);
    if (layer === undefined)
      problem(value, `unknown key \`${name}\` in \`${place.path}\`; known: ${LAYERS.join(', ')}`);
    else outcomes[layer] = readMany(value, (entry) => readOneOf(entry, OUTCOMES));
  }
  return outcomes;
}
