import type { Layer } from '../evidence/layers.ts';
import { parseArn } from '../request/arn.ts';
import type { PolicyPlace } from './policy-change.ts';

interface SizeLimit {
  readonly characters: number;
  /** IAM does not count white space. */
  readonly countsSpace: boolean;
  readonly name: string;
}

const bytes = (characters: number, name: string): SizeLimit => ({ characters, countsSpace: true, name });
const characters = (count: number, name: string): SizeLimit => ({ characters: count, countsSpace: false, name });

/**
 * The most that AWS takes as one document.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
 */
const LIMITS: Record<Layer, (place: PolicyPlace) => SizeLimit | null> = {
  identityPolicies: inlineOrManaged,
  permissionsBoundary: () => characters(6144, 'a managed policy'),
  sessionPolicies: () => null,
  serviceControlPolicies: () => bytes(10_240, 'an SCP'),
  resourceControlPolicies: () => bytes(5120, 'an RCP'),
  vpcEndpointPolicy: () => bytes(20_480, 'a VPC endpoint policy'),
  accessPointPolicy: () => bytes(20_480, 'an access point policy'),
  bucketPolicy: () => bytes(20_480, 'a bucket policy'),
  blockPublicAccess: () => null,
  objectOwnership: () => null,
  keyPolicy: () => bytes(32_768, 'a key policy'),
};

function inlineOrManaged({ target }: PolicyPlace): SizeLimit {
  const resource = parseArn(target)?.resource ?? '';
  if (resource.startsWith('policy/')) return characters(6144, 'a managed policy');
  if (resource.startsWith('user/')) return characters(2048, "a user's inline policies together");
  return characters(10_240, "a role's inline policies together");
}

/** Why AWS would not take a document of this size; null if it would. The text is counted as short as it can be written. */
export function tooLarge(place: PolicyPlace, source: unknown): string | null {
  const limit = LIMITS[place.layer](place);
  if (limit === null) return null;
  const text = JSON.stringify(source);
  const size = limit.countsSpace ? new TextEncoder().encode(text).length : text.replace(/\s/g, '').length;
  if (size <= limit.characters) return null;
  return `the policy would have ${size} characters, and ${limit.name} may have ${limit.characters}`;
}
