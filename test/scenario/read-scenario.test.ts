import { describe, expect, test } from 'vitest';
import { LAYERS } from '../../src/evidence/layers.ts';
import { contextValue } from '../../src/request/condition-context.ts';
import { readScenario } from '../../src/scenario/read-scenario.ts';
import type { Scenario, ScenarioProblem } from '../../src/scenario/scenario.ts';

const REQUEST = `request:
  principal: arn:aws:iam::111122223333:role/reports
  action: s3:GetObject
  resource: arn:aws:s3:::example-reports/2024.csv
`;

function scenario(text: string): Scenario {
  const reading = readScenario(text);
  if (reading.kind === 'invalid') expect.fail(JSON.stringify(reading.problems));
  return reading.scenario;
}

function problems(text: string): readonly ScenarioProblem[] {
  const reading = readScenario(text);
  return reading.kind === 'invalid' ? reading.problems : expect.fail('the file was taken');
}

const withRequest = (lines: string): Scenario => scenario(`name: x\n${REQUEST}${lines}`);
const withPrincipal = (principal: string): Scenario['request'] =>
  scenario(`name: x\nrequest:\n  principal: ${principal}\n  action: s3:GetObject\n  resource: arn:aws:s3:::b/k\n`)
    .request;

test.each([
  ['brackets', `evidence: { bucketPolicy: { document: ${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)} } }`, 1],
  ['lines', Array.from({ length: 5_000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'), undefined],
])('%s that are nested 5,000 deep are told to be so, in words', (_what, text, line) => {
  const [problem] = problems(text);
  expect(problem?.message).toMatch(/^nested too deeply/);
  if (line !== undefined) expect(problem?.line).toBe(line);
});

describe('the request', () => {
  test.each([
    ['a role with its path', 'arn:aws:iam::111122223333:role/team/reports', { kind: 'role', account: '111122223333' }],
    ['a user', 'arn:aws:iam::111122223333:user/ana', { kind: 'user' }],
    ['the root user', 'arn:aws:iam::111122223333:root', { kind: 'root' }],
    ['a federated user', 'arn:aws:sts::111122223333:federated-user/ana', { kind: 'federatedUser' }],
    [
      'a session, and with it its role',
      'arn:aws:sts::111122223333:assumed-role/reports/nightly',
      {
        kind: 'role',
        arn: 'arn:aws:iam::111122223333:role/reports',
        sessionArn: 'arn:aws:sts::111122223333:assumed-role/reports/nightly',
      },
    ],
    ['nobody in particular', 'anonymous', { kind: 'anonymous' }],
    [
      'an AWS service',
      '{ service: cloudtrail.amazonaws.com }',
      { kind: 'service', service: 'cloudtrail.amazonaws.com' },
    ],
  ])('may come from %s', (_who, written, principal) => {
    expect(withPrincipal(written).principal).toMatchObject(principal);
  });

  test('is for a resource of the own account unless another is named', () => {
    expect(withRequest('').request.resourceAccount).toBe('111122223333');
    expect(withRequest('  resourceAccount: "444455556666"\n').request.resourceAccount).toBe('444455556666');
    expect(withPrincipal('anonymous').resourceAccount).toBeUndefined();
  });

  test('is for a resource of the account in its ARN, where there is one', () => {
    const { request } = scenario(
      'name: x\nrequest:\n  principal: arn:aws:iam::111122223333:role/r\n  action: kms:Decrypt\n  resource: arn:aws:kms:eu-west-1:444455556666:key/1\n',
    );
    expect(request.resourceAccount).toBe('444455556666');
  });

  test.each([
    ['without quotes', '  resourceAccount: 444455556666\n', '444455556666'],
    ['without quotes and with a leading zero', '  resourceAccount: 012345678901\n', '012345678901'],
    ['all of octal digits', '  resourceAccount: 001234567012\n', '001234567012'],
  ])('keeps an account id that is written %s', (_how, line, account) => {
    expect(withRequest(line).request.resourceAccount).toBe(account);
  });

  test('has the context that was written, one value or several, and says of the rest what it is', () => {
    const { context } = withRequest(
      '  context: { aws:SecureTransport: true, "s3:x-amz-acl": [public-read, private] }\n  otherContextKeys: absent\n',
    ).request;
    expect(contextValue(context, 'aws:SecureTransport')).toEqual({ kind: 'known', values: ['true'] });
    expect(contextValue(context, 'S3:X-AMZ-ACL')).toEqual({ kind: 'known', values: ['public-read', 'private'] });
    expect(contextValue(context, 'aws:SourceVpce')).toEqual({ kind: 'absent' });
    expect(contextValue(withRequest('').request.context, 'aws:SourceVpce')).toEqual({ kind: 'unknown' });
  });
});

describe('the evidence', () => {
  test('of a layer that is left out is that there is none', () => {
    const { evidence } = withRequest('');
    expect(LAYERS.map((layer) => evidence[layer].kind)).toEqual(LAYERS.map(() => 'absent'));
  });

  test.each(LAYERS)('of %s can be that it could not be read', (layer) => {
    const { evidence } = withRequest(`evidence:\n  ${layer}: { unreadable: a:Permission }\n`);
    expect(evidence[layer]).toMatchObject({ kind: 'unreadable', needs: 'a:Permission' });
  });

  test('may be JSON as AWS shows it, with its own indentation', () => {
    const pasted = [
      'evidence:',
      '  bucketPolicy:',
      '    document:',
      '{',
      '\t"Version": "2012-10-17",',
      '\t"Statement": [',
      '\t\t{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:root" },',
      '\t\t  "Action": "s3:*", "Resource": "arn:aws:s3:::b\\/*" }',
      '\t]',
      '}',
      'expect: { decision: deny }',
      '',
    ].join('\n');
    const { evidence, expect: expected } = withRequest(pasted);
    const { bucketPolicy } = evidence;
    const document = bucketPolicy.kind === 'found' ? bucketPolicy.value.policy.document : undefined;
    expect(document).toMatchObject({ statements: [{ effect: 'Allow', resource: ['arn:aws:s3:::b/*'] }] });
    expect(expected).toEqual({ decision: 'deny' });
  });

  test('keeps account ids in policies that YAML would take for numbers', () => {
    const { evidence } = withRequest(
      'evidence:\n  bucketPolicy: { document: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { AWS: [012345678901, 111122223333] }, Action: "s3:*", Resource: "*" }] } }\n',
    );
    expect(evidence.bucketPolicy).toMatchObject({
      value: {
        policy: {
          document: {
            statements: [
              {
                principal: [
                  { kind: 'aws', value: '012345678901' },
                  { kind: 'aws', value: '111122223333' },
                ],
              },
            ],
          },
        },
      },
    });
  });

  test('may be unreadable in part: one document, one level, one setting', () => {
    const { evidence } = withRequest(`evidence:
  identityPolicies: [{ name: Shared, document: { unreadable: iam:GetPolicyVersion } }]
  serviceControlPolicies: [{ target: root, policies: { unreadable: organizations:ListPoliciesForTarget } }]
  blockPublicAccess: { account: { unreadable: s3:GetAccountPublicAccessBlock }, bucket: { IgnorePublicAcls: true } }
`);
    expect(evidence.identityPolicies).toMatchObject({ value: [{ document: { kind: 'unreadable' } }] });
    expect(evidence.serviceControlPolicies).toMatchObject({ value: [{ policies: { kind: 'unreadable' } }] });
    expect(evidence.blockPublicAccess).toMatchObject({
      value: { account: { kind: 'unreadable' }, bucket: { IgnorePublicAcls: true } },
    });
  });

  test('of a key has its grants and their constraints', () => {
    const { evidence } = withRequest(`evidence:
  keyPolicy:
    document: { Version: "2012-10-17", Statement: [] }
    keyManager: CUSTOMER
    keyState: PendingDeletion
    grants: [{ granteePrincipal: "arn:aws:iam::111122223333:role/r", operations: [Decrypt], constraints: { EncryptionContextEquals: { "aws:s3:arn": "arn:aws:s3:::b" } } }]
`);
    expect(evidence.keyPolicy).toMatchObject({
      value: {
        keyState: 'PendingDeletion',
        grants: [
          { operations: ['Decrypt'], constraints: { EncryptionContextEquals: { 'aws:s3:arn': 'arn:aws:s3:::b' } } },
        ],
      },
    });
  });
});

describe('what is wrong is named with its line', () => {
  test.each<[string, string, number, RegExp]>([
    ['an unknown key of the file', `name: x\n${REQUEST}evidences: {}\n`, 6, /unknown key `evidences`/],
    [
      'an unknown key of the request',
      `name: x\n${REQUEST}  ressourceAccount: "1"\n`,
      6,
      /unknown key `ressourceAccount`/,
    ],
    ['an unknown layer', `name: x\n${REQUEST}evidence:\n  bucketPolicies: absent\n`, 7, /unknown key `bucketPolicies`/],
    [
      'an unknown key deep down',
      `name: x\n${REQUEST}evidence:\n  blockPublicAccess:\n    bucket:\n      RestrictPublicBucket: true\n`,
      9,
      /unknown key `RestrictPublicBucket`/,
    ],
    [
      'an unknown layer that is expected',
      `name: x\n${REQUEST}expect:\n  layers: { bucket: allow }\n`,
      7,
      /unknown key `bucket`/,
    ],
    ['an unknown decision', `name: x\n${REQUEST}expect:\n  decision: denied\n`, 7, /must be one of `allow`, `deny`/],
    ['a missing request', 'name: x\n', 1, /has no `request`/],
    [
      'a principal that is none',
      REQUEST.replace('role/reports', 'group/admins').concat('name: x\n'),
      2,
      /a group cannot/,
    ],
    ['an account id that is none', `name: x\n${REQUEST}  resourceAccount: 1234\n`, 6, /twelve digits/],
    ['text that is not YAML', `name: x\nrequest: [\n`, 3, /not YAML/],
    ['a key that is there twice', `name: x\nname: y\n${REQUEST}`, 2, /unique/],
    [
      'a policy that AWS would not take',
      `name: x\n${REQUEST}evidence:\n  identityPolicies:\n    - name: Broken\n      document:\n        Version: "2012-10-17"\n        Statement:\n          - Effect: Permit\n            Action: "s3:*"\n            Resource: "*"\n`,
      12,
      /`evidence\.identityPolicies\[0\]\.document` is not a policy: Statement\[0\]\.Effect: `Permit` is no Effect\. Write/,
    ],
    ['an empty file', '', 1, /empty/],
  ])('%s', (_what, text, line, message) => {
    const found = problems(text);
    expect(found.map((one) => one.message).join('\n')).toMatch(message);
    expect(found.map((one) => one.line)).toContain(line);
  });

  test('a policy is told by its path in the file', () => {
    const [first] = problems(
      `name: x\n${REQUEST}evidence:\n  bucketPolicy: { document: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: "*", Action: "s3:*", Resource: "*", Condition: { StringEqual: { a: b } } }] } }\n`,
    );
    expect(first?.path).toMatch(/^evidence\.bucketPolicy\.document\.Statement\[0\]/);
  });
});
