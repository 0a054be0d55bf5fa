import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { EXIT } from '../../src/cli/exit-status.ts';
import { COMMANDS } from '../../src/cli/usage.ts';
import { LAYERS, SPOKEN } from '../../src/evidence/layers.ts';
import { CAUSES } from '../../src/explain/causes.ts';
import { CALL_OPTIONS, TERMINAL_OPTIONS } from '../../src/request/diagnose-options.ts';
import type { OptionRule } from '../../src/request/split-options.ts';
import { CASES } from '../../src/sandbox/cases.ts';

const ROOT = join(import.meta.dirname, '../..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const scripts = Object.keys(
  z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))).scripts,
);

/** The rows of the table under a heading cell, without the heading. */
function tableUnder(heading: string): readonly (readonly string[])[] {
  const lines = README.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${heading} |`));
  expect(start).toBeGreaterThan(0);
  const rows = lines.slice(start + 2);
  return rows
    .slice(
      0,
      rows.findIndex((line) => !line.startsWith('|')),
    )
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

test('it opens with the answer of the first demo case (else: npm run generate:readme)', () => {
  const golden = readFileSync(join(ROOT, `test/sandbox/goldens/${CASES[0]?.name}.txt`), 'utf8');
  const blocks = [...README.matchAll(/^`{5}text\n([\s\S]*?)^`{5}$/gm)].map((match) => match[1] ?? '');
  expect(blocks).toHaveLength(2);
  expect(blocks.join('\n')).toBe(golden);
  expect(README.indexOf('`````text')).toBeLessThan(400);
});

test('the options are those that there are, in their own words (else: npm run generate:readme)', () => {
  const options: readonly (readonly [string, OptionRule])[] = Object.entries({ ...CALL_OPTIONS, ...TERMINAL_OPTIONS });
  expect(tableUnder('option')).toEqual(
    options.map(([name, rule]) => [
      `\`--${[name, rule.value].filter((word) => word !== undefined).join(' ')}\``,
      rule.says,
    ]),
  );
});

test('the commands are those that there are', () => {
  expect(tableUnder('command').map(([form]) => /s3-403 ([a-z-]+)/.exec(form ?? '')?.[1])).toEqual(
    Object.keys(COMMANDS),
  );
});

test('the exit statuses are those that there are', () => {
  expect(tableUnder('exit status').map(([status]) => Number(status))).toEqual(Object.values(EXIT));
});

test('the layers are those that there are, in their order', () => {
  expect(tableUnder('layer').map(([layer]) => layer)).toEqual(LAYERS.map((layer) => SPOKEN[layer]));
});

test('the causes are those that there are, each with the sentence above it and its page (else: npm run generate:readme)', () => {
  const rows = tableUnder('cause');
  expect(rows.map(([code]) => code)).toEqual(CAUSES.map(({ code }) => `\`${code}\``).sort());
  for (const { code, docs } of CAUSES) {
    const source = readFileSync(join(ROOT, `src/explain/causes/${code}.ts`), 'utf8');
    const [, says, page] = rows.find(([cell]) => cell === `\`${code}\``) ?? [];
    expect(source).toContain(`/** ${says} */\nexport const `);
    expect(page).toBe(`[AWS](${docs})`);
  }
});

describe('every `npm run` in the documents is a script', () => {
  test.each(['README.md', 'CONTRIBUTING.md', 'docs/deploy.md'])('%s', (file) => {
    const named = [...readFileSync(join(ROOT, file), 'utf8').matchAll(/npm run (?:--silent )?([a-z:-]+)/g)];
    expect(named.map((match) => match[1] ?? '').filter((script) => !scripts.includes(script))).toEqual([]);
  });
});
