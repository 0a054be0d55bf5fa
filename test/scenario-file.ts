import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readScenario } from '../src/scenario/read-scenario.ts';
import type { Scenario } from '../src/scenario/scenario.ts';

const ROOT = join(import.meta.dirname, 'scenarios');

/** Every file of test/scenarios that says a whole case, as `folder/name`. */
export const SCENARIO_FILES = readdirSync(ROOT)
  .flatMap((folder) => readdirSync(join(ROOT, folder)).map((file) => `${folder}/${file.replace(/\.yml$/, '')}`))
  .sort();

export function readAnyScenario(name: string): Scenario {
  const reading = readScenario(readFileSync(join(ROOT, `${name}.yml`), 'utf8'));
  if (reading.kind === 'invalid') throw new Error(`${name}.yml: ${JSON.stringify(reading.problems)}`);
  return reading.scenario;
}
