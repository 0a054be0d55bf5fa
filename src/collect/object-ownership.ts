import { z } from 'zod';
import type { ObjectOwnership } from '../evidence/evidence.ts';
import { found, type Reading } from '../evidence/reading.ts';
import { grantsOf, ownerOf, readBucketAcl, readCanonicalId, readObjectAcl } from './access-lists.ts';
import type { CollectSession } from './collect-session.ts';
import { type ObjectEntry, readObjectEntry } from './object-entry.ts';
import type { OwnedBucket } from './owned-bucket.ts';
import { read } from './read.ts';

const Controls = z.looseObject({
  OwnershipControls: z.looseObject({
    Rules: z
      .array(
        z.looseObject({ ObjectOwnership: z.enum(['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter']) }),
      )
      .min(1),
  }),
});

/**
 * Who owns the objects, and where ACLs count, the ACLs of bucket and object. A bucket without ownership controls is in
 * ObjectWriter mode: https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
 */
export async function readObjectOwnership(
  session: CollectSession,
  bucket: OwnedBucket,
  key: string | undefined,
  callerAccount: string | undefined,
): Promise<Reading<ObjectOwnership>> {
  const { account, region, name, partition } = bucket;
  const controls = await read(session, 's3:GetBucketOwnershipControls', {
    account,
    region,
    input: { Bucket: name },
    output: Controls,
  });
  if (controls.kind === 'unreadable') return controls;
  const rule = controls.kind === 'found' ? controls.value.OwnershipControls.Rules[0] : undefined;
  const mode = rule?.ObjectOwnership ?? 'ObjectWriter';
  if (mode === 'BucketOwnerEnforced') return found({ mode });
  const nothing: Reading<never> = { kind: 'absent' };
  const [ofBucket, ofObject, entry, ofCaller] = await Promise.all([
    readBucketAcl(session, bucket),
    key === undefined ? nothing : readObjectAcl(session, bucket, key),
    key === undefined ? nothing : readObjectEntry(session, bucket, key),
    callerAccount === undefined || callerAccount === account
      ? nothing
      : readCanonicalId(session, callerAccount, partition),
  ]);
  const bucketOwner = ownerOf(ofBucket) ?? foundIn(await readCanonicalId(session, account, partition));
  const callerId = foundIn(ofCaller);
  const callerUnread = ofCaller.kind === 'unreadable' ? ofCaller : undefined;
  const accounts = new Map<string, string>();
  if (callerId !== undefined && callerAccount !== undefined) accounts.set(callerId, callerAccount);
  if (bucketOwner !== undefined) accounts.set(bucketOwner, account);
  const owner = ownerOf(ofObject) ?? ownerInList(entry);
  // Whose object it is, is not known where neither its ACL nor the bucket's list says so,
  if (owner === undefined && ofObject.kind === 'unreadable' && entry.kind !== 'absent') return ofObject;
  // nor where the bucket's own owner is not known.
  if (owner !== undefined && !accounts.has(owner) && bucketOwner === undefined && ofBucket.kind === 'unreadable') {
    return ofBucket;
  }
  // Nor whether it is the caller's, where the caller's own id is not known.
  if (owner !== undefined && !accounts.has(owner) && callerUnread !== undefined) return callerUnread;
  const objectOwner = owner === undefined ? undefined : (accounts.get(owner) ?? owner);
  const ownId = callerAccount === account ? bucketOwner : callerId;
  const bucketAcl = grantsOf(ofBucket, accounts, callerUnread);
  // An object that is not there has no ACL; S3 hides that from those who may not list.
  const objectAcl = entry.kind === 'absent' ? nothing : grantsOf(ofObject, accounts, callerUnread);
  return found({
    mode,
    ...(objectOwner === undefined || objectOwner === account ? {} : { objectOwner }),
    ...(ownId === undefined ? {} : { callerId: ownId }),
    ...(bucketAcl.kind === 'absent' ? {} : { bucketAcl: bucketAcl.kind === 'found' ? bucketAcl.value : bucketAcl }),
    ...(objectAcl.kind === 'absent' ? {} : { objectAcl: objectAcl.kind === 'found' ? objectAcl.value : objectAcl }),
  });
}

const foundIn = <T>(reading: Reading<T>) => (reading.kind === 'found' ? reading.value : undefined);
const ownerInList = (entry: Reading<ObjectEntry>) => (entry.kind === 'found' ? entry.value.owner : undefined);
