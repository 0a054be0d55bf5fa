import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CAUSE_WEIGHTS, type Diagnosis } from '../../src/explain/diagnosis.ts';
import { explainRequest } from '../../src/explain/explain-request.ts';
import { checkExpectation } from '../../src/scenario/check-expectation.ts';
import { readScenario } from '../../src/scenario/read-scenario.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { WAYS } from './ways-to-a-403.ts';

const SCENARIOS = join(import.meta.dirname, '../scenarios');
const FOLDER = join(SCENARIOS, 'ways-to-a-403');

function scenarioAt(path: string): Scenario {
  const reading = readScenario(readFileSync(path, 'utf8'));
  if (reading.kind === 'invalid') throw new Error(`${path}: ${JSON.stringify(reading.problems)}`);
  return reading.scenario;
}

const diagnose = ({ request, evidence, ...beside }: Scenario): Diagnosis => explainRequest(request, evidence, beside);

describe('every way to a 403 is told as what it is', () => {
  test.each(WAYS)('%s (%s)', (_way, file, first) => {
    const scenario = scenarioAt(join(FOLDER, `${file}.yml`));
    const { causes, evaluations, headline } = diagnose(scenario);
    const codes = causes.map(({ code }) => code);
    expect(codes[0] ?? null).toBe(first);
    expect(evaluations.flatMap((evaluation) => checkExpectation(scenario.expect, evaluation, codes))).toEqual([]);
    // What nobody told is never told as found.
    expect(headline).not.toMatch(/undefined|null|\[object/);
  });

  test.each(['encryption-sse-c-forbidden', 'encryption-sse-s3-forbidden'])(
    '%s: nobody is told to send the header that is denied',
    (file) => {
      const { causes, fix } = diagnose(scenarioAt(join(FOLDER, `${file}.yml`)));
      expect(causes.map(({ code }) => code)).not.toContain('encryption-header-required');
      expect(JSON.stringify(fix)).not.toMatch(/Send `/);
    },
  );

  test('the policy that is said to name the account is the one that does, in its own partition', () => {
    const { headline, causes } = diagnose(scenarioAt(join(FOLDER, 'root-principal-access-point.yml')));
    expect(headline).toContain('the access point policy names account 111122223333');
    expect(causes[0]?.why).toContain('`arn:aws-cn:iam::111122223333:root`');
  });

  test('and no scenario of them is left out', () => {
    const files = readdirSync(FOLDER).map((file) => file.replace(/\.yml$/, ''));
    expect(WAYS.map(([, file]) => file).sort()).toEqual(files.sort());
  });
});

const ALL = readdirSync(SCENARIOS, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yml'));

describe('in every scenario', () => {
  test.each(ALL)('%s: what decides is told first, near misses after what blocks', (file) => {
    const { causes, decision } = diagnose(scenarioAt(join(SCENARIOS, file)));
    const weights = causes.map(({ weight }) => CAUSE_WEIGHTS.indexOf(weight));
    expect(weights).toEqual([...weights].sort((one, other) => one - other));
    // A denial is never left without the cause that decides, and there is one of them.
    if (decision === 'deny') expect(causes[0]).toMatchObject({ weight: 'decides' });
    if (decision === 'undetermined') expect(causes).not.toEqual([]);
    expect(causes.filter(({ weight }) => weight === 'decides').length).toBeLessThan(2);
  });
});
