import type { BucketIndex } from '../collect/bucket-index.ts';
import { DEFAULT_ROLE_NAME } from '../collect/collect-session.ts';
import { awsListing } from '../inventory/aws-listing.ts';
import { ACCOUNT_MILLISECONDS, createInventoryHandler } from '../inventory/inventory-handler.ts';
import { createMemoryBucketIndex } from '../inventory/memory-bucket-index.ts';
import { createMemoryStore } from '../store/memory-store.ts';
import { DEMO_AWS } from './demo-organization/demo-aws.ts';
import { MANAGEMENT } from './demo-organization/management-account.ts';
import { RECORDED_AT } from './demo-organization/organization.ts';

const HOUR_MILLISECONDS = 60 * 60 * 1_000;
/** The last run of the schedule before the recording. */
const TAKEN_AT = new Date(Date.parse(RECORDED_AT) - 2 * HOUR_MILLISECONDS);
/** More than four accounts take. */
const LAMBDA_MILLISECONDS = 300_000;

/** The buckets of the demo organization as the `inventory` function sees them. Rejects if it did not come to the end. */
export async function takeDemoInventory(): Promise<BucketIndex> {
  const now = () => TAKEN_AT;
  const index = createMemoryBucketIndex(now);
  const handler = createInventoryHandler({
    ...awsListing({
      gate: DEMO_AWS,
      partition: 'aws',
      roleName: DEFAULT_ROLE_NAME,
      organizationAccount: MANAGEMENT.id,
      budgetMilliseconds: ACCOUNT_MILLISECONDS,
      now,
    }),
    index,
    goOn: () => Promise.reject(new Error('the demo organization has more accounts than one inventory takes')),
    store: createMemoryStore(now),
    atOnce: 4,
    log: () => {},
    now,
  });
  const { kind } = await handler({}, { getRemainingTimeInMillis: () => LAMBDA_MILLISECONDS });
  if (kind !== 'completed') throw new Error(`the inventory of the demo organization was ${kind}`);
  return index;
}
