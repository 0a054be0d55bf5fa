import { describe, expect, test } from 'vitest';
import { collect } from '../../src/collect/collect.ts';
import { openCollectSession } from '../../src/collect/collect-session.ts';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import { awsSays, fakeGate } from './fake-gate.ts';
import { ANSWERS, type Answers, answering, CALL, CALLER, MANAGEMENT } from './small-organization.ts';

const denied = awsSays('AccessDeniedException', { status: 400 });
const ORGANIZATION_UNREAD: Answers = Object.fromEntries(
  Object.keys(ANSWERS)
    .filter((call) => call.startsWith(`${MANAGEMENT} organizations:`))
    .map((call) => [call, denied]),
);

/** As in https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html */
const simulated = (AllowedByOrganizations?: boolean) => ({
  EvaluationResults: [
    {
      EvalActionName: 's3:GetObject',
      EvalDecision: 'allowed',
      ...(AllowedByOrganizations === undefined ? {} : { OrganizationsDecisionDetail: { AllowedByOrganizations } }),
    },
  ],
});

async function collected(answers: Answers, simulation: unknown) {
  const table = answering(ANSWERS, answers);
  const gate = fakeGate((call) => {
    if (call.name !== 'iam:SimulatePrincipalPolicy') return table(call);
    if (simulation instanceof Error) throw simulation;
    return simulation;
  });
  const session = openCollectSession({ gate, now: new Date('2026-11-20T10:00:00Z'), organizationAccount: MANAGEMENT });
  const { requests, notes } = await collect(CALL, session);
  return {
    notes: notes.filter((note) => note.includes('second opinion')),
    asked: gate.calls.filter(({ name }) => name === 'iam:SimulatePrincipalPolicy'),
    decisions: requests.map(({ request, evidence }) => evaluate(request, evidence).decision),
  };
}

describe('the second opinion on SCPs', () => {
  test.each([
    [true, 'the SCPs, which could not be read, allow `s3:GetObject`'],
    [false, 'the SCPs, which could not be read, do not allow `s3:GetObject`'],
  ])('is labelled as one, and decides nothing (allowed: %s)', async (allowed, sentence) => {
    const { notes, decisions, asked } = await collected(ORGANIZATION_UNREAD, simulated(allowed));
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(/^A second opinion only, not part of the decision: /);
    expect(notes[0]).toContain(sentence);
    expect(decisions[0]).toBe('undetermined');
    expect(asked[0]).toMatchObject({
      account: CALLER,
      input: {
        PolicySourceArn: `arn:aws:iam::${CALLER}:role/finance/reports`,
        ActionNames: ['s3:GetObject'],
        ResourceArns: ['arn:aws:s3:::ledger/2026/10.csv'],
        ContextEntries: expect.arrayContaining([
          { ContextKeyName: 'aws:sourceip', ContextKeyValues: ['203.0.113.7'], ContextKeyType: 'stringList' },
        ]),
      },
    });
  });

  test('is not asked for where the SCPs could be read', async () => {
    expect((await collected({}, simulated(true))).asked).toEqual([]);
  });

  test.each<[string, unknown]>([
    ['it may not be asked', denied],
    ['it says nothing of the organization', simulated()],
    ['it says nothing at all', {}],
  ])('is left out where %s', async (_why, simulation) => {
    expect((await collected(ORGANIZATION_UNREAD, simulation)).notes).toEqual([]);
  });
});
