import { type IndexedBucket, indexedOwner, type LastInventory, lastInventory } from './bucket-index.ts';
import type { CollectSession } from './collect-session.ts';
import { homeRegion } from './home-region.ts';
import { readOrganization } from './organization.ts';
import { readError } from './read.ts';
import { spokenAge } from './spoken-age.ts';

/** Whose a bucket is by the index. `wrong`: S3 says that it is not there now. */
export type OwnerByIndex =
  | { readonly kind: 'owner'; readonly account: string; readonly region?: string; readonly note: string }
  | { readonly kind: 'wrong'; readonly note: string }
  | { readonly kind: 'unknown' };

/**
 * Asks the index, and S3 whether it is right still: only the owner is answered by GetBucketPolicy; another account gets 405
 * where its own policies allow the call. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html
 */
export async function ownerByIndex(session: CollectSession, name: string, partition: string): Promise<OwnerByIndex> {
  const answer = await indexedOwner(session, name);
  if (answer.kind !== 'known') return { kind: 'unknown' };
  const { account, region, seenAt } = answer.entry;
  const age = spokenAge(seenAt, session.now);
  const saw = `the inventory saw bucket \`${name}\` in account ${account} ${age}`;
  switch (await confirmed(session, name, partition, answer.entry)) {
    case 'no':
      return { kind: 'wrong', note: `${capital(saw)}, but S3 says that it is not there now: it was looked for anew.` };
    case 'unsure': {
      const note = `Taken for granted: ${saw}, and S3 did not confirm it, since the role was denied \`GetBucketPolicy\` there. If the bucket is another account's by now, say which with \`--bucket-account\`.`;
      return owner(account, region, note);
    }
    case 'yes': {
      const note = `Bucket \`${name}\` is in account ${account}: the inventory saw it there ${age}.`;
      return owner(account, region, note);
    }
  }
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
const owner = (account: string, region: string | undefined, note: string): OwnerByIndex => ({
  kind: 'owner',
  account,
  note,
  ...(region === undefined ? {} : { region }),
});

async function confirmed(
  session: CollectSession,
  Bucket: string,
  partition: string,
  { account, region = homeRegion(partition) }: IndexedBucket,
): Promise<'yes' | 'no' | 'unsure'> {
  // The longest chain of reads begins with the owner's place in the organization: it need not wait for S3's word.
  void readOrganization(session, account, partition);
  const error = await readError(session, { name: 's3:GetBucketPolicy', account, region, input: { Bucket } });
  if (error?.kind === 'notFromHere' || error?.name === 'NoSuchBucket') return 'no';
  return error?.kind === 'denied' ? 'unsure' : 'yes';
}

/** In an organization of no more accounts than this each of them is asked, whatever the inventory saw. */
const FEW = 100;

/** The last inventory, where the organization is too large for each of its accounts to be asked while somebody waits. */
export async function largeInventory(session: CollectSession): Promise<LastInventory | undefined> {
  const answer = await lastInventory(session);
  return answer.kind === 'known' && answer.entry.accounts > FEW ? answer.entry : undefined;
}

/** Why it is not known whose a bucket is that the inventory did not see. */
export function notInInventory(name: string, inventory: LastInventory, now: Date): string {
  const { accounts, closed, unread, someUnread, completedAt } = inventory;
  const all = `the ${accounts} accounts of the organization, listed ${spokenAge(completedAt, now)}`;
  // A suspended account keeps its buckets, and nobody can list them.
  const without = closed === 0 ? '' : ` (${closed} of them suspended or closed: AWS answers nobody for them)`;
  if (unread === 0 && closed === 0) {
    return `none of ${all}, owns bucket \`${name}\`: it belongs to somebody outside, or was created since`;
  }
  if (unread === 0) return `bucket \`${name}\` is in none of ${all}${without}, whose buckets could be listed`;
  const more = unread > someUnread.length ? ` and ${unread - someUnread.length} more` : '';
  return `bucket \`${name}\` is in none of ${all}${without}, as far as they could be read: not ${someUnread.join(', ')}${more}`;
}
