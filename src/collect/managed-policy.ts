import { z } from 'zod';
import type { AttachedPolicy } from '../evidence/evidence.ts';
import { parseArn } from '../request/arn.ts';
import type { CollectSession } from './collect-session.ts';
import { homeRegion } from './home-region.ts';
import { PolicyText, policyDocument, unreadPolicy } from './policy-text.ts';
import { read } from './read.ts';

const Policy = z.looseObject({
  Policy: z.looseObject({
    PolicyName: z.string().optional(),
    DefaultVersionId: z.string(),
    Tags: z.array(z.looseObject({ Key: z.string(), Value: z.string() })).optional(),
  }),
});
const PolicyVersion = z.looseObject({ PolicyVersion: z.looseObject({ Document: PolicyText }) });

/** A managed policy in its default version, the one that applies. */
export async function readManagedPolicy(
  session: CollectSession,
  account: string,
  arn: string,
  via: string,
): Promise<AttachedPolicy> {
  const region = homeRegion(parseArn(arn)?.partition ?? 'aws');
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  const attached = (document: AttachedPolicy['document']): AttachedPolicy => ({ name, arn, via, document });
  const place = (needs: string) => ({ needs, account, of: `managed policy \`${name}\`` });
  const policy = await read(session, 'iam:GetPolicy', { account, region, input: { PolicyArn: arn }, output: Policy });
  if (policy.kind !== 'found') return attached(unreadPolicy(policy, place('iam:GetPolicy')));
  const version = await read(session, 'iam:GetPolicyVersion', {
    account,
    region,
    input: { PolicyArn: arn, VersionId: policy.value.Policy.DefaultVersionId },
    output: PolicyVersion,
  });
  if (version.kind !== 'found') return attached(unreadPolicy(version, place('iam:GetPolicyVersion')));
  const { Tags: tags = [] } = policy.value.Policy;
  return {
    ...attached(policyDocument(version.value.PolicyVersion.Document, place('iam:GetPolicyVersion'))),
    ...(tags.length === 0 ? {} : { tags: Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])) }),
  };
}
