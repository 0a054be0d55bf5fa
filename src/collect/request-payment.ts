import { z } from 'zod';
import { found, type Reading } from '../evidence/reading.ts';
import type { CollectSession } from './collect-session.ts';
import type { OwnedBucket } from './owned-bucket.ts';
import { read } from './read.ts';

const Payment = z.looseObject({ Payer: z.enum(['BucketOwner', 'Requester']) });

/** Who pays for requests: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketRequestPayment.html */
export async function readRequestPayment(
  session: CollectSession,
  { account, region, name }: OwnedBucket,
): Promise<Reading<'BucketOwner' | 'Requester'>> {
  const input = { Bucket: name };
  const payment = await read(session, 's3:GetBucketRequestPayment', { account, region, input, output: Payment });
  return payment.kind === 'found' ? found(payment.value.Payer) : payment;
}
