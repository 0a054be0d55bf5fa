import { bucketArn, parseS3Arn } from '../../request/s3-arn.ts';
import type { LookedAt } from '../case.ts';
import { cause, type Finding, NO_CHANGES } from '../cause.ts';
import { matchingDenies } from '../deny-meaning.ts';
import { capitalized, spokenAct, spokenStatement } from '../words.ts';

interface LockedOut extends Finding {
  readonly lookedAt: LookedAt;
}

/** The bucket policy keeps its own account from the bucket policy: the root user still gets by. */
export const bucketLockedOut = cause<LockedOut>({
  code: 'bucket-locked-out',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketPolicy.html',
  find: (request) => {
    const { action, resource } = request.request;
    const arn = parseS3Arn(resource);
    const isOfBucket = arn?.kind === 'bucket' && resource === bucketArn(arn.partition, arn.bucket);
    if (!isOfBucket || !/^s3:(?:Get|Put|Delete)BucketPolicy$/i.test(action) || request.sameAccount !== true) return [];
    return matchingDenies(request)
      .filter(({ layer, trace }) => layer === 'bucketPolicy' && trace.match === 'yes')
      .map((lookedAt) => ({ layer: 'bucketPolicy', role: 'background', trace: lookedAt.trace, lookedAt }));
  },
  explain: ({ lookedAt }, { request }) => {
    const account = request.resourceAccount ?? 'of the bucket';
    const way = `Mend the bucket policy as the root user of account ${account}, whom no bucket policy keeps from it; for a member account of an organization, the management account can open such a session (\`aws sts assume-root\` with the task policy \`S3UnlockBucketPolicy\`)`;
    return {
      because: `${spokenStatement(lookedAt)} denies it explicitly, to the bucket's own account`,
      what: `${capitalized(spokenStatement(lookedAt))} denies ${spokenAct(request)} to the bucket's own account`,
      why: "A bucket policy that denies its own reading and writing can be mended by nobody whom it meets. The root user of the bucket's account can always read, write and delete it; only policies of the organization and of VPC endpoints stop that",
      meet: way,
      help: way,
    };
  },
  suggest: () => NO_CHANGES,
});
