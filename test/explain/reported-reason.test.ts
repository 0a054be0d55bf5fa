import { describe, expect, test } from 'vitest';
import { explainRequest } from '../../src/explain/explain-request.ts';
import { parseReportedReason } from '../../src/request/reported-reason.ts';
import { readAnyScenario } from '../scenario-file.ts';

const CALL = 'User: arn:aws:iam::111122223333:role/reports is not authorized to perform: s3:GetObject';
const ON = `${CALL} on resource: "arn:aws:s3:::payroll-reports/2026/10.csv"`;
const allows = (type: string) => `${ON} because no ${type} allows the s3:GetObject action`;
const denies = (type: string, article = 'a') => `${ON} with an explicit deny in ${article} ${type}`;

/** What is said of AWS's sentence beside the answer for a scenario file. */
function reported(file: string, text: string) {
  const reportedReason = parseReportedReason(text);
  if (reportedReason === undefined) throw new Error(`no sentence of AWS: ${text}`);
  const { request, evidence, ...beside } = readAnyScenario(file);
  const denial = { source: 'errorMessage' as const, reportedReason };
  return explainRequest(request, evidence, { ...beside, denial }).reportedReason;
}

type Row = readonly [sentence: string, file: string, because: string];

describe('AWS agrees', () => {
  test.each<Row>([
    [
      denies('identity-based policy', 'an'),
      'causes/explicit-deny-in-an-identity-policy',
      'the identity-based policies',
    ],
    [denies('resource-based policy'), 'causes/explicit-deny', 'the bucket policy'],
    [denies('service control policy'), 'causes/explicit-deny-in-an-scp', 'the service control policies (SCP)'],
    [
      denies('resource control policy'),
      'resource-control-policies/binds-the-owner-too',
      'the resource control policies (RCP)',
    ],
    [denies('permissions boundary'), 'permissions-boundary/deny-always-counts', 'the permissions boundary'],
    [denies('resource-based policy'), 'causes/public-access-blocked', 'Block Public Access'],
    [denies('resource-based policy'), 'causes/vpc-only-access-point', 'the access point policy'],
    [allows('identity-based policy'), 'causes/nobody-grants', 'the identity-based policies'],
    [allows('resource-based policy'), 'causes/principal-not-named', 'the bucket policy'],
    [allows('permissions boundary'), 'causes/boundary-without-allow', 'the permissions boundary'],
    [allows('session policy'), 'causes/session-policy-without-allow', 'the session policies'],
    [allows('service control policy'), 'causes/scp-without-allow', 'the service control policies (SCP)'],
    [allows('VPC endpoint policy'), 'causes/endpoint-policy-without-allow', 'the VPC endpoint policy'],
    [
      'The request was denied due to a VPC endpoint policy',
      'causes/endpoint-policy-without-allow',
      'the VPC endpoint policy',
    ],
    [
      'User: arn:aws:iam::111122223333:role/reports is not authorized to perform: kms:Decrypt on this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access',
      'causes/kms-permission-missing',
      'the KMS key policy and grants',
    ],
  ])('%s', (sentence, file, layer) =>
    expect(reported(file, sentence)).toMatchObject({
      sentence,
      verdict: 'agrees',
      because: `we found the same in ${layer}`,
    }),
  );

  test('where the layer could not be read, as far as that goes', () =>
    expect(reported('causes/something-unreadable', denies('service control policy'))).toMatchObject({
      verdict: 'agrees',
      because: 'the service control policies (SCP) could be it, and what was read does not settle it',
    }));

  test('of the layer, though it names another policy', () => {
    const arn = 'arn:aws:organizations::999900001111:policy/o-a1b2c3d4e5/service_control_policy/p-1234';
    expect(reported('causes/explicit-deny-in-an-scp', `${denies('service control policy')}: ${arn}`)).toMatchObject({
      verdict: 'agrees',
      because: 'we found the same in the service control policies (SCP)',
    });
    expect(reported('causes/quarantined-key', `${denies('identity-based policy', 'an')}: ${arn}`)?.because).toBe(
      `we found the same in the identity-based policies, in another policy than \`${arn}\`, which AWS names`,
    );
  });
});

test('what is no matter of policies AWS tells by itself, and the answer follows from it', () => {
  const { request, evidence, ...beside } = readAnyScenario('causes/sse-c-blocked');
  expect(beside.denial?.notAPolicyProblem).toBeDefined();
  expect(explainRequest(request, evidence, beside).reportedReason).toMatchObject({
    verdict: 'agrees',
    because: 'the answer follows from it',
  });
});

describe('AWS disagrees', () => {
  test.each<Row>([
    [
      denies('identity-based policy', 'an'),
      'causes/nobody-grants',
      'AWS speaks of an explicit Deny, and in the identity-based policies we found an Allow that is missing',
    ],
    [
      allows('resource-based policy'),
      'causes/explicit-deny',
      'AWS speaks of an Allow that is missing, and in the bucket policy we found an explicit Deny',
    ],
    [
      denies('service control policy'),
      'causes/explicit-deny',
      "AWS names the service control policies (SCPs) of the caller's organization, and what was read of that layer has no say in the call",
    ],
    [
      allows('identity-based policy'),
      'causes/explicit-deny',
      "AWS names the caller's identity-based policies, and what was read of that layer allows the call",
    ],
    [
      allows('identity-based policy'),
      'same-account/bucket-policy-naming-the-role-is-enough',
      "AWS names the caller's identity-based policies, and by what was read the call needs no Allow there",
    ],
  ])('%s (%s)', (sentence, file, because) => {
    const said = reported(file, sentence);
    expect(said?.verdict).toBe('disagrees');
    expect(said?.because.split(';')[0]).toBe(because);
  });
});

describe('AWS says nothing about the layer', () => {
  test.each<Row>([
    ['Access Denied', 'causes/explicit-deny', 'AWS names it only to callers of the same account or organization'],
    ['Forbidden', 'causes/explicit-deny', 'never in an answer to HEAD'],
    [ON, 'causes/explicit-deny', 'AWS names it only to callers'],
    [
      `${ON} with an explicit deny`,
      'causes/explicit-deny',
      'AWS speaks of an explicit Deny, and not of where it stands',
    ],
    [
      'User: arn:aws:iam::111122223333:user/ana is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111122223333:role/reports because no role trust policy allows the sts:AssumeRole action',
      'causes/contradiction',
      'the sentence is about assuming the role',
    ],
  ])('%s', (sentence, file, because) => {
    const said = reported(file, sentence);
    expect(said?.verdict).toBe('says nothing of the layer');
    expect(said?.because).toContain(because);
  });
});
