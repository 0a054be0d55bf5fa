import { evaluate } from '../../evaluate/evaluate.ts';
import { code } from '../../policy/words.ts';
import { bucketArn, parseS3Arn } from '../../request/s3-arn.ts';
import type { RequestCase } from '../case.ts';
import { cause, type Finding, NO_CHANGES } from '../cause.ts';
import { spokenResource } from '../words.ts';

interface Hidden extends Finding {
  readonly bucket: string;
  /** AWS's own sentence gives it away. */
  readonly said: boolean;
  /** Whether the caller may list the bucket is not known. */
  readonly mayList?: true;
}

const WHY = 'S3 tells a missing object from a forbidden one only to callers who may list the bucket';

/** A 403 that is really a 404: who may not list the bucket is not told that an object is missing. */
export const missingObjectHidden = cause<Hidden>({
  code: 'missing-object-hidden',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html',
  errors: { names: ['ObjectNotThere'], why: WHY },
  find: (rc, { denial, collected, requests }) => {
    const bucket = bucketOfRead(rc);
    const { source, reportedReason, notAPolicyProblem } = denial;
    // Of a missing object AWS says that listing the bucket was not allowed; of anything else it says something else.
    if (notAPolicyProblem?.name === 'ObjectNotThere') {
      return rc.index === requests[0]?.index
        ? [{ layer: null, role: 'gate', bucket: bucket ?? rc.request.resource, said: true }]
        : [];
    }
    const saidOther = reportedReason?.action !== undefined && !/^s3:ListBucket$/i.test(reportedReason.action);
    const object = collected.facts?.object?.kind;
    if (bucket === null || saidOther || object === 'found' || rc.evaluation.decision !== 'allow') return [];
    if (source === 'person' && object !== 'absent') return [];
    const mayList = evaluate({ ...rc.request, action: 's3:ListBucket', resource: bucket }, rc.evidence).decision;
    if (mayList === 'allow') return [];
    const open = mayList === 'undetermined' ? ({ mayList: true } as const) : {};
    const isKnown = object === 'absent' && mayList === 'deny';
    return [{ layer: null, role: isKnown ? 'gate' : 'background', bucket, said: false, ...open }];
  },
  explain: ({ bucket, role, said, mayList }, { request }) => ({
    because: said
      ? 'the object that was asked for is not there: AWS speaks of `s3:ListBucket` for a read of an object only where it hides a 404'
      : role === 'gate'
        ? 'the object is not there, and S3 says 403 for that to a caller who may not list the bucket'
        : 'AWS denied it, which it also does when the object is not there and the caller may not list the bucket',
    what: `${said ? 'The object' : spokenResource(request.resource)} ${role === 'gate' ? 'does' : 'may'} not exist: S3 answers 403, not 404, to a caller who may not list the bucket`,
    why: `The caller ${mayList === true ? 'may have' : 'has'} no ${code('s3:ListBucket')} on ${code(bucket)}, and ${WHY}`,
    help: `${role === 'gate' ? 'Look at the key, its case and its slashes' : 'Look whether the object is there, under this very key and version'}. To be told 404 instead, the caller needs \`s3:ListBucket\` on the bucket`,
  }),
  suggest: () => NO_CHANGES,
});

const READS = /^s3:GetObject(?:Version)?(?:Attributes|Tagging|Acl)?$/i;

function bucketOfRead({ request }: RequestCase): string | null {
  const arn = parseS3Arn(request.resource);
  return arn?.kind === 'object' && READS.test(request.action) ? bucketArn(arn.partition, arn.bucket) : null;
}
