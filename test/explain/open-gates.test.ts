import { describe, expect, test } from 'vitest';
import type { Decision } from '../../src/evaluate/evaluation.ts';
import { explainRequest } from '../../src/explain/explain-request.ts';
import { readScenario } from '../../src/scenario/read-scenario.ts';

interface Told {
  readonly action?: string;
  readonly principal?: string;
  readonly header?: string;
  readonly beside: string;
  /** What the caller's own policies and the bucket policy allow. */
  readonly allowed?: string;
}

const OBJECT = 'arn:aws:s3:::payroll-reports/2026/10.csv';
const PARTNER = 'arn:aws:iam::111122223333:role/reports';
const OWN = 'arn:aws:iam::444455556666:role/reports';
const ROOT = 'arn:aws:iam::444455556666:root';

function diagnose({ action = 's3:GetObject', principal = PARTNER, header = '', beside, allowed = action }: Told) {
  const reading = readScenario(`
name: a case
request:
  principal: ${principal}
  action: ${action}
  resource: ${OBJECT}
  resourceAccount: "444455556666"
  context: { aws:SecureTransport: 'true'${header === '' ? '' : `, ${header}`} }
evidence:
  identityPolicies:
    - { name: own, document: { Version: "2012-10-17", Statement: { Effect: Allow, Action: "${allowed}", Resource: "*" } } }
  bucketPolicy: { document: { Version: "2012-10-17", Statement: { Effect: Allow, Principal: ${principal === 'anonymous' ? '"*"' : `{ AWS: "${principal}" }`}, Action: "${action}", Resource: "${OBJECT}" } } }
${beside}
`);
  if (reading.kind === 'invalid') throw new Error(JSON.stringify(reading.problems));
  const { request, evidence, ...rest } = reading.scenario;
  return explainRequest(request, evidence, rest);
}

const PAYS = 'settings: { requestPayment: Requester }';
const GOVERNED =
  'settings: { retention: { mode: GOVERNANCE, until: "2028-01-01T00:00:00Z" } }\nfacts: { at: "2026-11-22T03:00:00Z" }';
const MFA = 'settings: { versioning: { status: Enabled, mfaDelete: true } }';
const ARCHIVED = 'facts: { object: { storageClass: DEEP_ARCHIVE } }';
const DELETE = { action: 's3:DeleteObjectVersion', principal: OWN };

describe('what S3 asks for beside every policy', () => {
  test.each<[string, Told, Decision]>([
    ['Requester Pays: nobody told of the header', { beside: PAYS }, 'undetermined'],
    ['the header was sent', { beside: PAYS, header: 'x-amz-request-payer: requester' }, 'allow'],
    ['the header was not sent', { beside: PAYS, header: 'x-amz-request-payer: ""' }, 'deny'],
    ['the owner pays anyway', { beside: PAYS, principal: OWN }, 'allow'],
    ['nobody pays for an anonymous request', { beside: PAYS, principal: 'anonymous' }, 'deny'],
    [
      'an anonymous one with the header',
      { beside: PAYS, principal: 'anonymous', header: 'x-amz-request-payer: requester' },
      'deny',
    ],
    ['what policies deny is denied with any header', { beside: PAYS, allowed: 's3:ListBucket' }, 'deny'],
    ['governance mode: nobody told of a bypass', { ...DELETE, beside: GOVERNED }, 'undetermined'],
    [
      'governance mode is bypassed',
      { ...DELETE, beside: GOVERNED, header: 'x-amz-bypass-governance-retention: "true"' },
      'allow',
    ],
    [
      'governance mode is not bypassed',
      { ...DELETE, beside: GOVERNED, header: 'x-amz-bypass-governance-retention: "false"' },
      'deny',
    ],
    ['MFA Delete: nobody told of a code', { ...DELETE, principal: ROOT, beside: MFA }, 'undetermined'],
    [
      'MFA Delete: the root user sends a code',
      { ...DELETE, principal: ROOT, beside: MFA, header: 'x-amz-mfa: "SERIAL 123456"' },
      'allow',
    ],
    ['an archived object is read by nobody', { beside: ARCHIVED }, 'deny'],
  ])('%s', (_sentence, told, decision) => {
    expect(diagnose(told).decision).toBe(decision);
  });

  test('a change of policies is not said to be enough where S3 asks for more', () => {
    const { suggestions } = diagnose({ beside: PAYS, allowed: 's3:ListBucket' });
    expect(suggestions.map(({ applicability }) => applicability)).toContain('unverified');
    expect(suggestions.map(({ applicability }) => applicability)).not.toContain('verified');
    const paid = diagnose({ beside: PAYS, allowed: 's3:ListBucket', header: 'x-amz-request-payer: requester' });
    expect(paid.suggestions.map(({ applicability }) => applicability)).toContain('verified');
  });
});
