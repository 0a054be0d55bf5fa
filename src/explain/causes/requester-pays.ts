import { principalAccount } from '../../request/principal.ts';
import { cause, type Finding, NO_CHANGES } from '../cause.ts';
import { isBucketOwner, sent, untold } from '../sent.ts';
import { spokenCaller } from '../words.ts';

interface Unpaid extends Finding {
  readonly anonymous: boolean;
  readonly said: boolean;
}

/** The bucket is Requester Pays, and the caller does not say that he pays. */
export const requesterPays = cause<Unpaid>({
  code: 'requester-pays',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/RequesterPaysBuckets.html',
  find: ({ index, request }, whole) => {
    const { collected, requests } = whole;
    const payment = collected.settings?.requestPayment;
    if (index !== requests[0]?.index || payment?.kind !== 'found' || payment.value !== 'Requester') return [];
    if (request.principal.kind === 'anonymous') return [{ layer: null, role: 'gate', anonymous: true, said: true }];
    const owns = isBucketOwner(principalAccount(request.principal), whole) !== false;
    const payer = sent(whole, 'x-amz-request-payer');
    if (owns || request.principal.kind === 'service' || payer?.toLowerCase() === 'requester') return [];
    if (payer !== undefined) return [{ layer: null, role: 'gate', anonymous: false, said: true }];
    // Nobody tells of a call that was not made yet which headers it will send.
    return [{ layer: null, ...untold(whole), anonymous: false, said: false }];
  },
  explain: ({ anonymous, said }, { request }) => ({
    because: anonymous
      ? 'the bucket is a Requester Pays bucket, and an anonymous caller cannot pay'
      : said
        ? 'the bucket is a Requester Pays bucket, and the request does not carry `x-amz-request-payer: requester`'
        : 'the bucket is a Requester Pays bucket: without `x-amz-request-payer: requester` in the request S3 answers 403, and nobody told whether it carries that',
    what: `The bucket is a Requester Pays bucket, and ${spokenCaller(request.principal)} is not of its owner's account`,
    why: anonymous
      ? 'Somebody must pay for the request, so S3 refuses every anonymous one, whatever the bucket policy says'
      : 'Callers of other accounts must say in each request that they pay for it; permissions alone do not do',
    help: anonymous
      ? 'Sign the request, with credentials whose account pays for it'
      : `Send \`x-amz-request-payer: requester\` (\`--request-payer requester\` with the AWS CLI, \`RequestPayer\` in the SDKs); the account of the caller then pays for the request${said ? '' : '. Ask again with `--context x-amz-request-payer=requester` if it does that already, or with `--context x-amz-request-payer=` if it does not'}`,
  }),
  suggest: () => NO_CHANGES,
});
