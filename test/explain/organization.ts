import type { AttachedPolicy, Evidence } from '../../src/evidence/evidence.ts';
import { absent, found, type Reading } from '../../src/evidence/reading.ts';
import { parsePolicyDocument } from '../../src/policy/parse-policy-document.ts';
import type { PolicyDocument } from '../../src/policy/policy-document.ts';
import type { AccessRequest } from '../../src/request/access-request.ts';
import type { Principal } from '../../src/request/principal.ts';

/** A small organization as its policies' texts, by place. Evidence is read out of it for any request, so that one change can be seen by all. */
export interface Organization {
  readonly texts: ReadonlyMap<string, string>;
  readonly bucketOwner: string;
  readonly keyOwner: string;
  readonly restricts: boolean;
}

export const OWN = '111122223333';
export const OTHER = '444455556666';
export const BUCKET = 'arn:aws:s3:::ledger';
export const POINT = `arn:aws:s3:eu-west-1:${OWN}:accesspoint/finance`;
export const REPORTS = `arn:aws:iam::${OWN}:role/reports`;
export const EXPORT = `arn:aws:iam::${OWN}:role/batch/export`;
export const PARTNER = `arn:aws:iam::${OTHER}:role/partner`;
export const ANA = `arn:aws:iam::${OWN}:user/ana`;
export const BOB = `arn:aws:iam::${OWN}:user/bob`;
export const SHARED = `arn:aws:iam::${OWN}:policy/shared`;
export const GROUP = `arn:aws:iam::${OWN}:group/analysts`;
export const keyOf = (owner: string) => `arn:aws:kms:eu-west-1:${owner}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

/** Where a document is: the ARN it hangs on, and its name where there may be several. */
export const placeKey = (target: string, name = '') => `${target} ${name}`.trim();

export const INLINE_NAMES = ['work', 'more'] as const;
const SHARERS = [REPORTS, EXPORT, ANA];
const MEMBERS = [ANA, BOB];

/** Who is reached by a document that names nobody. */
export function isReached(principal: Principal, target: string): boolean {
  if (!('arn' in principal)) return false;
  if (target === SHARED) return SHARERS.includes(principal.arn);
  if (target === GROUP) return MEMBERS.includes(principal.arn);
  return principal.arn === target;
}

function attached(text: string, name: string, rest: Partial<AttachedPolicy> = {}): AttachedPolicy {
  return { name, ...rest, document: documentOf(text) };
}

/** A thousand requests read the same few texts. */
const READ = new Map<string, PolicyDocument>();

function documentOf(text: string): PolicyDocument {
  const there = READ.get(text);
  if (there !== undefined) return there;
  const parsed = parsePolicyDocument(text);
  if (parsed.kind === 'invalid') throw new Error(`${parsed.because}: ${text}`);
  if (READ.size > 500) READ.clear();
  READ.set(text, parsed.document);
  return parsed.document;
}

/** Everything that is to be read for a request, all of it readable. */
export function evidenceFor(org: Organization, request: AccessRequest): Evidence {
  const { principal, resource } = request;
  const at = (target: string, name = '') => org.texts.get(placeKey(target, name));
  const reading = (text: string | undefined, name: string, arn: string): Reading<AttachedPolicy> =>
    text === undefined ? absent : found(attached(text, name, { arn }));
  const identity = 'arn' in principal ? identityPolicies(org, principal.arn) : [];
  const boundary = 'arn' in principal ? at(principal.arn, 'boundary') : undefined;
  const caller = 'account' in principal ? at(principal.account, 'scp') : undefined;
  const guard = at(request.resourceAccount ?? '', 'rcp');
  const isKey = request.action.startsWith('kms:');
  const isPoint = resource.startsWith(POINT);
  const bucket = reading(at(BUCKET), 'bucket policy', BUCKET);
  const point = reading(at(POINT), 'access point policy', POINT);
  const key = reading(at(keyOf(org.keyOwner)), 'key policy', keyOf(org.keyOwner));
  const isBucket = resource.startsWith(BUCKET) || isPoint;
  return {
    identityPolicies: identity.length === 0 ? absent : found(identity),
    permissionsBoundary:
      boundary === undefined
        ? absent
        : found(attached(boundary, 'limits', { arn: `arn:aws:iam::${OWN}:policy/limits` })),
    sessionPolicies: absent,
    serviceControlPolicies: caller === undefined ? absent : levels(caller, 'scp', 'service_control_policy'),
    resourceControlPolicies: guard === undefined ? absent : levels(guard, 'rcp', 'resource_control_policy'),
    vpcEndpointPolicy: absent,
    accessPointPolicy: isPoint
      ? found({ policy: point.kind === 'found' ? point.value : null, networkOrigin: 'Internet' })
      : absent,
    bucketPolicy: isBucket && bucket.kind === 'found' ? found({ policy: bucket.value }) : absent,
    blockPublicAccess: isBucket ? found({ bucket: { RestrictPublicBuckets: org.restricts } }) : absent,
    objectOwnership: isBucket ? found({ mode: 'BucketOwnerEnforced' }) : absent,
    keyPolicy:
      isKey && key.kind === 'found'
        ? found({ policy: key.value, keyManager: 'CUSTOMER', keyState: 'Enabled', grants: [] })
        : absent,
    organization: { id: 'o-a1b2c3d4e5', managementAccount: '999900001111' },
  };
}

function identityPolicies({ texts }: Organization, arn: string): AttachedPolicy[] {
  const named = (target: string, name: string, rest: Partial<AttachedPolicy>): AttachedPolicy[] => {
    const text = texts.get(placeKey(target, target === SHARED ? '' : name));
    return text === undefined ? [] : [attached(text, name, rest)];
  };
  const own = [...texts.keys()]
    .filter((key) => key.startsWith(`${arn} `) && key !== `${arn} boundary`)
    .flatMap((key) => named(arn, key.slice(arn.length + 1), { via: 'inline' }));
  return [
    ...own,
    ...(SHARERS.includes(arn) ? named(SHARED, 'shared', { arn: SHARED, via: 'managed' }) : []),
    ...(MEMBERS.includes(arn) ? named(GROUP, 'members', { via: 'group analysts' }) : []),
  ];
}

const FULL = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}';
const FULL_RCP = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}}';

function levels(text: string, name: string, kind: string): Evidence['serviceControlPolicies'] {
  const full = attached(name === 'scp' ? FULL : FULL_RCP, 'Full', {
    arn: `arn:aws:organizations::aws:policy/${kind}/p-Full`,
  });
  const arn = `arn:aws:organizations::999900001111:policy/o-a1b2c3d4e5/${kind}/p-12345678`;
  return found([
    { target: 'root', policies: [full] },
    { target: 'account', policies: [full, attached(text, name, { arn })] },
  ]);
}
