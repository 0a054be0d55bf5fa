import { describe, expect, test } from 'vitest';
import type { Diagnosis } from '../../src/explain/diagnosis.ts';
import { explainRequest } from '../../src/explain/explain-request.ts';
import { readScenario } from '../../src/scenario/read-scenario.ts';

interface Asked {
  readonly principal: string;
  readonly bucketPolicy: string;
  readonly bucketAccount?: string;
  /** What the caller's own policy allows to read. */
  readonly identity?: string;
}

function diagnose({
  principal,
  bucketPolicy,
  bucketAccount = '444455556666',
  identity = 'arn:aws:s3:::ledger/*',
}: Asked): Diagnosis {
  const reading = readScenario(`
name: a case
request:
  principal: ${principal}
  action: s3:GetObject
  resource: arn:aws:s3:::ledger/a.csv
  resourceAccount: "${bucketAccount}"
evidence:
  identityPolicies: [{ name: own, document: { Version: "2012-10-17", Statement: { Effect: Allow, Action: "s3:GetObject", Resource: "${identity}" } } }]
  bucketPolicy: { document: { Version: "2012-10-17", Statement: [${bucketPolicy}] } }
`);
  if (reading.kind === 'invalid') throw new Error(JSON.stringify(reading.problems));
  const { request, evidence, ...beside } = reading.scenario;
  return explainRequest(request, evidence, beside);
}

const STATEMENT = 'Action: "s3:GetObject", Resource: "arn:aws:s3:::ledger/*"';
const OTHERS = `{ Sid: Others, Effect: Allow, Principal: { AWS: "arn:aws:iam::777788889999:role/reader" }, ${STATEMENT} }`;
const ACCOUNT = `{ Sid: All, Effect: Allow, Principal: { AWS: "111122223333" }, ${STATEMENT} }`;
const NOBODY = `{ Sid: Nobody, Effect: Deny, Principal: "*", ${STATEMENT} }`;
const BUT_FOR_ONE = `{ Sid: ButOne, Effect: Deny, Principal: "*", ${STATEMENT}, Condition: { StringNotEquals: { aws:PrincipalArn: "arn:aws:iam::111122223333:role/reader" } } }`;

const SESSION = 'arn:aws:sts::111122223333:assumed-role/reports/jane';
const PERMISSION_SET = 'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Analyst_0123456789abcdef/jane';
const WITH_REGION =
  'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-2/AWSReservedSSO_Analyst_0123456789abcdef';
const ANY_REGION = 'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com*/AWSReservedSSO_Analyst_*';

const document = ({ suggestions: [first] }: Diagnosis) => JSON.stringify(first?.document);

describe('a change names the caller as S3 takes it', () => {
  test('the role of a session may have a path: its whole ARN is looked up first', () => {
    const { suggestions, fix } = diagnose({ principal: SESSION, bucketPolicy: OTHERS });
    expect(suggestions.map(({ applicability }) => applicability)).toEqual(['needsInput']);
    expect(fix).toContain('aws iam get-role --role-name reports --query Role.Arn');
  });

  test.each([
    ['a Deny', NOBODY],
    ['a Deny with other exemptions', BUT_FOR_ONE],
  ])('so it is where %s is to let it go', (_sentence, deny) => {
    const { suggestions } = diagnose({ principal: SESSION, bucketPolicy: `${ACCOUNT}, ${deny}` });
    expect(suggestions.map(({ applicability }) => applicability)).toEqual(['needsInput']);
  });

  test.each<[string, Asked, string]>([
    [
      'a session that does not tell the Region in its path',
      { principal: PERMISSION_SET, bucketPolicy: OTHERS },
      ANY_REGION,
    ],
    [
      'a role with its path',
      { principal: WITH_REGION, bucketPolicy: OTHERS },
      WITH_REGION.replace('0123456789abcdef', '*'),
    ],
  ])('a permission set by its account and a condition: %s', (_sentence, asked, pattern) => {
    const answer = diagnose(asked);
    expect(answer.suggestions.map(({ applicability }) => applicability)).toEqual(['verified']);
    expect(document(answer)).toContain('"Principal":{"AWS":"arn:aws:iam::111122223333:root"}');
    expect(document(answer)).toContain(`"Condition":{"ArnLike":{"aws:PrincipalArn":"${pattern}"}}`);
  });

  test('a permission set is let go by a Deny with the same pattern, beside an operator that takes none', () => {
    const answer = diagnose({ principal: PERMISSION_SET, bucketPolicy: `${ACCOUNT}, ${BUT_FOR_ONE}` });
    expect(answer.suggestions.map(({ applicability }) => applicability)).toEqual(['needsInput']);
    expect(document(answer)).toContain(`"ArnNotLike":{"aws:PrincipalArn":"${ANY_REGION}"}`);
    expect(document(answer)).toContain(
      '"StringNotEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/reader"}',
    );
  });

  test('nobody is told to name everyone', () => {
    const { suggestions, causes, fix } = diagnose({ principal: 'anonymous', bucketPolicy: OTHERS });
    expect(suggestions).toEqual([]);
    const said = [fix, ...causes.map(({ help }) => help)];
    expect(said.join('\n')).not.toMatch(/Name [^\n]*(?:anonymous|`\*`)/);
    for (const help of said) expect(help).toMatch(/^Sign the request with credentials/);
  });
});

describe('a service-linked role', () => {
  const principal = 'arn:aws:iam::444455556666:role/aws-service-role/macie.amazonaws.com/AWSServiceRoleForAmazonMacie';
  const deny = `{ Sid: Nobody, Effect: Deny, Principal: "*", ${STATEMENT} }`;

  test('may be let go by a Deny of the bucket policy', () => {
    const { suggestions } = diagnose({ principal, bucketPolicy: deny });
    expect(suggestions.map(({ layer }) => layer)).toEqual(['bucketPolicy']);
  });

  test('is told that only its service writes its own policies', () => {
    const { suggestions, causes } = diagnose({
      principal: principal.replace('444455556666', '111122223333'),
      bucketPolicy: ACCOUNT,
      identity: 'arn:aws:s3:::ledger',
    });
    expect(suggestions).toEqual([]);
    for (const { help } of causes) expect(help).toMatch(/^Let another role make the call: .* is a service-linked role/);
  });
});
