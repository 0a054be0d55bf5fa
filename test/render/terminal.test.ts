import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDiagnosisJson } from '../../src/render/diagnosis-json.ts';
import { renderJson } from '../../src/render/json.ts';
import { renderTerminal } from '../../src/render/terminal.ts';
import { whatChanged } from '../../src/render/what-changed.ts';
import { smallDiagnosis as diagnosis } from './arbitrary-diagnosis.ts';

const runs = { numRuns: 60 };
const SGR = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');

describe('whatever is in the diagnosis', () => {
  test('a terminal is sent no control characters but line ends', () => {
    fc.assert(
      fc.property(diagnosis, fc.boolean(), fc.integer({ min: 0, max: 200 }), (one, verbose, width) => {
        const text = renderTerminal(one, { verbose, color: false, width });
        expect(text.replaceAll('\n', '').replaceAll('\t', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      }),
      runs,
    );
  });

  test('colour changes nothing but the colour', () => {
    fc.assert(
      fc.property(diagnosis, (one) => {
        const plain = renderTerminal(one, { verbose: true, color: false, width: 100 });
        const colored = renderTerminal(one, { verbose: true, color: true, width: 100 });
        expect(colored.replace(SGR, '')).toBe(plain);
      }),
      runs,
    );
  });

  test('the JSON reads back as itself, and nothing changed between it and itself', () => {
    fc.assert(
      fc.property(diagnosis, (one) => {
        const json = renderJson(one);
        const stored = parseDiagnosisJson(JSON.parse(JSON.stringify(json)));
        expect(stored).toEqual(JSON.parse(JSON.stringify(json)));
        expect(whatChanged(json, json)).toEqual(['nothing changed']);
      }),
      runs,
    );
  });
});
