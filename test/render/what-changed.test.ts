import { expect, test } from 'vitest';
import { explainRequest } from '../../src/explain/explain-request.ts';
import { renderJson } from '../../src/render/json.ts';
import { whatChanged } from '../../src/render/what-changed.ts';
import { causeScenario } from '../explain/cause-scenario.ts';

const answer = (
  name: string,
  change: (scenario: ReturnType<typeof causeScenario>) => typeof scenario = (same) => same,
) => {
  const { request, evidence } = change(causeScenario(name));
  return renderJson(explainRequest(request, evidence));
};

test('the same answer twice: nothing changed', () => {
  expect(whatChanged(answer('nobody-grants'), answer('nobody-grants'))).toEqual(['nothing changed']);
});

test('once the policy is mended, the thread says what did it', () => {
  const { evidence: mended } = causeScenario('explicit-deny-in-an-scp');
  const after = answer('nobody-grants', (scenario) => ({
    ...scenario,
    evidence: { ...scenario.evidence, identityPolicies: mended.identityPolicies },
  }));
  expect(whatChanged(answer('nobody-grants'), after)).toEqual([
    'The call was denied and is now allowed',
    'Identity-based policies, `s3:GetObject`: before "do not allow", now "allow"',
    'No longer: Nothing allows `s3:GetObject` on `payroll-reports/2026/10.csv` to role `reports` of account 111122223333',
  ]);
});

test('a layer that can be read at last is told', () => {
  const before = answer('something-unreadable');
  const after = answer('something-unreadable', (scenario) => ({
    ...scenario,
    evidence: { ...scenario.evidence, serviceControlPolicies: { kind: 'absent' } },
  }));
  expect(whatChanged(before, after)).toContain(
    'Service control policies (SCP) could be read this time (`organizations:ListPoliciesForTarget`)',
  );
});
