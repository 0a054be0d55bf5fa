import { parsePolicyDocument } from '../../policy/parse-policy-document.ts';
import { code } from '../../policy/words.ts';
import { bucketArn, parseS3Arn } from '../../request/s3-arn.ts';
import { applyCommand } from '../apply-command.ts';
import type { RequestCase } from '../case.ts';
import type { Pattern } from '../pattern.ts';
import { editPolicyText, NEW_POLICY } from '../policy-edit.ts';
import { newPlace, placeOf } from '../policy-places.ts';
import { becomesPublic, reachOf } from '../reach.ts';
import { withDocument } from '../with-document.ts';

/**
 * The bucket leaves it to the access points of an account who may do this with it.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html#access-points-delegating-control
 */
export function delegateToAccessPoint(rc: RequestCase): readonly Pattern[] {
  const { request, evidence } = rc;
  const arn = parseS3Arn(request.resource);
  const { bucketPolicy } = evidence;
  if ((arn?.kind !== 'accessPoint' && arn?.kind !== 'accessPointObject') || request.bucket === undefined) return [];
  const place =
    bucketPolicy.kind === 'found'
      ? placeOf('bucketPolicy', bucketPolicy.value.policy, null, rc)
      : bucketPolicy.kind === 'absent'
        ? newPlace('bucketPolicy', 'bucket policy', rc)
        : null;
  if (place === null) return [];
  const bucket = bucketArn(arn.partition, request.bucket.name);
  const statement = {
    Effect: 'Allow' as const,
    Principal: { AWS: '*' },
    Action: request.action,
    Resource: arn.kind === 'accessPointObject' ? `${bucket}/*` : bucket,
    Condition: { StringEquals: { 's3:DataAccessPointAccount': arn.account } },
  };
  const text = editPolicyText(place.text ?? NEW_POLICY, [{ kind: 'addStatement', statement }]);
  const after = parsePolicyDocument(text, 'resource');
  const before = place.text === null ? null : parsePolicyDocument(place.text);
  if (after.kind !== 'parsed' || before?.kind === 'invalid') return [];
  const old = before === null ? null : before.document;
  const changed = withDocument(place, after.document, rc);
  if (changed === null || becomesPublic('bucketPolicy', old, after.document)) return [];
  return [
    {
      layer: 'bucketPolicy',
      account: place.account,
      target: place.target,
      policy: place.name,
      says: `Let the bucket leave ${code(request.action)} to the access points of account ${arn.account}, whose policies alone then decide about it`,
      needs: `the bucket's owner agrees that whoever may write access point policies in account ${arn.account} gives access to the bucket`,
      reach: reachOf('bucketPolicy', old, after.document),
      before: place.text,
      document: after.document.source,
      text,
      command: applyCommand(place),
      again: {
        requests: [{ request: rc.evaluation.request, evidence: changed }],
        words: 'with it alone, this permission',
      },
    },
  ];
}
