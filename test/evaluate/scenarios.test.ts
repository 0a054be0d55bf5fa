import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import { checkExpectation } from '../../src/scenario/check-expectation.ts';
import { readScenario } from '../../src/scenario/read-scenario.ts';

const FOLDER = join(import.meta.dirname, '..', 'scenarios');
const FILES = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yml'));

describe('every scenario file', () => {
  test.each(FILES.sort())('%s comes out as it expects', (name) => {
    const reading = readScenario(readFileSync(join(FOLDER, name), 'utf8'));
    if (reading.kind === 'invalid') expect.fail(JSON.stringify(reading.problems, null, 1));
    const { request, evidence, expect: expected } = reading.scenario;
    expect(Object.keys(expected)).not.toEqual([]);
    expect(checkExpectation(expected, evaluate(request, evidence)).join('\n')).toBe('');
  });
});
