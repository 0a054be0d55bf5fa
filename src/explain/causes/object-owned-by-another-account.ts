import { cause, type Finding, NO_CHANGES } from '../cause.ts';
import { silentGrantors } from '../grantors.ts';
import { bucketOwnerEnforced } from '../patterns/bucket-owner-enforced.ts';
import { roleInTheAccount } from '../patterns/role-in-the-account.ts';
import { capitalized, spokenAct, spokenResource } from '../words.ts';

interface Foreign extends Finding {
  readonly owner: string;
}

/** The object was uploaded by another account and is still its own: the bucket policy's Allows do not count for it. */
export const objectOwnedByAnotherAccount = cause<Foreign>({
  code: 'object-owned-by-another-account',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html',
  find: (rc) => {
    const { request, evidence, evaluation } = rc;
    const { objectOwnership } = evidence;
    if (evaluation.decision === 'allow' || objectOwnership.kind !== 'found') return [];
    const { mode, objectOwner } = objectOwnership.value;
    const bucketOwner = request.bucket?.account ?? request.resourceAccount;
    if (mode === 'BucketOwnerEnforced' || objectOwner === undefined || objectOwner === bucketOwner) return [];
    // Where every other side allows, it is what denies.
    const silent = silentGrantors(rc);
    const alone = silent.length > 0 && silent.every((layer) => layer === 'objectOwnership');
    return [{ layer: 'objectOwnership', role: alone ? 'blocker' : 'background', owner: objectOwner }];
  },
  explain: ({ owner }, { request }) => ({
    because: `the object belongs to account ${owner}, for whose objects the bucket policy's Allows do not count`,
    what: `${capitalized(spokenResource(request.resource))} belongs to account ${owner}, which decides about ${spokenAct(request)}`,
    why: "While ACLs are switched on, an object belongs to the account that uploaded it. The bucket policy's Allows count only for objects of the bucket's owner; its Denies count for all",
    help: 'Let the bucket own what is in it: set Object Ownership to `BucketOwnerEnforced`. It holds at once for objects that are there already; grants by ACL must be in the bucket policy first, since ACLs then no longer count',
  }),
  suggest: () => NO_CHANGES,
  patterns: ({ owner }, request, whole) => [
    ...bucketOwnerEnforced(request),
    ...roleInTheAccount(request, whole, "it speaks for the object's owner, who needs no Allow of the bucket's", owner),
  ],
});
