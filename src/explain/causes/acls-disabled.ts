import { code } from '../../policy/words.ts';
import { cause, type Finding, NO_CHANGES } from '../cause.ts';
import { sent } from '../sent.ts';

const WHY =
  'With `BucketOwnerEnforced` the bucket owner owns every object, and only policies give access. Of ACLs only `bucket-owner-full-control` is still accepted';

interface Refused extends Finding {
  readonly acl: string | null;
}

/** The request carries an ACL, and the bucket has ACLs switched off: a 400, not a 403. */
export const aclsDisabled = cause<Refused>({
  code: 'acls-disabled',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-ownership-error-responses.html',
  errors: { names: ['AccessControlListNotSupported'], why: WHY },
  find: ({ index, request, evidence: { objectOwnership } }, whole) => {
    if (index !== whole.requests[0]?.index) return [];
    const acl = sent(whole, 'x-amz-acl') ?? (sent(whole, 'x-amz-grant-*') === undefined ? null : 'x-amz-grant-…');
    if (whole.denial.notAPolicyProblem?.code === 'AccessControlListNotSupported') {
      return [{ layer: 'objectOwnership', ...GATE, acl }];
    }
    const isOff = objectOwnership.kind === 'found' && objectOwnership.value.mode === 'BucketOwnerEnforced';
    // The one ACL that says what is so already is accepted.
    if (!isOff || acl === null || acl === 'bucket-owner-full-control' || !/^s3:Put/i.test(request.action)) return [];
    // S3 asks the policies first: what they deny is a 403, and told by AWS with another code.
    const bearing = whole.decision === 'allow' ? GATE : BESIDE;
    return [{ layer: 'objectOwnership', ...bearing, acl }];
  },
  explain: ({ acl }) => ({
    because: `Object Ownership is \`BucketOwnerEnforced\`, so ACLs are off, and the request carries one${acl === null ? '' : ` (${code(acl)})`}, which is \`AccessControlListNotSupported\``,
    what: `The request carries an ACL${acl === null ? '' : ` (${code(acl)})`}, and ACLs are off for the bucket: S3 answers 400 \`AccessControlListNotSupported\``,
    why: WHY,
    help: 'Leave the ACL out of the request; what it was to grant, grant in the bucket policy',
  }),
  suggest: () => NO_CHANGES,
});

const GATE = { role: 'gate', status: 400 } as const;
const BESIDE = { role: 'background', aside: true } as const;
