import { code } from '../../policy/words.ts';
import { cause, type Finding, NO_CHANGES } from '../cause.ts';

const WHY =
  'S3 tells everybody whether a bucket is there. A name that was given up may be taken by somebody else, whose bucket then answers 403';

/** There is no bucket of that name, for which S3 answers 404, not 403. */
export const noSuchBucket = cause<Finding>({
  code: 'no-such-bucket',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html',
  errors: { names: ['NoSuchBucket'], why: WHY },
  find: ({ index }, { denial, collected, requests }) => {
    if (index !== requests[0]?.index) return [];
    const isMissing = collected.facts?.bucketExists === false || denial.notAPolicyProblem?.code === 'NoSuchBucket';
    return isMissing ? [{ layer: null, role: 'gate', status: 404, alone: true }] : [];
  },
  explain: (_finding, _request, { collected: { bucket } }) => ({
    because: `there is no bucket ${code(bucket)} (\`NoSuchBucket\`)`,
    what: `There is no bucket ${code(bucket)}: S3 answers 404 \`NoSuchBucket\` for it, not 403`,
    why: WHY,
    help: 'Look at the name of the bucket, its spelling and its partition: permissions have no part in it. If AWS did answer 403, the call went to another bucket than this',
  }),
  suggest: () => NO_CHANGES,
});
