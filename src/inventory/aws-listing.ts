import { type CollectSession, openCollectSession } from '../collect/collect-session.ts';
import type { Gate } from '../collect/gate.ts';
import { readAccountBuckets } from './account-buckets.ts';
import type { InventoryPorts } from './inventory-ports.ts';
import { readAccountPage } from './listed-account.ts';

export interface AwsListingOptions {
  readonly gate: Gate;
  readonly partition: string;
  readonly roleName: string;
  readonly organizationAccount: string | undefined;
  /** For one account, or one page of accounts. */
  readonly budgetMilliseconds: number;
  readonly now: () => Date;
}

/** Lists by way of the gate, each account in a session of its own: what one answered is not kept while others are read. */
export function awsListing(options: AwsListingOptions): Pick<InventoryPorts, 'listAccounts' | 'listBuckets'> {
  const { gate, partition, roleName, organizationAccount, budgetMilliseconds, now } = options;
  const session = (): CollectSession =>
    openCollectSession({
      gate,
      now: now(),
      roleName,
      budgetMilliseconds,
      ...(organizationAccount === undefined ? {} : { organizationAccount }),
    });
  return {
    listAccounts: (token) => readAccountPage(session(), partition, token),
    listBuckets: (account) => readAccountBuckets(session(), account, partition),
  };
}
