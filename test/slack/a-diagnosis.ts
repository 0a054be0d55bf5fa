import type { Evaluation, LayerEvaluation } from '../../src/evaluate/evaluation.ts';
import { LAYERS, type Layer } from '../../src/evidence/layers.ts';
import type { Diagnosis } from '../../src/explain/diagnosis.ts';

const layer = (name: Layer, rest: Partial<LayerEvaluation>): LayerEvaluation => ({
  layer: name,
  outcomes: ['allow'],
  applies: true,
  blocking: false,
  statements: [],
  unreadable: [],
  because: '',
  ...rest,
});

function evaluation(decision: 'allow' | 'deny'): Evaluation {
  const bucketPolicy = layer(
    'bucketPolicy',
    decision === 'deny'
      ? {
          outcomes: ['explicitDeny'],
          blocking: true,
          statements: [
            {
              policy: 'bucket policy',
              sid: 'OnlyThroughOurEndpoint',
              index: 0,
              effect: 'Deny',
              match: 'yes',
              failedOn: [],
              because: '`aws:SourceVpce` is absent',
              unknownKeys: [],
            },
          ],
        }
      : {},
  );
  return {
    request: {
      principal: { kind: 'role', arn: 'arn:aws:iam::111122223333:role/reports', account: '111122223333' },
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::payroll-reports/2026/10.csv',
      resourceAccount: '111122223333',
      context: { keys: new Map([['aws:securetransport', { kind: 'known', values: ['true'] }]]), otherKeys: 'unknown' },
    },
    decision,
    layers: LAYERS.map((name) =>
      name === 'bucketPolicy' ? bucketPolicy : layer(name, { applies: name === 'identityPolicies' }),
    ),
    remedies: decision === 'deny' ? [['bucketPolicy']] : [],
    unknownConditionKeys: [],
    wouldAllowWith: [],
    overBound: false,
    notes: [],
  };
}

/** A diagnosis with one request, one cause and one suggestion, or with none where it allows. */
export function aDiagnosis(decision: 'allow' | 'deny' = 'deny'): Diagnosis {
  const denied = decision === 'deny';
  return {
    call: {
      operation: 'GetObject',
      bucket: 'payroll-reports',
      key: '2026/10.csv',
      principal: 'arn:aws:iam::111122223333:role/reports',
      bucketAccount: '111122223333',
      region: 'eu-west-1',
    },
    asked: {
      operation: 'GetObject',
      target: { kind: 'bucket', name: 'payroll-reports', partition: 'aws' },
      key: '2026/10.csv',
      principal: { kind: 'role', arn: 'arn:aws:iam::111122223333:role/reports', account: '111122223333' },
      context: {},
    },
    decision,
    evaluations: [evaluation(decision)],
    headline: denied
      ? 'The bucket policy of `payroll-reports` denies `s3:GetObject`.'
      : 'Every layer allows `s3:GetObject`.',
    fix: denied ? 'Call through `vpce-1a`.' : '',
    causes: denied
      ? [
          {
            code: 'explicit-deny',
            layer: 'bucketPolicy',
            request: 0,
            weight: 'decides',
            what: 'The statement `OnlyThroughOurEndpoint` denies it.',
            why: '`aws:SourceVpce` is absent.',
            help: 'Call through the endpoint.',
            docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies-vpc-endpoint.html',
          },
        ]
      : [],
    suggestions: [],
    trail: { deniedEvents: [], changes: [], looked: [] },
    reportedReason: null,
    unreadable: [],
    notes: [],
  };
}
