import { z } from 'zod';
import { notTold, type Unreadable, unreadable } from '../evidence/reading.ts';
import { isAccountId, parseArn } from '../request/arn.ts';
import type { Principal } from '../request/principal.ts';
import { parsePrincipalArn, roleArn } from '../request/principal-arn.ts';
import type { NamedPrincipal, RoleOf, S3Call } from '../request/s3-call.ts';
import { indexedOwner } from './bucket-index.ts';
import { readCaller } from './caller.ts';
import type { CollectSession } from './collect-session.ts';
import { SELF } from './gate.ts';
import { homeRegion } from './home-region.ts';
import { read } from './read.ts';
import { readRoleOf } from './role-of.ts';

export interface NamedCaller {
  readonly principal: Principal;
  /** Why nobody knows who calls: `principal` only stands for somebody, and nothing may be compared with it. */
  readonly unknown?: Unreadable;
  readonly notes: readonly string[];
}

const Identity = z.looseObject({ Account: z.string().refine(isAccountId, 'is no account id') });

/**
 * The caller by its ARN. A bare role name is looked for in the account that was said, in that of the bucket and in the one we
 * are in; a Lambda function and an EC2 instance call with their role.
 */
export async function principalOf(session: CollectSession, call: S3Call): Promise<NamedCaller> {
  const { principal } = call;
  if (principal.kind === 'roleOf') return roleOf(session, principal);
  return principal.kind === 'roleName' ? roleNamed(session, call, principal) : { principal, notes: [] };
}

async function roleOf(session: CollectSession, holder: RoleOf): Promise<NamedCaller> {
  const { arn, account } = holder;
  const role = await readRoleOf(session, holder);
  const principal = role.kind === 'found' ? parsePrincipalArn(role.value) : undefined;
  if (role.kind === 'found' && principal?.kind === 'role') {
    return { principal, notes: [`\`${arn}\` calls with its role, \`${role.value}\`.`] };
  }
  const partition = parseArn(arn)?.partition ?? 'aws';
  return {
    principal: { kind: 'role', arn: roleArn(partition, account, 'unknown'), account },
    unknown:
      role.kind === 'unreadable' ? role : unreadable('iam:GetRole', `\`${arn}\` has no role`, account, 'missing'),
    notes: [],
  };
}

type RoleName = Extract<NamedPrincipal, { kind: 'roleName' }>;

async function roleNamed(
  session: CollectSession,
  call: S3Call,
  { name, account: said }: RoleName,
): Promise<NamedCaller> {
  const { target } = call;
  const partition = target.kind === 'notCovered' ? 'aws' : target.partition;
  const inAccount = (account: string): Principal => ({ kind: 'role', arn: roleArn(partition, account, name), account });
  if (said !== undefined) return { principal: inAccount(said), notes: [] };
  const accounts = await likelyAccounts(session, call, partition);
  const there = await accountsWith(session, accounts.map(inAccount));
  const [account] = there;
  if (account === undefined || there.length > 1) {
    const what =
      there.length > 1
        ? `accounts ${there.join(' and ')} each have a role \`${name}\``
        : `it is not known which account role \`${name}\` is in${accounts.length === 0 ? '' : `: none of ${accounts.join(', ')} shows it`}`;
    return {
      principal: inAccount(UNKNOWN_ACCOUNT),
      unknown: notTold('iam:GetRole', { what, say: 'name it by its ARN, or say `--account`' }),
      notes: [],
    };
  }
  return {
    principal: inAccount(account),
    notes: [
      `Taken for granted: role \`${name}\` is in account ${account}. Name it by its ARN, or say \`--account\`, if it is not.`,
    ],
  };
}

/** The account we are in, that of the bucket as it was said, and as the last inventory saw it. */
async function likelyAccounts(
  session: CollectSession,
  { target, bucketAccount }: S3Call,
  partition: string,
): Promise<readonly string[]> {
  const place = { account: SELF, region: homeRegion(partition), input: {} };
  const [identity, indexed] = await Promise.all([
    read(session, 'sts:GetCallerIdentity', { ...place, output: Identity }),
    target.kind === 'bucket' ? indexedOwner(session, target.name) : undefined,
  ]);
  const known = [
    identity.kind === 'found' ? identity.value.Account : undefined,
    bucketAccount,
    target.kind === 'accessPoint' ? target.account : undefined,
    indexed?.kind === 'known' ? indexed.entry.account : undefined,
  ];
  return [...new Set(known.flatMap((account) => account ?? []))];
}

/** The accounts that show the role; the only one that there is, whatever it shows: it is told what it has not. */
async function accountsWith(session: CollectSession, roles: readonly Principal[]): Promise<readonly string[]> {
  const accounts = roles.flatMap((role) => (role.kind === 'role' ? [role.account] : []));
  if (accounts.length <= 1) return accounts;
  const callers = await Promise.all(roles.map((role) => readCaller(session, role)));
  return accounts.filter((_, index) => callers[index]?.uniqueId !== undefined);
}

/** Stands in an ARN whose account nobody knows; no read is made there. */
export const UNKNOWN_ACCOUNT = '000000000000';
