import fc from 'fast-check';
import type { AttachedPolicy, BlockPublicAccess, Evidence, ObjectOwnership } from '../../src/evidence/evidence.ts';
import { absent, found, type Reading } from '../../src/evidence/reading.ts';
import { parsePolicyDocument } from '../../src/policy/parse-policy-document.ts';
import type { AccessRequest } from '../../src/request/access-request.ts';
import type { ContextValue } from '../../src/request/condition-context.ts';
import type { Principal } from '../../src/request/principal.ts';

/** A request with everything known, and its evidence with everything read. */
export interface Case {
  readonly request: AccessRequest;
  readonly evidence: Evidence;
}

export const OWN = '111122223333';
export const OTHER = '444455556666';
const ROLE = `arn:aws:iam::${OWN}:role/reports`;
const USER = `arn:aws:iam::${OWN}:user/ana`;
const SESSION = `arn:aws:sts::${OWN}:assumed-role/reports/nightly`;
const FEDERATED = `arn:aws:sts::${OWN}:federated-user/ana`;
const BUCKET = 'arn:aws:s3:::example-reports';
const ACCESS_POINT = `arn:aws:s3:eu-west-1:${OWN}:accesspoint/finance`;
const KEY = `arn:aws:kms:eu-west-1:${OWN}:key/1234abcd`;

const CALLERS: readonly Principal[] = [
  { kind: 'role', arn: ROLE, account: OWN },
  { kind: 'role', arn: ROLE, account: OWN, sessionArn: SESSION },
  { kind: 'user', arn: USER, account: OWN },
  { kind: 'root', arn: `arn:aws:iam::${OWN}:root`, account: OWN },
  { kind: 'federatedUser', arn: FEDERATED, account: OWN },
  { kind: 'service', service: 'cloudtrail.amazonaws.com' },
  { kind: 'anonymous' },
];

interface Target {
  readonly action: string;
  readonly resource: string;
  readonly account: string;
  readonly bucket?: { readonly name: string; readonly account: string };
}

const TARGETS: readonly Target[] = [
  { action: 's3:GetObject', resource: `${BUCKET}/2024.csv`, account: OWN },
  { action: 's3:GetObject', resource: `${BUCKET}/2024.csv`, account: OTHER },
  { action: 's3:ListBucket', resource: BUCKET, account: OWN },
  { action: 's3:PutObject', resource: `${BUCKET}/2024.csv`, account: OTHER },
  {
    action: 's3:GetObject',
    resource: `${ACCESS_POINT}/object/2024.csv`,
    account: OWN,
    bucket: { name: 'example-reports', account: OWN },
  },
  {
    action: 's3:GetObject',
    resource: `${ACCESS_POINT}/object/2024.csv`,
    account: OWN,
    bucket: { name: 'example-reports', account: OTHER },
  },
  { action: 'kms:Decrypt', resource: KEY, account: OWN },
];

/** Keys that statements test, with the values that occur. Each can also be absent. */
export const KEYS: Readonly<Record<string, readonly string[]>> = {
  'aws:SourceVpce': ['vpce-1a', 'vpce-2b'],
  'aws:ResourceTag/team': ['red', 'blue'],
  'aws:SecureTransport': ['true', 'false'],
  'aws:UserAgent': ['curl', 'aws-cli'],
};

const ADDRESSES = ['203.0.113.7', '198.51.100.9'];

const testOfKey = fc.constantFrom(...Object.entries(KEYS)).chain(([key, values]) =>
  fc
    .record({
      operator: fc.constantFrom(
        'StringEquals',
        'StringNotEquals',
        'StringLike',
        'StringNotLike',
        'StringEqualsIfExists',
        'StringNotEqualsIfExists',
        'StringEqualsIgnoreCase',
        'Null',
      ),
      value: fc.constantFrom(...values, 'v*', '?ed', [...values]),
      isNull: fc.constantFrom('true', 'false'),
    })
    .map(({ operator, value, isNull }) => ({ [operator]: { [key]: operator === 'Null' ? isNull : value } })),
);

const otherTest = fc.constantFrom<Readonly<Record<string, unknown>>>(
  { Bool: { 'aws:SecureTransport': 'true' } },
  { BoolIfExists: { 'aws:SecureTransport': 'false' } },
  { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
  { NotIpAddress: { 'aws:SourceIp': ['198.51.100.0/24', '2001:db8::/32'] } },
  { NotIpAddressIfExists: { 'aws:SourceIp': '203.0.113.0/24' } },
  { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${OWN}:role/*` } },
  { ArnNotEquals: { 'aws:PrincipalArn': ROLE } },
  { StringEquals: { 'aws:PrincipalAccount': OWN } },
  { StringNotEquals: { 'aws:ResourceAccount': [OTHER, '777788889999'] } },
  { StringLike: { 'aws:UserAgent': 'c*' }, Null: { 'aws:SourceVpce': 'true' } },
  { StringEquals: { 'aws:ResourceAccount': '${aws:PrincipalAccount}' } },
  { DateGreaterThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } },
);

const conditionArb = fc.oneof(testOfKey, otherTest);

const principalArb = fc.constantFrom<unknown>(
  '*',
  { AWS: '*' },
  { AWS: ROLE },
  { AWS: USER },
  { AWS: SESSION },
  { AWS: FEDERATED },
  { AWS: OWN },
  { AWS: `arn:aws:iam::${OWN}:root` },
  { AWS: [`arn:aws:iam::${OTHER}:role/admin`, ROLE] },
  { AWS: `arn:aws:iam::${OTHER}:role/admin` },
  { Service: 'cloudtrail.amazonaws.com' },
);

const actionArb = fc.constantFrom<unknown>('s3:GetObject', ['s3:Get*', 's3:List*'], '*', 's3:PutObject', 'kms:*');
const resourceArb = fc.constantFrom<unknown>(
  '*',
  `${BUCKET}/*`,
  [BUCKET, `${BUCKET}/*`],
  `${ACCESS_POINT}/object/*`,
  KEY,
  'arn:aws:s3:::other/*',
);

export type StatementJson = Readonly<Record<string, unknown>>;

export const statementArb = (
  withPrincipal: boolean,
  effects: readonly ('Allow' | 'Deny')[],
): fc.Arbitrary<StatementJson> =>
  fc
    .record({
      Effect: fc.constantFrom(...effects),
      Action: fc.oneof({ weight: 3, arbitrary: fc.constant('*') }, { weight: 2, arbitrary: actionArb }),
      Resource: fc.oneof({ weight: 3, arbitrary: fc.constant('*') }, { weight: 2, arbitrary: resourceArb }),
      Condition: fc.option(conditionArb, { nil: undefined, freq: 2 }),
      Principal: withPrincipal ? principalArb : fc.constant(undefined),
      isNot: withPrincipal ? fc.boolean() : fc.constant(false),
      inverse: fc.constantFrom('no', 'no', 'no', 'action', 'resource'),
    })
    .map(({ Condition, Principal, isNot, inverse, Action, Resource, ...effect }) => {
      const condition = Condition === undefined ? {} : { Condition };
      const rest = {
        ...effect,
        ...(inverse === 'action' ? { NotAction: Action === '*' ? 's3:Delete*' : Action } : { Action }),
        ...(inverse === 'resource'
          ? { NotResource: Resource === '*' ? `${BUCKET}/secret/*` : Resource }
          : { Resource }),
      };
      if (Principal === undefined) return { ...rest, ...condition };
      // NotPrincipal goes with Deny alone.
      const named = isNot && rest.Effect === 'Deny' && Principal !== '*' ? { NotPrincipal: Principal } : { Principal };
      return { ...rest, ...condition, ...named };
    });

export function policyOf(name: string, statements: readonly StatementJson[]): AttachedPolicy {
  const parsed = parsePolicyDocument({ Version: '2012-10-17', Statement: statements });
  if (parsed.kind === 'invalid') throw new Error(parsed.because);
  return { name, document: parsed.document };
}

export const EFFECTS = ['Allow', 'Allow', 'Allow', 'Deny'] as const;

const policyArb = (name: string, withPrincipal: boolean): fc.Arbitrary<AttachedPolicy> =>
  fc
    .array(statementArb(withPrincipal, EFFECTS), { minLength: 0, maxLength: 3 })
    .map((statements) => policyOf(name, statements));

/** Mostly allows everything, so that a case is not denied ten times over. */
const lenient = (name: string, withPrincipal: boolean): fc.Arbitrary<AttachedPolicy> =>
  fc.oneof(
    policyArb(name, withPrincipal),
    fc.constant(
      policyOf(name, [{ Effect: 'Allow', Action: '*', Resource: '*', ...(withPrincipal ? { Principal: '*' } : {}) }]),
    ),
  );

const readingArb = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Reading<T>> =>
  fc.oneof(
    fc.constant(absent),
    value.map((one) => found(one)),
  );

const levelsArb = (name: string, withPrincipal: boolean) =>
  fc
    .array(fc.array(lenient(name, withPrincipal), { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 2 })
    .map((levels) => levels.map((policies, at) => ({ target: `level ${at}`, policies })));

const flagsArb = fc.record({
  RestrictPublicBuckets: fc.boolean(),
  IgnorePublicAcls: fc.boolean(),
  BlockPublicAcls: fc.boolean(),
});

const blockArb: fc.Arbitrary<BlockPublicAccess> = fc.record({ bucket: flagsArb, account: flagsArb });

const aclArb = fc.array(
  fc.record({
    grantee: fc.constantFrom('AllUsers', 'AuthenticatedUsers', OWN, OTHER),
    permission: fc.constantFrom('READ' as const, 'WRITE' as const, 'FULL_CONTROL' as const),
  }),
  { maxLength: 2 },
);

const ownershipArb: fc.Arbitrary<ObjectOwnership> = fc.record({
  mode: fc.constantFrom('BucketOwnerEnforced' as const, 'ObjectWriter' as const),
  objectOwner: fc.constantFrom(OWN, OTHER, '777788889999'),
  bucketAcl: aclArb,
  objectAcl: aclArb,
});

const evidenceArb: fc.Arbitrary<Evidence> = fc.record({
  identityPolicies: readingArb(fc.array(lenient('identity', false), { minLength: 1, maxLength: 2 })),
  permissionsBoundary: readingArb(lenient('boundary', false)),
  sessionPolicies: readingArb(fc.array(lenient('session', false), { minLength: 1, maxLength: 1 })),
  serviceControlPolicies: readingArb(levelsArb('SCP', false)),
  resourceControlPolicies: readingArb(levelsArb('RCP', true)),
  vpcEndpointPolicy: readingArb(lenient('endpoint', true)),
  accessPointPolicy: readingArb(
    policyArb('access point', true).map((policy) => ({ policy, networkOrigin: 'Internet' as const })),
  ),
  bucketPolicy: readingArb(policyArb('bucket', true).map((policy) => ({ policy }))),
  blockPublicAccess: readingArb(blockArb),
  objectOwnership: readingArb(ownershipArb),
  keyPolicy: readingArb(
    policyArb('key', true).map((policy) => ({
      policy,
      keyManager: 'CUSTOMER' as const,
      keyState: 'Enabled',
      grants: [],
    })),
  ),
});

/** What every key is in one request, absent included; how the request came is told by the endpoint's keys alone. */
const contextArb: fc.Arbitrary<ReadonlyMap<string, ContextValue>> = fc
  .record(
    Object.fromEntries(
      Object.entries(KEYS).map(([key, values]) => [key, fc.option(fc.constantFrom(...values), { nil: undefined })]),
    ),
  )
  .map(
    (chosen) =>
      new Map(
        Object.entries(chosen).map(([key, value]): [string, ContextValue] => [
          key.toLowerCase(),
          value === undefined && key !== 'aws:SecureTransport'
            ? { kind: 'absent' }
            : { kind: 'known', values: [String(value ?? 'true')] },
        ]),
      ),
  );

export const caseArb: fc.Arbitrary<Case> = fc
  .record({
    caller: fc.constantFrom(...CALLERS),
    target: fc.constantFrom(...TARGETS),
    evidence: evidenceArb,
    keys: contextArb,
    address: fc.constantFrom(...ADDRESSES),
  })
  .map(({ caller, target: { account, ...target }, evidence, keys, address }) => {
    // AWS services show no network, and KMS is not told of it; S3 asks it over TLS.
    const hidesNetwork = caller.kind === 'service' || target.action.startsWith('kms:');
    const always: readonly [string, ContextValue][] = [
      ['aws:sourcevpce', { kind: 'absent' }],
      ['aws:securetransport', { kind: 'known', values: ['true'] }],
    ];
    const shown = hidesNetwork ? new Map([...keys, ...always]) : keys;
    const isFromInternet = !hidesNetwork && shown.get('aws:sourcevpce')?.kind === 'absent';
    const rest: readonly [string, ContextValue][] = [
      ['aws:sourceip', isFromInternet ? { kind: 'known', values: [address] } : { kind: 'absent' }],
      ['aws:currenttime', { kind: 'known', values: ['2026-11-01T12:00:00Z'] }],
    ];
    const context = { keys: new Map([...shown, ...rest]), otherKeys: 'absent' as const };
    return { request: { principal: caller, ...target, resourceAccount: account, context }, evidence };
  });
