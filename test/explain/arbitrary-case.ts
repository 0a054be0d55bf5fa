import fc from 'fast-check';
import type { AttachedPolicy, Evidence } from '../../src/evidence/evidence.ts';
import { absent, found, type Reading, unreadable } from '../../src/evidence/reading.ts';
import { parsePolicyDocument } from '../../src/policy/parse-policy-document.ts';
import type { PolicyDocument } from '../../src/policy/policy-document.ts';
import type { AccessRequest } from '../../src/request/access-request.ts';
import type { ConditionContext } from '../../src/request/condition-context.ts';
import type { Principal } from '../../src/request/principal.ts';

const BUCKET = 'arn:aws:s3:::ledger';
const KEYS = ['2026/10.csv', '2026/11.csv', 'a b*c${x}.txt'] as const;
const ROLES = ['arn:aws:iam::111122223333:role/reports', 'arn:aws:iam::111122223333:role/batch/export'] as const;
const OWNERS = ['111122223333', '444455556666'] as const;

const role = (arn: string): Principal => ({ kind: 'role', arn, account: '111122223333' });

export function documentOf(source: unknown): PolicyDocument {
  const parsed = parsePolicyDocument(JSON.stringify(source));
  if (parsed.kind === 'invalid') throw new Error(parsed.because);
  return parsed.document;
}

const actions = fc.uniqueArray(
  fc.constantFrom('s3:GetObject', 's3:PutObject', 's3:ListBucket', 's3:Get*', 's3:*', 's3:GetObjectVersion'),
  { minLength: 1, maxLength: 3 },
);
const resources = fc.uniqueArray(
  fc.constantFrom(BUCKET, `${BUCKET}/*`, `${BUCKET}/${KEYS[0]}`, `${BUCKET}/2025/*`, 'arn:aws:s3:::other/*', '*'),
  { minLength: 1, maxLength: 2 },
);
const condition = fc.option(
  fc.constantFrom(
    { StringEquals: { 'aws:SourceVpce': 'vpce-1a' } },
    { StringNotEquals: { 'aws:SourceVpce': 'vpce-1a' } },
    { Bool: { 'aws:SecureTransport': 'true' } },
    { StringEquals: { 'aws:SourceAccount': '111122223333' } },
    { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
  ),
  { nil: undefined, freq: 2 },
);
const awsPrincipal = fc.constantFrom<unknown>(
  '*',
  { AWS: ROLES[0] },
  { AWS: [ROLES[1]] },
  { AWS: 'arn:aws:iam::111122223333:root' },
  { AWS: 'arn:aws:iam::777788889999:role/reports' },
  { AWS: 'arn:aws:iam::111122223333:role/reprots' },
  { AWS: 'AROAEXAMPLEROLE123456' },
);

const statement = (principal: fc.Arbitrary<unknown>) =>
  fc
    .record({ effect: fc.constantFrom('Allow', 'Allow', 'Deny'), principal, actions, resources, condition })
    .map((one) => ({
      Effect: one.effect,
      ...(one.principal === undefined ? {} : { Principal: one.principal }),
      Action: one.actions,
      Resource: one.resources,
      ...(one.condition === undefined ? {} : { Condition: one.condition }),
    }));

const document = (principal: fc.Arbitrary<unknown>) =>
  fc
    .array(statement(principal), { minLength: 1, maxLength: 3 })
    .map((statements) => documentOf({ Version: '2012-10-17', Statement: statements }));

const reading = <T>(value: fc.Arbitrary<T>, needs: string): fc.Arbitrary<Reading<T>> =>
  fc.oneof(
    { weight: 4, arbitrary: value.map((one): Reading<T> => found(one)) },
    { weight: 4, arbitrary: fc.constant<Reading<T>>(absent) },
    { weight: 1, arbitrary: fc.constant<Reading<T>>(unreadable(needs, 'it could not be read', '111122223333')) },
  );

const attached = (name: string): fc.Arbitrary<AttachedPolicy> =>
  document(fc.constant(undefined)).map((one) => ({ name, via: 'inline', document: one }));

const FULL = documentOf({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] });

export const evidence: fc.Arbitrary<Evidence> = fc.record({
  identityPolicies: reading(
    fc.uniqueArray(fc.constantFrom('one', 'two'), { minLength: 1 }).chain((names) => fc.tuple(...names.map(attached))),
    'iam:GetRolePolicy',
  ),
  permissionsBoundary: reading(attached('boundary'), 'iam:GetPolicyVersion'),
  sessionPolicies: fc.constant<Evidence['sessionPolicies']>(absent),
  serviceControlPolicies: reading(
    attached('scp').map((policy) => [
      { target: 'root', policies: [{ name: 'FullAWSAccess', document: FULL }] },
      { target: '111122223333', policies: [policy, { name: 'FullAWSAccess', document: FULL }] },
    ]),
    'organizations:ListPoliciesForTarget',
  ),
  resourceControlPolicies: fc.constant<Evidence['resourceControlPolicies']>(absent),
  vpcEndpointPolicy: fc.constant<Evidence['vpcEndpointPolicy']>(absent),
  accessPointPolicy: fc.constant<Evidence['accessPointPolicy']>(absent),
  bucketPolicy: reading(
    document(awsPrincipal).map((one) => ({ policy: { name: 'bucket policy', arn: BUCKET, document: one } })),
    's3:GetBucketPolicy',
  ),
  blockPublicAccess: reading(
    fc.boolean().map((on) => ({ bucket: { RestrictPublicBuckets: on } })),
    's3:GetBucketPublicAccessBlock',
  ),
  objectOwnership: fc.constant<Evidence['objectOwnership']>(found({ mode: 'BucketOwnerEnforced' })),
  keyPolicy: fc.constant<Evidence['keyPolicy']>(absent),
});

const context: fc.Arbitrary<ConditionContext> = fc
  .record({
    vpce: fc.constantFrom('vpce-1a', 'vpce-2b', undefined),
    otherKeys: fc.constantFrom('absent' as const, 'absent' as const, 'unknown' as const),
  })
  .map(({ vpce, otherKeys }) => ({
    otherKeys,
    keys: new Map([
      ['aws:securetransport', { kind: 'known' as const, values: ['true'] }],
      ...(vpce === undefined ? [] : [['aws:sourcevpce', { kind: 'known' as const, values: [vpce] }] as const]),
    ]),
  }));

export const request: fc.Arbitrary<AccessRequest> = fc
  .record({
    arn: fc.constantFrom(...ROLES),
    owner: fc.constantFrom(...OWNERS),
    what: fc.constantFrom(
      ['s3:GetObject', `${BUCKET}/${KEYS[0]}`] as const,
      ['s3:GetObject', `${BUCKET}/${KEYS[1]}`] as const,
      ['s3:PutObject', `${BUCKET}/${KEYS[2]}`] as const,
      ['s3:ListBucket', BUCKET] as const,
    ),
    context,
  })
  .map(({ arn, owner, what: [action, resource], context: known }) => ({
    principal: role(arn),
    action,
    resource,
    resourceAccount: owner,
    context: known,
  }));

/** Requests beside the one that was asked about, for the same evidence: other actions, keys and callers of the account. */
export function otherRequests(asked: AccessRequest): AccessRequest[] {
  const acts = [
    ...[...KEYS, 'never/seen', '2025/1.csv'].flatMap((key) =>
      ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:GetObjectVersion'].map(
        (action) => [action, `${BUCKET}/${key}`] as const,
      ),
    ),
    ...['s3:ListBucket', 's3:PutBucketPolicy'].map((action) => [action, BUCKET] as const),
    ['s3:GetObject', 'arn:aws:s3:::other/x'] as const,
  ];
  return acts
    .map(([action, resource]) => ({ ...asked, action, resource }))
    .filter(({ action, resource }) => action !== asked.action || resource !== asked.resource);
}
