import { describe, expect, test } from 'vitest';
import { explainRequest } from '../../src/explain/explain-request.ts';
import { readScenario } from '../../src/scenario/read-scenario.ts';

const ROLE = 'arn:aws:iam::111122223333:role/reports';
const OBJECT = 'arn:aws:s3:::my-ledger/a.csv';

function exemption(layer: string, deny: object) {
  const all = { Effect: 'Allow', Action: 's3:*', Resource: '*' };
  const document = (...Statement: readonly object[]) => ({ document: { Version: '2012-10-17', Statement } });
  const written = { Sid: 'Guard', Effect: 'Deny', Action: 's3:*', ...deny };
  const evidence =
    layer === 'bucketPolicy'
      ? { identityPolicies: [{ name: 'work', ...document(all) }], bucketPolicy: document(written) }
      : { identityPolicies: [{ name: 'work', ...document(all, written) }] };
  const request = { principal: ROLE, action: 's3:PutObject', resource: OBJECT, resourceAccount: '111122223333' };
  const context = {
    'aws:CurrentTime': '2026-12-24T10:00:00Z',
    'aws:PrincipalOrgID': 'o-other00001',
    'aws:SecureTransport': 'true',
  };
  const reading = readScenario(JSON.stringify({ name: 'a case', request: { ...request, context }, evidence }));
  if (reading.kind === 'invalid') throw new Error(JSON.stringify(reading.problems));
  const { request: asked, evidence: known } = reading.scenario;
  return explainRequest(asked, known).suggestions.map(({ says, because }) => [says, because]);
}

describe('an exemption from a Deny that was put there on purpose waits for its author', () => {
  const everyone = { Principal: '*', Resource: `${OBJECT.slice(0, -5)}*` };
  const when = (Condition: object) => ({ ...everyone, Condition });

  test.each<[string, object]>([
    ['nobody at all', everyone],
    ['in a freeze', when({ DateGreaterThan: { 'aws:CurrentTime': '2026-12-20T00:00:00Z' } })],
    ['everybody but an admin', when({ ArnNotEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/admin' } })],
    ['callers of other organizations', when({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-ours000001' } })],
    ['buckets of other accounts', when({ StringNotEquals: { 'aws:ResourceAccount': '444455556666' } })],
    ['what comes by TLS', when({ Bool: { 'aws:SecureTransport': 'true' } })],
    ['this caller by name', { ...everyone, Principal: { AWS: ROLE } }],
    [
      'all but those whom it lists',
      { NotPrincipal: { AWS: 'arn:aws:iam::111122223333:role/admin' }, Resource: OBJECT },
    ],
  ])('of the bucket policy: %s', (_sentence, deny) => {
    expect(exemption('bucketPolicy', deny)).toEqual([
      ['Exempt role `reports` of account 111122223333 from statement `Guard` of the bucket policy', AGREED],
    ]);
  });

  test('of the policy of the caller', () => {
    expect(exemption('identityPolicies', { Resource: '*' })).toEqual([
      ['Take `arn:aws:s3:::my-ledger/a.csv` out of statement `Guard` of the identity-based policy `work`', AGREED],
    ]);
  });
});

const AGREED = 'once whoever wrote that statement agrees. Evaluated again with it, the call is allowed';
