import fc from 'fast-check';
import type { AccessRequest } from '../../src/request/access-request.ts';
import type { ConditionContext } from '../../src/request/condition-context.ts';
import type { Principal } from '../../src/request/principal.ts';
import {
  almost,
  everything,
  GIVES,
  identity,
  KEYS,
  ofBucket,
  ofPoint,
  resources,
  text,
} from './arbitrary-policy-text.ts';
import {
  ANA,
  BOB,
  BUCKET,
  EXPORT,
  GROUP,
  INLINE_NAMES,
  keyOf,
  type Organization,
  OTHER,
  OWN,
  PARTNER,
  POINT,
  placeKey,
  REPORTS,
  SHARED,
} from './organization.ts';

const never = fc.constant<string | undefined>(undefined);
const maybe = (one: fc.Arbitrary<string>): fc.Arbitrary<string | undefined> => fc.oneof(one, one, never);
const seldom = (one: fc.Arbitrary<string>): fc.Arbitrary<string | undefined> =>
  fc.oneof(one, never, never, never, never);

export const organization: fc.Arbitrary<Organization> = fc
  .record({
    bucketOwner: fc.constantFrom(OWN, OTHER),
    keyOwner: fc.constantFrom(OWN, OTHER),
    restricts: fc.boolean(),
    texts: fc.record({
      [placeKey(REPORTS, INLINE_NAMES[0])]: maybe(fc.oneof(identity, everything(false))),
      [placeKey(REPORTS, INLINE_NAMES[1])]: seldom(identity),
      [placeKey(REPORTS, 'boundary')]: seldom(fc.oneof(identity, everything(false))),
      [placeKey(EXPORT, INLINE_NAMES[0])]: maybe(identity),
      [placeKey(ANA, INLINE_NAMES[0])]: seldom(identity),
      [placeKey(PARTNER, INLINE_NAMES[0])]: maybe(fc.oneof(identity, everything(false))),
      [placeKey(SHARED)]: maybe(identity),
      [placeKey(GROUP, 'members')]: maybe(identity),
      [placeKey(OWN, 'scp')]: seldom(text({ named: false, resources, effects: ['Deny'] })),
      [placeKey(OTHER, 'rcp')]: seldom(
        fc.constant(
          '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:Put*","Resource":"*"}]}',
        ),
      ),
      [placeKey(BUCKET)]: maybe(fc.oneof(almost(BUCKET), text({ named: true, resources: ofBucket, effects: GIVES }))),
      [placeKey(POINT)]: maybe(text({ named: true, resources: ofPoint, effects: GIVES })),
      [placeKey(keyOf(OWN))]: text({ named: true, resources: fc.constant(['*']), effects: GIVES }),
      [placeKey(keyOf(OTHER))]: text({ named: true, resources: fc.constant(['*']), effects: GIVES }),
    }),
  })
  .map(({ texts, ...rest }) => ({
    ...rest,
    texts: new Map(Object.entries(texts).flatMap(([key, one]) => (one === undefined ? [] : [[key, one] as const]))),
  }));

const OBJECT_ACTIONS = [
  's3:GetObject',
  's3:PutObject',
  's3:GetObjectVersion',
  's3:DeleteObject',
  's3:PutObjectTagging',
] as const;
const BUCKET_ACTIONS = ['s3:ListBucket', 's3:GetBucketPolicy', 's3:PutBucketPolicy'] as const;
const KEY_ACTIONS = ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'] as const;

const role = (arn: string): Principal => ({ kind: 'role', arn, account: arn.split(':')[4] ?? '' });

const CALLERS: readonly Principal[] = [
  role(REPORTS),
  role(EXPORT),
  role(PARTNER),
  { kind: 'user', arn: ANA, account: OWN },
  {
    ...role(REPORTS),
    kind: 'role',
    arn: REPORTS,
    account: OWN,
    sessionArn: `arn:aws:sts::${OWN}:assumed-role/reports/nightly`,
  },
];

const STRANGERS: readonly Principal[] = [
  { kind: 'user', arn: BOB, account: OWN },
  { kind: 'root', arn: `arn:aws:iam::${OWN}:root`, account: OWN },
  role(`arn:aws:iam::${OWN}:role/never-named`),
  role('arn:aws:iam::777788889999:role/reports'),
  { kind: 'service', service: 'cloudfront.amazonaws.com' },
  { kind: 'anonymous' },
];

const context = (keys: Readonly<Record<string, string>>): ConditionContext => ({
  otherKeys: 'absent',
  keys: new Map(
    Object.entries({ 'aws:securetransport': 'true', ...keys }).map(([key, value]) => [
      key,
      { kind: 'known' as const, values: [value] },
    ]),
  ),
});

const CONTEXTS: readonly ConditionContext[] = [
  context({}),
  context({ 'aws:sourcevpce': 'vpce-1a' }),
  context({ 'aws:sourcevpce': 'vpce-2b' }),
  context({ 'aws:securetransport': 'false', 'aws:sourceip': '203.0.113.7' }),
  context({ 'aws:sourceaccount': OTHER, 'aws:sourcearn': 'arn:aws:cloudfront::444455556666:distribution/E1' }),
];

type Target = Pick<AccessRequest, 'action' | 'resource' | 'resourceAccount' | 'bucket'>;

function targets({ bucketOwner, keyOwner }: Organization): readonly Target[] {
  const bucket = { name: 'ledger', account: bucketOwner };
  return [
    ...KEYS.flatMap((key) => [
      ...OBJECT_ACTIONS.map((action) => ({ action, resource: `${BUCKET}/${key}`, resourceAccount: bucketOwner })),
      ...OBJECT_ACTIONS.slice(0, 3).map((action) => ({
        action,
        resource: `${POINT}/object/${key}`,
        resourceAccount: OWN,
        bucket,
      })),
    ]),
    ...BUCKET_ACTIONS.map((action) => ({ action, resource: BUCKET, resourceAccount: bucketOwner })),
    { action: 's3:ListBucket', resource: POINT, resourceAccount: OWN, bucket },
    { action: 's3:GetObject', resource: `arn:aws:s3:::ledger-archive/${KEYS[0]}`, resourceAccount: bucketOwner },
    ...KEY_ACTIONS.map((action) => ({ action, resource: keyOf(keyOwner), resourceAccount: keyOwner })),
  ];
}

/** One object, read by one role. */
export const theCall = (org: Organization): readonly AccessRequest[] =>
  targets(org)
    .filter(({ action, resource }) => action === 's3:GetObject' && resource === `${BUCKET}/${KEYS[0]}`)
    .map((one) => ({ ...one, principal: role(REPORTS), context: context({}) }));

/** What the call asks for: an object, the bucket's list, or an object under a KMS key, which takes two permissions. */
export const calls = (org: Organization): fc.Arbitrary<readonly AccessRequest[]> =>
  fc
    .record({
      principal: fc.constantFrom(...CALLERS),
      context: fc.constantFrom(...CONTEXTS.slice(0, 3)),
      resource: fc.constantFrom(
        `${BUCKET}/${KEYS[0]}`,
        `${BUCKET}/${KEYS[2]}`,
        `${BUCKET}/${KEYS[4]}`,
        `${POINT}/object/${KEYS[0]}`,
        BUCKET,
      ),
      encrypted: fc.boolean(),
      writes: fc.constantFrom(false, false, true),
    })
    .map(({ principal, context: known, resource, encrypted, writes }) => {
      const all = targets(org);
      const action = resource === BUCKET ? 's3:ListBucket' : writes ? 's3:PutObject' : 's3:GetObject';
      const key = writes ? 'kms:GenerateDataKey' : 'kms:Decrypt';
      const asked = all.filter((one) => one.action === action && one.resource === resource);
      const under = encrypted && resource !== BUCKET ? all.filter((one) => one.action === key) : [];
      return [...asked, ...under].map((one) => ({ ...one, principal, context: known }));
    });

/** A thousand other requests: most differ from the call in one thing, the rest in anything. */
export const others = (
  org: Organization,
  [asked]: readonly AccessRequest[],
): fc.Arbitrary<readonly AccessRequest[]> => {
  const anyone = [...CALLERS, ...STRANGERS];
  const like = <T>(same: T | undefined, all: readonly T[]): fc.Arbitrary<T> =>
    same === undefined ? fc.constantFrom(...all) : fc.oneof(fc.constant(same), fc.constantFrom(...all));
  const same = targets(org).find((one) => one.action === asked?.action && one.resource === asked.resource);
  const one = fc
    .record({
      target: like(same, targets(org)),
      principal: like(asked?.principal, anyone),
      known: like(asked?.context, CONTEXTS),
    })
    .map(({ target, principal, known }) => ({ ...target, principal, context: known }));
  return fc.array(one, { minLength: 1000, maxLength: 1000, size: 'max' });
};
