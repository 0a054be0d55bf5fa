import { describe, expect, test } from 'vitest';
import { CAUSES } from '../../src/explain/causes.ts';
import { explainRequest, type Heard } from '../../src/explain/explain-request.ts';
import { renderTerminal } from '../../src/render/terminal.ts';
import { notAPolicyProblems } from '../../src/request/not-a-policy-problem.ts';
import { CAUSE_SCENARIOS, causeScenario } from './cause-scenario.ts';

const DENIED: Heard = { denial: { source: 'cloudTrailEvent', at: '2026-11-22T03:00:00Z' } };

/** What a scenario file cannot say: that AWS denied the call, when, and what CloudTrail knows. */
const HEARD: Readonly<Record<string, Heard>> = {
  contradiction: DENIED,
  'missing-object-hidden': DENIED,
  'bulk-delete': { operation: 'DeleteObjects' },
  'website-endpoint': {
    denial: {
      notes: [
        'The URL is of a website endpoint: it takes every request as anonymous, whatever credentials come with it.',
      ],
    },
  },
  'changed-recently': {
    ...DENIED,
    trail: {
      deniedEvents: [],
      changes: [
        {
          at: '2026-11-22T02:58:30Z',
          eventId: '6f1c0f6e-0000-4000-8000-000000000000',
          operation: 'PutRolePolicy',
          who: 'arn:aws:sts::111122223333:assumed-role/Terraform/ci-4711',
          on: 'reports',
          account: '111122223333',
        },
      ],
      looked: [],
    },
  },
};

function diagnose(name: string) {
  const { request, evidence, ...beside } = causeScenario(name);
  return explainRequest(request, evidence, { ...beside, ...HEARD[name] });
}

describe('each cause, as a person reads it', () => {
  test.each(CAUSE_SCENARIOS)('%s', async (name) => {
    const diagnosis = diagnose(name);
    const expected = causeScenario(name).expect;
    const codes = [...new Set(diagnosis.causes.map(({ code }) => code))];
    expect(diagnosis.evaluations[0]?.decision).toBe(expected.decision);
    if (expected.causes !== undefined) expect(codes.sort()).toEqual([...expected.causes].sort());
    await expect(renderTerminal(diagnosis, { verbose: false, color: false, width: 110 })).toMatchFileSnapshot(
      `goldens/${name}.txt`,
    );
  });
});

describe('the list of causes', () => {
  const found = new Set(CAUSE_SCENARIOS.flatMap((name) => diagnose(name).causes.map(({ code }) => code)));

  test.each(CAUSES.map((cause) => [cause.code, cause.docs]))('%s has a scenario and a page of AWS', (code, docs) => {
    expect([...found]).toContain(code);
    expect(docs).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/[\w/.-]+\.html(#[\w-]+)?$/);
  });

  test.each(notAPolicyProblems().map((problem) => [problem.name ?? problem.code, problem] as const))(
    'says what %s is',
    (_name, notAPolicyProblem) => {
      const { request, evidence } = causeScenario('contradiction');
      const denial = { source: 'errorMessage' as const, notAPolicyProblem };
      const { causes, headline, decision } = explainRequest(request, evidence, { denial });
      expect(causes[0]).toMatchObject({ weight: 'decides' });
      expect(causes.map(({ code }) => code)).not.toContain('contradiction');
      const { status } = notAPolicyProblem;
      // Only a 403 is a denial.
      expect(decision).toBe(status === 403 ? 'deny' : 'undetermined');
      expect(headline).toContain(
        status === 403 ? 'whatever the policies say' : status === null ? 'never reached S3' : `S3 answers ${status}`,
      );
    },
  );

  test('has no code twice', () => {
    const codes = CAUSES.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });
});
