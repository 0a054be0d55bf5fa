import { z } from 'zod';
import { type AccountOrSelf, CannotAssumeRole } from './gate.ts';
import type { ReadName } from './reads.ts';

/** What answers for the account of the credentials, whatever account is meant; the rest names it, or the thing by itself. */
const OF_THE_CREDENTIALS = /^(?:(?:iam|ec2|kms|lambda|cloudtrail):|s3:ListBuckets$)/;

const Identity = z.object({ Account: z.string() });

/** The account of an answer of GetCallerIdentity; undefined if it could not be told. */
export const accountOf = (identity: unknown): string | undefined => Identity.safeParse(identity).data?.Account;

/**
 * Rejects with CannotAssumeRole where the credentials at hand would give one account's answer for another's: a role of the
 * same name is another role there.
 */
export async function refuseOthersAnswer(
  { name, account }: { readonly name: ReadName; readonly account: AccountOrSelf },
  roleArn: string,
  own: () => Promise<string | undefined>,
): Promise<void> {
  if (!OF_THE_CREDENTIALS.test(name)) return;
  const mine = await own();
  // Where not even that is told, the call itself fails, and says how.
  if (mine === undefined || mine === account) return;
  const refusal = new Error(`the credentials at hand are of account ${mine}, and \`--no-assume\` reads no other`);
  refusal.name = 'OtherAccount';
  throw new CannotAssumeRole(account, roleArn, refusal);
}
