import { evaluate } from '../../evaluate/evaluate.ts';
import { found } from '../../evidence/reading.ts';
import { parsePolicyDocument } from '../../policy/parse-policy-document.ts';
import { formatArn, parseArn } from '../../request/arn.ts';
import { applyCommand } from '../apply-command.ts';
import { layerOf, type RequestCase } from '../case.ts';
import { grantChanges } from '../grant-changes.ts';
import { allowStatement, needsPath, type PrincipalValue, principalValue } from '../new-statement.ts';
import type { Pattern } from '../pattern.ts';
import { editPolicyText, NEW_POLICY } from '../policy-edit.ts';
import { reachOf } from '../reach.ts';
import { withDocument } from '../with-document.ts';
import { joined } from '../words.ts';

/**
 * A key of one's own in place of `aws/s3`, since only its policy can let another account in. Two documents: the key's policy,
 * and the caller's own permission where it has none that covers the new key.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export function customerManagedKey(rc: RequestCase): readonly Pattern[] {
  const { request } = rc;
  const named = principalValue(request.principal);
  const account = request.resourceAccount;
  const arn = parseArn(request.resource);
  if (named?.type !== 'AWS' || account === undefined || arn === undefined) return [];
  const key = formatArn({ ...arn, resource: 'key/KEY-ID' });
  const source = keyPolicy(`arn:${arn.partition}:iam::${account}:root`, named, request.action);
  const parsed = parsePolicyDocument(JSON.stringify(source), 'resource');
  if (parsed.kind === 'invalid') return [];
  const policy = { name: 'key policy', arn: key, document: parsed.document };
  const path = needsPath(request.principal, source);
  const withKey: RequestCase = {
    ...rc,
    request: { ...request, resource: key },
    evidence: {
      ...rc.evidence,
      keyPolicy: found({ policy, keyManager: 'CUSTOMER', keyState: 'Enabled', grants: [] }),
    },
  };
  const asked = { ...rc.evaluation.request, resource: key };
  const own = ownPermission(withKey, key);
  const evidence = own?.evidence ?? withKey.evidence;
  const again = {
    requests: [{ request: asked, evidence }],
    words: `with ${own === null ? 'it' : 'both'}, this permission`,
  };
  return [
    {
      layer: 'keyPolicy',
      account,
      target: '',
      policy: 'policy of a new customer managed key',
      says: 'Make a customer managed key with this policy, and encrypt the objects that are shared with it',
      needs: joined([OWNER_NEEDS, ...(path === null ? [] : [path])], 'and'),
      reach: `lets account ${account} manage the key, and the caller use it for what it asks, nothing else`,
      before: null,
      document: source,
      command: `aws kms create-key --description 'S3 objects shared with other accounts' --region ${arn.region} --policy file://key-policy.json`,
      again,
      set: key,
    },
    ...(own === null ? [] : [{ ...own.pattern, again }]),
  ];
}

const OWNER_NEEDS =
  "the bucket's owner takes on a key (a monthly price, and one for each use beyond a free number), makes it the bucket's default, and copies the objects onto themselves, since a new default does not encrypt old objects again";

function keyPolicy(owner: string, caller: PrincipalValue, action: string): unknown {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'AccountManagesTheKey',
        Effect: 'Allow',
        Principal: { AWS: owner },
        Action: 'kms:*',
        Resource: '*',
      },
      { Sid: 'CallerUsesTheKey', ...allowStatement(action, '', caller), Resource: '*' },
    ],
  };
}

/** What the caller's own policies must allow as well, where they do not yet. */
function ownPermission(rc: RequestCase, key: string) {
  const { request } = rc;
  const evaluation = evaluate({ ...rc.evaluation.request, resource: key }, rc.evidence);
  if (evaluation.decision !== 'deny' || layerOf({ ...rc, evaluation }, 'identityPolicies')?.blocking !== true)
    return null;
  const [change] = grantChanges('identityPolicies', { ...rc, request });
  if (change === undefined) return null;
  const { place, edits, says } = change;
  const text = editPolicyText(place.text ?? NEW_POLICY, edits);
  const after = parsePolicyDocument(text, 'identity');
  const before = place.text === null ? null : parsePolicyDocument(place.text);
  if (after.kind === 'invalid' || before?.kind === 'invalid') return null;
  const evidence = withDocument(place, after.document, rc);
  if (evidence === null) return null;
  const pattern: Pattern = {
    layer: 'identityPolicies',
    account: place.account,
    target: place.target,
    policy: place.name,
    says,
    needs: 'the key is there, and its id is filled in for KEY-ID',
    reach: reachOf('identityPolicies', before?.document ?? null, after.document),
    before: place.text,
    document: after.document.source,
    text,
    command: applyCommand(place),
    set: key,
  };
  return { pattern, evidence };
}
