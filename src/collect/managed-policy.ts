import { z } from 'zod';
import type { AttachedPolicy } from '../evidence/evidence.ts';
import { type Unreadable, unreadable } from '../evidence/reading.ts';
import { parseArn } from '../request/arn.ts';
import type { CollectSession } from './collect-session.ts';
import { homeRegion } from './home-region.ts';
import { PolicyText, policyDocument } from './policy-text.ts';
import { read } from './read.ts';

const Policy = z.looseObject({
  Policy: z.looseObject({ PolicyName: z.string().optional(), DefaultVersionId: z.string() }),
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
  const policy = await read(session, 'iam:GetPolicy', { account, region, input: { PolicyArn: arn }, output: Policy });
  if (policy.kind !== 'found') return attached(missing(policy, 'iam:GetPolicy', account));
  const version = await read(session, 'iam:GetPolicyVersion', {
    account,
    region,
    input: { PolicyArn: arn, VersionId: policy.value.Policy.DefaultVersionId },
    output: PolicyVersion,
  });
  if (version.kind !== 'found') return attached(missing(version, 'iam:GetPolicyVersion', account));
  const { Document } = version.value.PolicyVersion;
  return attached(
    policyDocument(Document, { needs: 'iam:GetPolicyVersion', account, of: `managed policy \`${name}\`` }),
  );
}

const missing = (reading: Unreadable | { readonly kind: 'absent' }, needs: string, account: string): Unreadable =>
  reading.kind === 'unreadable' ? reading : unreadable(needs, 'the policy was deleted meanwhile', account);
