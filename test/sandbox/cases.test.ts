import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromArguments } from '../../src/request/from-arguments.ts';
import { CASES } from '../../src/sandbox/cases.ts';
import { RECORDED_AT } from '../../src/sandbox/demo-organization/organization.ts';
import { openDemoOrganization } from '../../src/sandbox/open-demo-organization.ts';
import { runCommand } from '../../src/sandbox/run-command.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import type { DiagnosePorts } from '../../src/slack/diagnose-ports.ts';

let diagnose: DiagnosePorts['diagnose'];
let sandbox: Sandbox;
const complaints: string[] = [];

beforeAll(async () => {
  ({ diagnose } = await openDemoOrganization());
  sandbox = await startSandbox({
    diagnose,
    now: () => new Date(RECORDED_AT),
    log: (level, message, { because = '' } = {}) => {
      if (level === 'warn' || level === 'error') complaints.push(`${message}: ${because}`);
    },
  });
});
afterAll(() => sandbox.close());

const told = CASES.flatMap((demoCase) =>
  demoCase.expect === 'badInput' ? [] : [{ ...demoCase, expect: demoCase.expect }],
);

describe('the demo cases', () => {
  test.each(told)('$title: $expect.decision', async ({ command, expect: { decision, causes } }) => {
    const parsed = fromArguments(command.replace(/^\S+ /, ''));
    if (parsed.kind === 'invalid') throw new Error(parsed.what);
    const diagnosis = await diagnose(parsed.denial, {
      onProgress: () => {},
      askedBy: 'U0',
      fresh: false,
      budgetMilliseconds: 20_000,
    });
    expect(diagnosis.decision).toBe(decision);
    expect(diagnosis.causes.map(({ code }) => code)).toEqual(expect.arrayContaining([...causes]));
    if (decision === 'deny') expect(causes).not.toEqual([]);
  });

  test('the first is the one that the README shows', () => {
    expect(CASES[0]?.command).toBe('/s3-403 payroll-reports 2026/10.csv arn:aws:iam::111122223333:role/reports');
  });

  test('no two have the same name or ask the same', () => {
    expect(new Set(CASES.map(({ name }) => name)).size).toBe(CASES.length);
    expect(new Set(CASES.map(({ command }) => command)).size).toBe(CASES.length);
  });
});

describe('what a person sees', () => {
  // `vitest run test/sandbox/cases.test.ts --update` writes the goldens anew: read the diff.
  test.each(CASES)('$title', async ({ name, command, expect: expected }) => {
    const answer = await runCommand(sandbox, command);
    expect(answer.kind).toBe(expected === 'badInput' ? 'ephemeral' : 'thread');
    if (answer.kind === 'none') return;
    await expect(`$ ${command}\n\n${answer.text}`).toMatchFileSnapshot(`goldens/${name}.txt`);
  });

  test('nothing was complained of on the way', () => expect(complaints).toEqual([]));
});
