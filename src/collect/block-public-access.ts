import { z } from 'zod';
import { type BlockPublicAccess, PUBLIC_ACCESS_FLAGS, type PublicAccessFlags } from '../evidence/evidence.ts';
import { found, type Reading, type Unreadable } from '../evidence/reading.ts';
import type { CollectSession } from './collect-session.ts';
import { readOrganizationBlock } from './organization-block.ts';
import type { OwnedBucket } from './owned-bucket.ts';
import { read } from './read.ts';

const flag = z.boolean().optional();
const Flags = z.looseObject({
  BlockPublicAcls: flag,
  IgnorePublicAcls: flag,
  BlockPublicPolicy: flag,
  RestrictPublicBuckets: flag,
});
/** S3 answers with all four flags; a block without any is no answer of S3's, and does not mean that all are off. */
export const PublicAccessBlock = Flags.refine(
  (block) => PUBLIC_ACCESS_FLAGS.some((name) => block[name] !== undefined),
  'has none of the four flags',
);
const Answer = z.looseObject({ PublicAccessBlockConfiguration: PublicAccessBlock });

/**
 * The block of the bucket and that of its account. What S3 answers for the account is already combined with the
 * organization's: https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_GetPublicAccessBlock.html
 */
export async function readBlockPublicAccess(
  session: CollectSession,
  { account, region, name, partition }: OwnedBucket,
  accessPoint?: PublicAccessFlags | Unreadable,
): Promise<Reading<BlockPublicAccess>> {
  const [ofOrganization, ofBucket, ofAccount] = await Promise.all([
    readOrganizationBlock(session, { account, partition }),
    read(session, 's3:GetPublicAccessBlock', {
      account,
      region,
      input: { Bucket: name },
      output: Answer,
    }),
    read(session, 's3control:GetPublicAccessBlock', {
      account,
      region,
      input: { AccountId: account },
      output: Answer,
    }),
  ]);
  // What could not be read of the organization takes nothing away: the account's answer has it in it.
  const organization = ofOrganization.kind === 'found' ? { organization: ofOrganization.value } : {};
  if (ofBucket.kind === 'unreadable' && ofAccount.kind === 'unreadable' && ofOrganization.kind !== 'found')
    return ofBucket;
  return found({
    ...organization,
    account: level(ofAccount),
    bucket: level(ofBucket),
    ...(accessPoint === undefined ? {} : { accessPoint }),
  });
}

function level(reading: Reading<z.infer<typeof Answer>>): PublicAccessFlags | Unreadable {
  if (reading.kind === 'unreadable') return reading;
  return reading.kind === 'absent' ? {} : publicAccessFlags(reading.value.PublicAccessBlockConfiguration);
}

/** The four flags alone; a flag that S3 left out is off. */
export function publicAccessFlags(flags: z.infer<typeof Flags>): PublicAccessFlags {
  const { BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets } = flags;
  return {
    BlockPublicAcls: BlockPublicAcls ?? false,
    IgnorePublicAcls: IgnorePublicAcls ?? false,
    BlockPublicPolicy: BlockPublicPolicy ?? false,
    RestrictPublicBuckets: RestrictPublicBuckets ?? false,
  };
}
