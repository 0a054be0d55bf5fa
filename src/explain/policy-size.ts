import type { Layer } from '../evidence/layers.ts';
import { policiesOf } from '../evidence/policies-of.ts';
import { parseArn } from '../request/arn.ts';
import type { RequestCase } from './case.ts';
import type { PolicyPlace } from './policy-change.ts';
import { placeOf } from './policy-places.ts';

interface SizeLimit {
  readonly most: number;
  readonly name: string;
  /** IAM does not count white space; the others take a document as it is sent. */
  readonly countsSpace: boolean;
  /** IAM counts all inline policies of one user, role or group together. */
  readonly together?: true;
}

const sent = (most: number, name: string): SizeLimit => ({ most, name, countsSpace: true });
const inIam = (most: number, name: string): SizeLimit => ({ most, name, countsSpace: false });
const inline = (most: number, whose: string): SizeLimit => ({
  ...inIam(most, `all inline policies of a ${whose} together`),
  together: true,
});

/**
 * The most that AWS takes.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-policy-language-overview.html
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
 * https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html
 * https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html
 */
const LIMITS: Record<Layer, (place: PolicyPlace) => SizeLimit | null> = {
  identityPolicies: ({ target }) => INLINE[kindOf(target)] ?? inIam(6144, 'a managed policy'),
  permissionsBoundary: () => inIam(6144, 'a managed policy'),
  sessionPolicies: () => sent(2048, 'a session policy'),
  serviceControlPolicies: () => sent(10_240, 'an SCP'),
  resourceControlPolicies: () => sent(5120, 'an RCP'),
  vpcEndpointPolicy: () => sent(20_480, 'a VPC endpoint policy'),
  accessPointPolicy: () => sent(20_480, 'an access point policy'),
  bucketPolicy: () => sent(20_480, 'a bucket policy'),
  blockPublicAccess: () => null,
  objectOwnership: () => null,
  keyPolicy: () => sent(32_768, 'a key policy'),
};

const INLINE: Readonly<Record<string, SizeLimit>> = {
  role: inline(10_240, 'role'),
  user: inline(2048, 'user'),
  group: inline(5120, 'group'),
};

const kindOf = (target: string) => (parseArn(target)?.resource ?? '').split('/')[0] ?? '';

/** Whether AWS takes a document of this size: as it is written, only without its white space, or not. */
export type Fit =
  | { readonly kind: 'asWritten' | 'compact' }
  | { readonly kind: 'tooLarge' | 'notKnown'; readonly because: string };

/** How the document of a place fits, in the case as it is with every change made. */
export function fitOf(place: PolicyPlace, text: string, source: unknown, after: RequestCase | undefined): Fit {
  const limit = LIMITS[place.layer](place);
  if (limit === null) return { kind: 'asWritten' };
  const others = limit.together === true ? besides(place, after) : [];
  if (others === null) {
    const because = `${limit.name} may have ${limit.most} characters, and those that are there could not all be read`;
    return { kind: 'notKnown', because };
  }
  const size = others.reduce<number>((sum, other) => sum + compactSize(other), compactSize(source));
  if (size > limit.most) {
    const subject = others.length === 0 ? 'the policy' : 'they';
    return {
      kind: 'tooLarge',
      because: `${subject} would have ${size} characters, and ${limit.name} may have ${limit.most}`,
    };
  }
  return { kind: limit.countsSpace && bytes(text) > limit.most ? 'compact' : 'asWritten' };
}

const bytes = (text: string) => new TextEncoder().encode(text).length;
const compactSize = (source: unknown) => bytes(JSON.stringify(source));

/** The other inline policies of the same user, role or group; null where one could not be read. */
function besides(place: PolicyPlace, after: RequestCase | undefined): readonly unknown[] | null {
  if (after === undefined || after.evidence.identityPolicies.kind === 'unreadable') return null;
  const inlines = policiesOf('identityPolicies', after.evidence).filter(({ policy }) => policy.arn === undefined);
  if (inlines.some(({ policy }) => 'kind' in policy.document)) return null;
  return inlines.flatMap(({ policy }) => {
    const there = placeOf('identityPolicies', policy, null, after);
    const isOther = there !== null && there.target === place.target && there.name !== place.name;
    return isOther && !('kind' in policy.document) ? [policy.document.source] : [];
  });
}
