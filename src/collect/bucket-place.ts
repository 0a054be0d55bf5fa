import { z } from 'zod';
import type { TopicNote } from '../evidence/collected.ts';
import type { Unreadable } from '../evidence/reading.ts';
import { findOwner, type Owner } from './bucket-owner.ts';
import { type CollectSession, withShare } from './collect-session.ts';
import { SELF } from './gate.ts';
import { homeRegion } from './home-region.ts';
import { read, readError } from './read.ts';

/** Whose a bucket is, and where. */
export interface BucketPlace {
  readonly name: string;
  readonly partition: string;
  /** Unreadable: why the owner could not be found out. */
  readonly account: string | Unreadable;
  /** Where its reads are asked; a guess where S3 did not say, which S3 then corrects. */
  readonly region: string;
  readonly regionKnown: boolean;
  readonly exists: boolean | 'unknown';
  readonly notes: readonly string[];
}

export interface BucketQuestion {
  readonly name: string;
  readonly partition: string;
  /** What the person who asks said. */
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  /** Accounts that may own it, likeliest first. */
  readonly candidates: readonly string[];
}

const Head = z.looseObject({ BucketRegion: z.string().optional() });

/** The parts of the time that may go by until region and owner are known: nothing of the bucket is read before. */
const REGION_SHARE = 0.25;
const OWNER_SHARE = 0.4;

/**
 * Finds the region by HeadBucket, whose header tells it even with a 403, and the owner by the index or by asking
 * accounts for their buckets. https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
 */
export async function findBucket(session: CollectSession, question: BucketQuestion): Promise<BucketPlace> {
  const { name, partition, account: said } = question;
  if (said !== undefined && question.region !== undefined) {
    const { region } = question;
    return { name, partition, account: said, region, regionKnown: true, exists: 'unknown', notes: [] };
  }
  const [head, owner] = await Promise.all([
    locateBucket(withShare(session, REGION_SHARE), name, partition),
    ownerOf(withShare(session, OWNER_SHARE), question),
  ]);
  const region = question.region ?? head.region ?? owner.region;
  return {
    name,
    partition,
    account: owner.account,
    region: region ?? homeRegion(partition),
    regionKnown: region !== undefined,
    exists: head.exists,
    notes: owner.notes,
  };
}

const ownerOf = async (session: CollectSession, question: BucketQuestion): Promise<Owner> =>
  question.account === undefined ? findOwner(session, question) : { account: question.account, notes: [] };

/** That the bucket is not there, as a note. */
export const missingBucket = ({ name, exists }: BucketPlace): readonly TopicNote[] =>
  exists === false
    ? [
        {
          topic: 'bucketMissing',
          says: `There is no bucket \`${name}\`: S3 answers 404 NoSuchBucket for it, not 403.`,
        },
      ]
    : [];

/** Whether there is a bucket, access point alias included, and where: what S3 tells even those who may do nothing with it. */
export async function locateBucket(
  session: CollectSession,
  Bucket: string,
  partition: string,
): Promise<{ readonly exists: boolean | 'unknown'; readonly region?: string | undefined }> {
  const call = { account: SELF, region: homeRegion(partition), input: { Bucket } };
  const head = await read(session, 's3:HeadBucket', {
    ...call,
    output: Head,
  });
  if (head.kind === 'absent') return { exists: false };
  if (head.kind === 'found') return { exists: true, region: head.value.BucketRegion };
  const error = await readError(session, { name: 's3:HeadBucket', ...call });
  const there = error?.region !== undefined;
  return { exists: there ? true : 'unknown', region: error?.region };
}
