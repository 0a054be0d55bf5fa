import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readScenario } from '../../src/scenario/read-scenario.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';

const FOLDER = join(import.meta.dirname, '../scenarios/causes');

/** The names of the scenarios in test/scenarios/causes. */
export const CAUSE_SCENARIOS = readdirSync(FOLDER)
  .map((file) => file.replace(/\.yml$/, ''))
  .sort();

export function causeScenario(name: string): Scenario {
  const reading = readScenario(readFileSync(join(FOLDER, `${name}.yml`), 'utf8'));
  if (reading.kind === 'invalid') throw new Error(`${name}.yml: ${JSON.stringify(reading.problems)}`);
  return reading.scenario;
}
