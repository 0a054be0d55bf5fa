import type { HistoryQuestion } from '../collect/event-history.ts';
import { homeRegion } from '../collect/home-region.ts';
import { UNKNOWN_ACCOUNT } from '../collect/named-principal.ts';
import type { Placed } from '../collect/placed.ts';
import type { Collected } from '../evidence/collected.ts';
import type { AttachedPolicy } from '../evidence/evidence.ts';
import { parseArn } from '../request/arn.ts';
import type { Principal } from '../request/principal.ts';
import { principalName, principalPartition } from '../request/principal-arn.ts';

/** A look-up whose changes count only if they are of one service: a bucket, a role and a user may have the same name. */
export interface ChangeQuestion extends HistoryQuestion {
  /** The event source, e.g. `iam.amazonaws.com`. */
  readonly source: string;
  /** What IAM calls what was looked up by its name; another kind of the same name is somebody else. */
  readonly kind?: 'role' | 'user' | 'group';
}

const IAM = 'iam.amazonaws.com';
const S3 = 's3.amazonaws.com';
const KMS = 'kms.amazonaws.com';

/** The bucket, the account's Block Public Access, and the caller. */
export function questionsOfPlace({ bucket, bucketAccount, region, principal }: Placed): readonly ChangeQuestion[] {
  const questions: ChangeQuestion[] = [];
  if (bucketAccount !== null && region !== null) {
    const place = { account: bucketAccount, region, source: S3 };
    questions.push({ ...place, attribute: 'ResourceName', value: bucket });
    questions.push({ ...place, attribute: 'EventName', value: 'PutAccountPublicAccessBlock' });
  }
  const named = namedCaller(principal);
  // IAM's events bear a role's or user's name. Its ARN stands in every AssumeRole as well, which are no changes.
  if (named !== undefined) questions.push(ofHolder(named, named.kind, principalName(named.arn)));
  return questions;
}

type NamedCaller = Extract<Principal, { kind: 'role' | 'user' }>;

const namedCaller = (principal: Principal | undefined): NamedCaller | undefined =>
  (principal?.kind === 'role' || principal?.kind === 'user') && principal.account !== UNKNOWN_ACCOUNT
    ? principal
    : undefined;

const homeOf = (principal: NamedCaller) => ({
  account: principal.account,
  region: homeRegion(principalPartition(principal)),
});

const ofHolder = (named: NamedCaller, kind: 'role' | 'user' | 'group', value: string): ChangeQuestion => ({
  ...homeOf(named),
  attribute: 'ResourceName',
  value,
  source: IAM,
  kind,
});

/** Customer managed policies and groups are shared, so their changes are not listed under the caller's name. */
const MOST_SHARED = 4;

/** The caller's own managed policies and groups, and the KMS keys. */
export function questionsOfPolicies({ requests }: Collected): readonly ChangeQuestion[] {
  const questions: ChangeQuestion[] = [];
  const [first] = requests;
  const named = namedCaller(first?.request.principal);
  if (first !== undefined && named !== undefined && first.evidence.identityPolicies.kind === 'found') {
    const policies = first.evidence.identityPolicies.value;
    const managed = policies.flatMap(({ arn }) => arn ?? []);
    const own = managed.filter((arn) => parseArn(arn)?.account === named.account);
    const shared = [
      ...groupsOf(policies).map((group) => ofHolder(named, 'group', group)),
      ...own.map((value): ChangeQuestion => ({ ...homeOf(named), attribute: 'ResourceName', value, source: IAM })),
    ];
    questions.push(...shared.slice(0, MOST_SHARED));
  }
  for (const { request } of requests) {
    const key = parseArn(request.resource);
    if (key?.service !== 'kms' || /[*?]/.test(key.resource)) continue;
    const { account, region } = key;
    questions.push({ account, region, attribute: 'ResourceName', value: request.resource, source: KMS });
  }
  return questions;
}

const groupsOf = (policies: readonly AttachedPolicy[]): readonly string[] => [
  ...new Set(policies.flatMap(({ via }) => /^group (?<name>.+)$/.exec(via ?? '')?.groups?.name ?? [])),
];
