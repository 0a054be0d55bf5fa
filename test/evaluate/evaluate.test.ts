import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import type { Evaluation } from '../../src/evaluate/evaluation.ts';
import { found, unreadable } from '../../src/evidence/reading.ts';
import { parsePolicyDocument } from '../../src/policy/parse-policy-document.ts';
import { readScenario } from '../../src/scenario/read-scenario.ts';
import { caseArb } from './arbitrary-case.ts';

const READ = '{ Effect: Allow, Action: "s3:GetObject", Resource: "*" }';
const policy = (...statements: readonly string[]): string =>
  `{ Version: "2012-10-17", Statement: [${statements.join(', ')}] }`;

function evaluated(request: string, evidence: string): Evaluation {
  const reading = readScenario(
    `name: x\nrequest:\n  principal: arn:aws:iam::111122223333:role/r\n  action: s3:GetObject\n  resource: arn:aws:s3:::b/k\n${request}evidence:\n${evidence}`,
  );
  if (reading.kind === 'invalid') expect.fail(JSON.stringify(reading.problems));
  return evaluate(reading.scenario.request, reading.scenario.evidence);
}

const identity = (...statements: readonly string[]): string =>
  `  identityPolicies: [{ name: P, document: ${policy(...statements)} }]\n`;
const bucket = (...statements: readonly string[]): string => `  bucketPolicy: { document: ${policy(...statements)} }\n`;
const denyUnless = (condition: string): string =>
  `{ Effect: Deny, Principal: "*", Action: "s3:*", Resource: "*", Condition: ${condition} }`;

describe('what would have to be known', () => {
  test('is the key on which it hangs, and the value that would allow is told', () => {
    const { decision, unknownConditionKeys, wouldAllowWith } = evaluated(
      '',
      identity(READ) + bucket(denyUnless('{ StringNotEquals: { "aws:SourceVpce": vpce-1a } }')),
    );
    expect(decision).toBe('undetermined');
    expect(unknownConditionKeys).toEqual(['aws:SourceVpce']);
    expect(wouldAllowWith).toEqual([{ 'aws:SourceVpce': 'vpce-1a' }]);
  });

  test('is not a key that changes nothing', () => {
    const { decision, unknownConditionKeys } = evaluated(
      '',
      identity(
        READ,
        '{ Effect: Allow, Action: "*", Resource: "*", Condition: { StringEquals: { "aws:UserAgent": x } } }',
      ),
    );
    expect({ decision, unknownConditionKeys }).toEqual({ decision: 'allow', unknownConditionKeys: [] });
  });

  test('is both keys where it takes both, and so is the change that would allow', () => {
    const { unknownConditionKeys, wouldAllowWith } = evaluated(
      '',
      identity(READ) +
        bucket(
          denyUnless('{ StringNotEquals: { "aws:SourceVpce": vpce-1a } }'),
          denyUnless('{ Bool: { "aws:SecureTransport": "false" } }'),
        ),
    );
    expect([...unknownConditionKeys].sort()).toEqual(['aws:SecureTransport', 'aws:SourceVpce']);
    expect(wouldAllowWith).toEqual([{ 'aws:SourceVpce': 'vpce-1a', 'aws:SecureTransport': 'true' }]);
  });
});

describe('a change of context that would allow', () => {
  test('may be of a key that is known', () => {
    const { decision, wouldAllowWith } = evaluated(
      '  context: { aws:SecureTransport: "false" }\n',
      identity(READ) + bucket(denyUnless('{ Bool: { "aws:SecureTransport": "false" } }')),
    );
    expect({ decision, wouldAllowWith }).toEqual({
      decision: 'deny',
      wouldAllowWith: [{ 'aws:SecureTransport': 'true' }],
    });
  });

  test('says what is then no longer so', () => {
    const { wouldAllowWith } = evaluated(
      '  context: { aws:SourceIp: 203.0.113.7 }\n',
      identity(READ) + bucket(denyUnless('{ StringNotEquals: { "aws:SourceVpce": vpce-1a } }')),
    );
    expect(wouldAllowWith).toEqual([{ 'aws:SourceVpce': 'vpce-1a', 'aws:SourceIp': null }]);
  });

  test('is none where nobody grants', () => {
    expect(evaluated('', bucket(denyUnless('{ Bool: { "aws:SecureTransport": "false" } }'))).wouldAllowWith).toEqual(
      [],
    );
  });

  test('never is to be somebody else', () => {
    const { decision, wouldAllowWith } = evaluated(
      '',
      identity(READ) +
        bucket(denyUnless('{ ArnNotEquals: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/admin" } }')),
    );
    expect({ decision, wouldAllowWith }).toEqual({ decision: 'deny', wouldAllowWith: [] });
  });

  test('is of the address that a range leaves', () => {
    const { wouldAllowWith } = evaluated(
      '  context: { aws:SourceIp: 198.51.100.1 }\n',
      identity(READ) + bucket(denyUnless('{ NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } }')),
    );
    expect(wouldAllowWith[0]?.['aws:SourceIp']).toMatch(/^203\.0\.113\.\d+$/);
  });
});

describe('beyond the bound of combinations', () => {
  const names = Array.from({ length: 16 }, (_, at) => `aws:PrincipalTag/t${at}`);
  const many = `{ StringEquals: { ${names.map((name) => `"${name}": a`).join(', ')} } }`;

  test('the answer is open, and says why', () => {
    const { decision, overBound } = evaluated(
      '',
      identity(`{ Effect: Allow, Action: "*", Resource: "*", Condition: ${many} }`),
    );
    expect({ decision, overBound }).toEqual({ decision: 'undetermined', overBound: true });
  });

  test('it is settled all the same where no combination would help', () => {
    const { decision, overBound } = evaluated(
      '',
      `${identity(`{ Effect: Allow, Action: "*", Resource: "*", Condition: ${many} }`)}  permissionsBoundary: { document: ${policy('{ Effect: Allow, Action: "ec2:*", Resource: "*" }')} }\n`,
    );
    expect({ decision, overBound }).toEqual({ decision: 'deny', overBound: false });
  });
});

describe('how far it went', () => {
  test.each([
    [
      'a resource that is not covered',
      '',
      'arn:aws:s3-object-lambda:eu-west-1:111122223333:accesspoint/x',
      /not covered/,
    ],
    ['a multi-Region access point', '', 'arn:aws:s3::111122223333:accesspoint/abc.mrap/object/k', /multi-Region/],
  ])('is told of %s', (_what, request, resource, note) => {
    const reading = readScenario(
      `name: x\nrequest:\n  principal: arn:aws:iam::111122223333:role/r\n  action: s3:GetObject\n  resource: ${resource}\n${request}`,
    );
    if (reading.kind === 'invalid') expect.fail(JSON.stringify(reading.problems));
    expect(evaluate(reading.scenario.request, reading.scenario.evidence).notes.join('\n')).toMatch(note);
  });

  test('is told of a key that is disabled, which is not a matter of policies', () => {
    const reading = readScenario(
      'name: x\nrequest:\n  principal: arn:aws:iam::111122223333:root\n  action: kms:Decrypt\n  resource: arn:aws:kms:eu-west-1:111122223333:key/1\nevidence: { keyPolicy: { keyState: Disabled, document: { Version: "2012-10-17", Statement: [] } } }\n',
    );
    if (reading.kind === 'invalid') expect.fail(JSON.stringify(reading.problems));
    expect(evaluate(reading.scenario.request, reading.scenario.evidence).notes.join('\n')).toMatch(/`Disabled`/);
  });
});

describe('evaluation is total', () => {
  test('any JSON as a policy gives a decision or an error of the document', () => {
    fc.assert(
      fc.property(caseArb, fc.jsonValue(), ({ request, evidence }, json) => {
        const parsed = parsePolicyDocument(json);
        const document = parsed.kind === 'parsed' ? parsed.document : unreadable('s3:GetBucketPolicy', parsed.because);
        const { decision, layers } = evaluate(request, {
          ...evidence,
          bucketPolicy: found({ policy: { name: 'p', document } }),
        });
        expect(['allow', 'deny', 'undetermined']).toContain(decision);
        expect(layers.every(({ outcomes }) => outcomes.length > 0)).toBe(true);
      }),
    );
  });

  test('and it can be written as JSON, every statement with its words', () => {
    const { layers } = JSON.parse(JSON.stringify(evaluated('', identity(READ)))) as Evaluation;
    expect(layers[0]?.statements[0]).toMatchObject({
      policy: 'P',
      index: 0,
      effect: 'Allow',
      match: 'yes',
      failedOn: [],
    });
    expect(layers[0]?.statements[0]?.because).toMatch(/`s3:GetObject`/);
  });
});
