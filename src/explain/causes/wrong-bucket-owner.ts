import { code } from '../../policy/words.ts';
import { cause, type Finding, NO_CHANGES } from '../cause.ts';
import { sent } from '../sent.ts';

interface Other extends Finding {
  readonly expected: string;
  readonly owner: string;
}

/** The request expects another account to own the bucket, and S3 refuses it for that. */
export const wrongBucketOwner = cause<Other>({
  code: 'wrong-bucket-owner',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html',
  find: ({ index }, whole) => {
    const expected = sent(whole, 'x-amz-expected-bucket-owner');
    const owner = whole.collected.bucketAccount;
    if (index !== whole.requests[0]?.index || expected === undefined || owner === null || expected === owner) return [];
    return [{ layer: null, role: 'gate', expected, owner }];
  },
  explain: ({ expected, owner }, _request, { collected: { bucket } }) => ({
    because: `it expects account ${expected} to own the bucket, which account ${owner} owns`,
    what: `The request says \`x-amz-expected-bucket-owner: ${expected}\`, and account ${owner} owns ${code(bucket)}`,
    why: 'S3 answers 403 to a request that expects another owner than the bucket has, so that nothing is sent to a stranger whose bucket bears the name',
    help: `Make sure that ${code(bucket)} is the bucket that is meant, and then expect account ${owner}`,
  }),
  suggest: () => NO_CHANGES,
});
