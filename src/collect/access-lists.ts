import { z } from 'zod';
import type { AclGrant } from '../evidence/evidence.ts';
import { found, type Reading, type Unreadable } from '../evidence/reading.ts';
import type { CollectSession } from './collect-session.ts';
import { homeRegion } from './home-region.ts';
import type { OwnedBucket } from './owned-bucket.ts';
import { type ReadRequest, read } from './read.ts';

const Grant = z.looseObject({
  Grantee: z
    .looseObject({ ID: z.string().optional(), URI: z.string().optional() })
    .refine(({ ID, URI }) => ID !== undefined || URI !== undefined, 'names nobody'),
  Permission: z.enum(['READ', 'WRITE', 'READ_ACP', 'WRITE_ACP', 'FULL_CONTROL']),
});
const Acl = z.looseObject({
  Owner: z.looseObject({ ID: z.string().optional() }).optional(),
  Grants: z.array(Grant),
});
type Acl = z.infer<typeof Acl>;

/** Account ids by the canonical user ids that ACLs name accounts with. */
export type CanonicalIds = ReadonlyMap<string, string>;

export const readBucketAcl = (session: CollectSession, { account, region, name }: OwnedBucket): Promise<Reading<Acl>> =>
  read(session, 's3:GetBucketAcl', { account, region, input: { Bucket: name }, output: Acl });

export function readObjectAcl(
  session: CollectSession,
  { account, region, name }: OwnedBucket,
  Key: string,
): Promise<Reading<Acl>> {
  const request: ReadRequest<'s3:GetObjectAcl', Acl> = { account, region, input: { Bucket: name, Key }, output: Acl };
  return read(session, 's3:GetObjectAcl', { ...request });
}

export const ownerOf = (acl: Reading<Acl>): string | undefined =>
  acl.kind === 'found' ? acl.value.Owner?.ID : undefined;

/**
 * The grants, with accounts by their account id where that is known, else by their canonical user id. `unread`: why the
 * caller's own id is not known; of a grant to an id that nobody knows it is not known then whom it reaches.
 */
export function grantsOf(
  acl: Reading<Acl>,
  accounts: CanonicalIds,
  unread: Unreadable | undefined,
): Reading<readonly AclGrant[]> {
  if (acl.kind !== 'found') return acl;
  const isUnknown = ({ Grantee: { ID } }: Acl['Grants'][number]) => ID !== undefined && !accounts.has(ID);
  if (unread !== undefined && acl.value.Grants.some(isUnknown)) return unread;
  const grants = acl.value.Grants.flatMap(({ Grantee, Permission }): AclGrant[] => {
    const { ID: id, URI: uri } = Grantee;
    const grantee = id === undefined ? uri?.slice(uri.lastIndexOf('/') + 1) : (accounts.get(id) ?? id);
    return grantee === undefined ? [] : [{ grantee, permission: Permission }];
  });
  return found(grants);
}

const Owner = z.looseObject({ Owner: z.looseObject({ ID: z.string() }) });

/** An account's canonical user id, which S3 tells beside the account's list of buckets. */
export async function readCanonicalId(
  session: CollectSession,
  account: string,
  partition: string,
): Promise<Reading<string>> {
  const region = homeRegion(partition);
  const buckets = await read(session, 's3:ListBuckets', { account, region, input: { MaxBuckets: 1 }, output: Owner });
  return buckets.kind === 'found' ? found(buckets.value.Owner.ID) : buckets;
}
