import { z } from 'zod';
import type { PublicAccessFlags } from '../evidence/evidence.ts';
import { found, type Reading, unreadable } from '../evidence/reading.ts';
import type { CollectSession } from './collect-session.ts';
import { homeRegion } from './home-region.ts';
import type { OwnedBucket } from './owned-bucket.ts';
import { read } from './read.ts';

const Effective = z.looseObject({ EffectivePolicy: z.looseObject({ PolicyContent: z.string() }) });
const Content = z.looseObject({
  s3_attributes: z.looseObject({ public_access_block_configuration: z.enum(['all', 'none']).optional() }).optional(),
});

const NEEDS = 'organizations:DescribeEffectivePolicy';
const ALL: PublicAccessFlags = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

/**
 * The organization's Block Public Access, as an account inherits it: all four settings or none. Any account may ask for its
 * own. https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_s3_syntax.html
 */
export async function readOrganizationBlock(
  session: CollectSession,
  { account, partition }: Pick<OwnedBucket, 'account' | 'partition'>,
): Promise<Reading<PublicAccessFlags>> {
  const effective = await read(session, NEEDS, {
    account,
    region: homeRegion(partition, 'organizations'),
    input: { PolicyType: 'S3_POLICY' },
    output: Effective,
  });
  if (effective.kind !== 'found') return effective;
  const content = contentOf(effective.value.EffectivePolicy.PolicyContent);
  if (content === undefined) {
    return unreadable(
      NEEDS,
      "the organization's S3 policy was read, but it could not be understood",
      account,
      'unparsable',
    );
  }
  return found(content.s3_attributes?.public_access_block_configuration === 'all' ? ALL : {});
}

function contentOf(text: string): z.infer<typeof Content> | undefined {
  try {
    const parsed = Content.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
