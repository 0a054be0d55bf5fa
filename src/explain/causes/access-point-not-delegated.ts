import { code } from '../../policy/words.ts';
import { parseS3Arn } from '../../request/s3-arn.ts';
import { isSettledAs, layerOf } from '../case.ts';
import { cause, type Finding, NO_CHANGES } from '../cause.ts';
import { delegateToAccessPoint } from '../patterns/delegate-to-access-point.ts';
import { spokenAct } from '../words.ts';

interface NotDelegated extends Finding {
  readonly accessPointAccount: string;
  /** A statement of the bucket policy comes close, which says more. */
  readonly close: boolean;
}

/** The access point lets the caller in, and the bucket behind it knows nothing of the access point. */
export const accessPointNotDelegated = cause<NotDelegated>({
  code: 'access-point-not-delegated',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html#access-points-delegating-control',
  find: (rc) => {
    const arn = parseS3Arn(rc.request.resource);
    if (arn?.kind !== 'accessPoint' && arn?.kind !== 'accessPointObject') return [];
    const bucket = layerOf(rc, 'bucketPolicy');
    const silent = bucket?.blocking === true && isSettledAs(bucket, 'implicitDeny');
    const needed = rc.evaluation.remedies.every((remedy) => remedy.includes('bucketPolicy'));
    if (!silent || !needed) return [];
    const close = rc.lookedAt.some(
      ({ layer, trace }) =>
        layer === 'bucketPolicy' && trace.effect === 'Allow' && trace.match === 'no' && trace.failedOn.length === 1,
    );
    return [{ layer: 'bucketPolicy', role: 'background', accessPointAccount: arn.account, close }];
  },
  explain: ({ accessPointAccount, close }, { request }) => ({
    ...(close ? {} : { because: 'the bucket policy lets neither the caller nor the access point in' }),
    what: `The bucket behind the access point does not allow ${spokenAct(request)}`,
    why: 'Through an access point both must permit: the access point and the bucket behind it. What the access point policy grants counts for nothing while the bucket does not allow as well',
    help: `Let the bucket leave it to its access points, by an Allow with the condition \`StringEquals\` ${code('s3:DataAccessPointAccount')} ${code(accessPointAccount)}: then the access point policies alone decide. It costs that whoever may write those policies gives access to the bucket. Or allow this one caller through this one access point`,
  }),
  suggest: () => NO_CHANGES,
  patterns: (_finding, request) => delegateToAccessPoint(request),
});
