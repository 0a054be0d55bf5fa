import { expect, test } from 'vitest';
import { explainRequest } from '../../src/explain/explain-request.ts';
import { renderTerminal } from '../../src/render/terminal.ts';
import { readAnyScenario } from '../scenario-file.ts';

const WIDTH = 96;

/** Each kind of element that can fail, a condition that is open, and levels of an organization. */
const CASES = [
  'action-not-covered',
  'condition-failed',
  'condition-unknown',
  'explicit-deny-in-an-scp',
  'session-unknown',
  'public-access-blocked',
  'resource-not-covered',
  'scp-without-allow',
];

function answer(name: string) {
  const { request, evidence, ...beside } = readAnyScenario(`causes/${name}`);
  return explainRequest(request, evidence, beside);
}

test.each(CASES)('--verbose: %s', async (name) => {
  const text = renderTerminal(answer(name), { verbose: true, color: false, width: WIDTH });
  await expect(text).toMatchFileSnapshot(`goldens/verbose-${name}.txt`);
});

test.each(CASES)(
  '--verbose shows each statement that was looked at, once, with the element that failed: %s',
  (name) => {
    const one = answer(name);
    const text = renderTerminal(one, { verbose: true, color: false, width: 2000 });
    const rows = text.split('\n').filter((row) => /^ {4}[✓✗–?] (?:Allow|Deny), statement /.test(row));
    const traces = one.evaluations.flatMap(({ layers }) => layers.flatMap(({ statements }) => statements));
    expect(rows).toHaveLength(traces.length);
    traces.forEach(({ effect, sid, index, match, failedOn }, at) => {
      const name_ = sid === undefined ? `statement ${index + 1}` : `statement \`${sid}\``;
      expect(rows[at]).toContain(`${effect}, ${name_}`);
      for (const element of failedOn) expect(rows[at]).toMatch(new RegExp(`by its .*${element}`));
      expect(rows[at]?.endsWith(': matches')).toBe(match === 'yes');
    });
  },
);

test.each([80, 90, 100])('in %i columns only the first two lines, diffs, links and commands are longer', (width) => {
  for (const name of CASES) {
    const rows = renderTerminal(answer(name), { verbose: true, color: false, width }).split('\n').slice(2);
    const longer = rows.filter((row) => row.length > width && row.trim().includes(' '));
    expect(
      longer.filter((row) => !/^(?: {5}(?:[-+@ $]|https:)|Every statement|Statements looked|s3:)/.test(row)),
    ).toEqual([]);
  }
});

test('on a terminal the first two lines are broken between words, and say the same', () => {
  const options = { verbose: false, color: false, width: 80 };
  for (const name of CASES) {
    const [wrapped = ''] = renderTerminal(answer(name), { ...options, wrapsHeadline: true }).split('\n  Asked:');
    const [whole] = renderTerminal(answer(name), options).split('\n  Asked:');
    for (const row of wrapped.split('\n')) expect(row.length).toBeLessThanOrEqual(80);
    expect(wrapped.replace(/\n {2,5}/g, ' ')).toBe(whole);
  }
});

test('a command between backticks is not broken, so that it is copied whole', () => {
  const text = renderTerminal(answer('condition-unknown'), { verbose: false, color: false, width: 80 });
  expect(text.split('\n').slice(2).join('\n')).toContain('`--context aws:SourceVpce=VALUE`');
});
