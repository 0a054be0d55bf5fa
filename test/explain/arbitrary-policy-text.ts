import fc from 'fast-check';
import { ANA, BUCKET, EXPORT, keyOf, OTHER, OWN, PARTNER, POINT, REPORTS } from './organization.ts';

/** Keys near one another: one a prefix of another, one with signs that are wildcards in a policy. */
export const KEYS = [
  '2026/10.csv',
  '2026/10.csv.bak',
  '2026/11.csv',
  '2025/10.csv',
  'a b*c${x}.txt',
  'a bZc${x}.txt',
] as const;

const actions = fc.uniqueArray(
  fc.constantFrom(
    's3:GetObject',
    's3:PutObject',
    's3:ListBucket',
    's3:Get*',
    's3:*',
    's3:GetObjectVersion',
    'kms:Decrypt',
  ),
  { minLength: 1, maxLength: 3 },
);
export const resources = fc.uniqueArray(
  fc.constantFrom(
    BUCKET,
    `${BUCKET}/*`,
    `${BUCKET}/${KEYS[0]}`,
    `${BUCKET}/2025/*`,
    `${POINT}/object/*`,
    POINT,
    keyOf(OWN),
    keyOf(OTHER),
    '*',
  ),
  { minLength: 1, maxLength: 2 },
);
export const ofBucket = fc.uniqueArray(
  fc.constantFrom(BUCKET, `${BUCKET}/*`, `${BUCKET}/${KEYS[0]}`, `${BUCKET}/2025/*`, `${BUCKET}/2026/1?.csv`),
  { minLength: 1, maxLength: 2 },
);
export const ofPoint = fc.uniqueArray(fc.constantFrom(POINT, `${POINT}/object/*`, `${POINT}/object/${KEYS[0]}`), {
  minLength: 1,
  maxLength: 2,
});

const CONDITIONS = [
  { StringEquals: { 'aws:SourceVpce': 'vpce-1a' } },
  { StringNotEquals: { 'aws:SourceVpce': 'vpce-1a' } },
  { Bool: { 'aws:SecureTransport': 'true' } },
  { Bool: { 'aws:SecureTransport': 'false' } },
  { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
  { ArnNotEquals: { 'aws:PrincipalArn': EXPORT } },
  { ArnNotLike: { 'aws:PrincipalArn': [EXPORT, `arn:aws:iam::${OTHER}:role/*`] }, Null: { 'aws:SourceVpce': 'true' } },
  { StringEquals: { 's3:DataAccessPointAccount': OWN } },
] as const;

const principals = fc.constantFrom<unknown>(
  '*',
  { AWS: '*' },
  { AWS: REPORTS },
  { AWS: [EXPORT, ANA] },
  { AWS: [`arn:aws:iam::${OTHER}:root`, EXPORT] },
  { AWS: OWN },
  { AWS: `arn:aws:iam::${OWN}:role/reprots` },
  { AWS: 'AROAEXAMPLEROLE123456' },
  { AWS: PARTNER },
  { Service: 'cloudfront.amazonaws.com' },
);

interface Kind {
  readonly named: boolean;
  readonly resources: fc.Arbitrary<readonly string[]>;
  readonly effects: readonly ('Allow' | 'Deny')[];
}

const statement = ({ named, resources: of, effects }: Kind): fc.Arbitrary<Readonly<Record<string, unknown>>> =>
  fc
    .record({
      Effect: fc.constantFrom(...effects),
      principal: named ? principals : fc.constant(undefined),
      isNot: fc.constantFrom(false, false, false, true),
      Action: fc.oneof(
        actions,
        actions.map((many) => many[0]),
      ),
      Resource: fc.oneof(
        of,
        of.map((many) => many[0]),
      ),
      Condition: fc.option(fc.constantFrom(...CONDITIONS), { nil: undefined, freq: 2 }),
    })
    .map(({ principal, isNot, Condition, ...rest }) => ({
      ...rest,
      ...(principal === undefined
        ? {}
        : isNot && rest.Effect === 'Deny' && principal !== '*'
          ? { NotPrincipal: principal }
          : { Principal: principal }),
      ...(Condition === undefined ? {} : { Condition }),
    }));

/** As people and AWS write documents: on one line, with tabs, with two or four spaces, one statement without its list. */
export const text = (kind: Kind): fc.Arbitrary<string> =>
  fc
    .record({
      statements: fc.array(statement(kind), { minLength: 1, maxLength: 3 }),
      indent: fc.constantFrom('', '\t', 2, 4),
      alone: fc.boolean(),
      crlf: fc.constantFrom(false, false, true),
      ends: fc.boolean(),
    })
    .map(({ statements, indent, alone, crlf, ends }) => {
      const Statement = alone && statements.length === 1 ? statements[0] : statements;
      const json = `${JSON.stringify({ Version: '2012-10-17', Statement }, null, indent)}${ends ? '\n' : ''}`;
      return crlf ? json.replaceAll('\n', '\r\n') : json;
    });

/** Statements of a bucket policy that all but allow, or deny alone: what most changes are made of. */
export const ALMOST: readonly (readonly [why: string, statement: Readonly<Record<string, unknown>>])[] = [
  [
    'a misspelt role',
    { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${OWN}:role/reprots` }, Action: 's3:GetObject' },
  ],
  ['other roles', { Effect: 'Allow', Principal: { AWS: [EXPORT, PARTNER] }, Action: 's3:GetObject' }],
  [
    'another action',
    { Effect: 'Allow', Principal: { AWS: [`arn:aws:iam::${OWN}:root`, PARTNER] }, Action: 's3:GetObjectVersion' },
  ],
  [
    'the bucket in place of its objects',
    { Effect: 'Allow', Principal: { AWS: [REPORTS, PARTNER, ANA] }, Action: 's3:GetObject', Resource: BUCKET },
  ],
  ['a Deny with NotPrincipal', { Effect: 'Deny', NotPrincipal: { AWS: EXPORT }, Action: 's3:*' }],
  [
    'a Deny with an exemption',
    { Effect: 'Deny', Principal: '*', Action: 's3:*', Condition: { ArnNotEquals: { 'aws:PrincipalArn': EXPORT } } },
  ],
  ['a Deny for everybody', { Effect: 'Deny', Principal: '*', Action: 's3:Get*' }],
  [
    'a Deny for some',
    { Effect: 'Deny', Principal: { AWS: [REPORTS, ANA, PARTNER] }, Action: ['s3:GetObject', 's3:PutObject'] },
  ],
];

export const almost = (resource: string): fc.Arbitrary<string> =>
  fc
    .record({
      statement: fc.constantFrom(...ALMOST.map(([, one]) => one)),
      resource: fc.constantFrom(`${resource}/*`, `${resource}/${KEYS[0]}`),
      indent: fc.constantFrom('', '\t', 2),
    })
    .map(({ statement, resource: of, indent }) =>
      JSON.stringify({ Version: '2012-10-17', Statement: [{ Resource: of, ...statement }] }, null, indent),
    );

export const GIVES = ['Allow', 'Allow', 'Allow', 'Deny'] as const;
export const identity = text({ named: false, resources, effects: GIVES });

export const everything = (named: boolean) =>
  fc.constant(
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', ...(named ? { Principal: '*' } : {}), Action: '*', Resource: '*' }],
    }),
  );
