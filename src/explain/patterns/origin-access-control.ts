import type { Evidence } from '../../evidence/evidence.ts';
import { absent } from '../../evidence/reading.ts';
import { parsePolicyDocument } from '../../policy/parse-policy-document.ts';
import type { AccessRequest } from '../../request/access-request.ts';
import { parseArn } from '../../request/arn.ts';
import { applyCommand } from '../apply-command.ts';
import type { RequestCase } from '../case.ts';
import { allowStatement } from '../new-statement.ts';
import type { Pattern } from '../pattern.ts';
import { editPolicyText, NEW_POLICY } from '../policy-edit.ts';
import { newPlace, placeOf } from '../policy-places.ts';
import { becomesPublic, reachOf } from '../reach.ts';
import { withDocument } from '../with-document.ts';

/**
 * CloudFront in front of a bucket that stays closed.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
 */
export function originAccessControl(rc: RequestCase): readonly Pattern[] {
  const { request, evidence } = rc;
  const account = request.resourceAccount;
  const { bucketPolicy } = evidence;
  if (account === undefined || bucketPolicy.kind === 'unreadable') return [];
  const place =
    bucketPolicy.kind === 'found'
      ? placeOf('bucketPolicy', bucketPolicy.value.policy, null, rc)
      : newPlace('bucketPolicy', 'bucket policy', rc);
  if (place === null) return [];
  const partition = parseArn(request.resource)?.partition ?? 'aws';
  const distribution = `arn:${partition}:cloudfront::${account}:distribution/DISTRIBUTION`;
  const statement = {
    ...allowStatement(request.action, request.resource, { type: 'Service', value: CLOUDFRONT }),
    Condition: { StringEquals: { 'aws:SourceArn': distribution } },
  };
  const text = editPolicyText(place.text ?? NEW_POLICY, [{ kind: 'addStatement', statement }]);
  const after = parsePolicyDocument(text, 'resource');
  const before = place.text === null ? null : parsePolicyDocument(place.text);
  if (after.kind === 'invalid' || before?.kind === 'invalid') return [];
  const old = before?.document ?? null;
  const changed = withDocument(place, after.document, rc);
  if (changed === null || becomesPublic('bucketPolicy', old, after.document)) return [];
  return [
    {
      layer: 'bucketPolicy',
      account: place.account,
      target: place.target,
      policy: place.name,
      says: 'Serve it by CloudFront with origin access control: the bucket lets in one distribution, and stays closed to everybody else',
      needs:
        'there is a distribution, its id is filled in for DISTRIBUTION, it takes the REST endpoint as its origin, and its price is agreed; with SSE-KMS the key policy needs the same',
      reach: `${reachOf('bucketPolicy', old, after.document)}; what CloudFront serves, everybody may read`,
      before: place.text,
      document: after.document.source,
      text,
      command: applyCommand(place),
      again: {
        requests: [
          { request: asCloudFront(rc.evaluation.request, distribution, account), evidence: ofService(changed) },
        ],
        words: 'as that distribution, this permission',
      },
    },
  ];
}

const CLOUDFRONT = 'cloudfront.amazonaws.com';

function asCloudFront(request: AccessRequest, distribution: string, account: string): AccessRequest {
  const known = (value: string) => ({ kind: 'known' as const, values: [value] });
  const keys = new Map([
    ['aws:securetransport', known('true')],
    ['aws:sourcearn', known(distribution)],
    ['aws:sourceaccount', known(account)],
  ]);
  return { ...request, principal: { kind: 'service', service: CLOUDFRONT }, context: { keys, otherKeys: 'absent' } };
}

/** A service has no policies of its own, and comes through nobody's endpoint. */
function ofService({ possibleEndpointPolicies: _possible, ...evidence }: Evidence): Evidence {
  return {
    ...evidence,
    identityPolicies: absent,
    permissionsBoundary: absent,
    sessionPolicies: absent,
    serviceControlPolicies: absent,
    vpcEndpointPolicy: absent,
  };
}
