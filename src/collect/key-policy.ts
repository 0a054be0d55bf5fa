import { z } from 'zod';
import type { KeyGrant, KeyPolicy } from '../evidence/evidence.ts';
import { found, type Reading, type Unreadable } from '../evidence/reading.ts';
import { parseArn } from '../request/arn.ts';
import type { CollectSession } from './collect-session.ts';
import { PolicyText, policyDocument } from './policy-text.ts';
import { read } from './read.ts';
import { readAll } from './read-all.ts';

const Described = z.looseObject({
  KeyMetadata: z.looseObject({ Arn: z.string(), KeyState: z.string(), KeyManager: z.enum(['AWS', 'CUSTOMER']) }),
});
const Policy = z.looseObject({ Policy: PolicyText });
const Pairs = z.record(z.string(), z.string()).optional();
const Grants = z.looseObject({
  NextMarker: z.string().optional(),
  Truncated: z.boolean().optional(),
  Grants: z.array(
    z
      .looseObject({
        GranteePrincipal: z.string().optional(),
        GranteeServicePrincipal: z.string().optional(),
        Operations: z.array(z.string()),
        Constraints: z
          .looseObject({
            EncryptionContextSubset: Pairs,
            EncryptionContextEquals: Pairs,
            SourceArn: z.string().optional(),
          })
          .optional(),
      })
      .refine(
        ({ GranteePrincipal, GranteeServicePrincipal }) => (GranteePrincipal ?? GranteeServicePrincipal) !== undefined,
        'names no grantee',
      ),
  ),
});

/** A KMS key by its own ARN. */
export interface KeyPlace {
  readonly arn: string;
  readonly account: string;
  readonly region: string;
}

export interface KeyQuestion {
  /** A key's id or ARN, or the name or ARN of an alias. */
  readonly key: string;
  /** Where a key is that is not named by an ARN. */
  readonly account: string;
  readonly region: string;
}

/** The key that is meant. An ARN of a key says it all; an alias or a bare id is looked up where it lives. */
export async function findKey(session: CollectSession, question: KeyQuestion): Promise<Reading<KeyPlace>> {
  const named = parseArn(question.key);
  const account = named?.account ?? question.account;
  const region = named?.region ?? question.region;
  if (named?.resource.startsWith('key/') === true) return found({ arn: question.key, account, region });
  const described = await describeKey(session, account, region, question.key);
  return described.kind === 'found' ? found({ arn: described.value.KeyMetadata.Arn, account, region }) : described;
}

const describeKey = (session: CollectSession, account: string, region: string, KeyId: string) =>
  read(session, 'kms:DescribeKey', { account, region, input: { KeyId }, output: Described });

/** The key's policy, state and grants. GetKeyPolicy is answered only in the account of the key. */
export async function readKeyPolicy(
  session: CollectSession,
  { arn, account, region }: KeyPlace,
): Promise<Reading<KeyPolicy>> {
  const place = { account, region };
  const [described, policy, grants] = await Promise.all([
    describeKey(session, account, region, arn),
    read(session, 'kms:GetKeyPolicy', { ...place, input: { KeyId: arn, PolicyName: 'default' }, output: Policy }),
    readGrants(session, place, arn),
  ]);
  if (policy.kind !== 'found') return policy;
  if (described.kind !== 'found') return described;
  const { KeyManager, KeyState } = described.value.KeyMetadata;
  const document = policyDocument(policy.value.Policy, {
    needs: 'kms:GetKeyPolicy',
    account,
    of: `key policy of \`${arn}\``,
  });
  return found({ policy: { name: 'key policy', arn, document }, keyManager: KeyManager, keyState: KeyState, grants });
}

async function readGrants(
  session: CollectSession,
  place: { readonly account: string; readonly region: string },
  KeyId: string,
): Promise<readonly KeyGrant[] | Unreadable> {
  const grants = await readAll(
    session,
    'kms:ListGrants',
    { ...place, input: { KeyId }, output: Grants },
    {
      items: (page) => page.Grants,
      next: ({ NextMarker, Truncated }) =>
        Truncated === true ? (NextMarker === undefined ? 'lost' : { Marker: NextMarker }) : undefined,
    },
  );
  if (grants.kind === 'unreadable') return grants;
  if (grants.kind === 'absent') return [];
  return grants.value.map(({ GranteePrincipal, GranteeServicePrincipal = '', Operations, Constraints }): KeyGrant => {
    const { EncryptionContextEquals, EncryptionContextSubset, SourceArn } = Constraints ?? {};
    const constraints = {
      ...(EncryptionContextEquals === undefined ? {} : { EncryptionContextEquals }),
      ...(EncryptionContextSubset === undefined ? {} : { EncryptionContextSubset }),
      ...(SourceArn === undefined ? {} : { SourceArn }),
    };
    return { granteePrincipal: GranteePrincipal ?? GranteeServicePrincipal, operations: Operations, constraints };
  });
}
