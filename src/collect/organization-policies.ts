import { z } from 'zod';
import type { AttachedPolicy, OrganizationLevel } from '../evidence/evidence.ts';
import { absent, found, type Reading } from '../evidence/reading.ts';
import type { CollectSession } from './collect-session.ts';
import { SELF } from './gate.ts';
import { homeRegion } from './home-region.ts';
import type { Level, OrganizationPlace } from './organization.ts';
import { PolicyText, policyDocument, unreadPolicy } from './policy-text.ts';
import { read } from './read.ts';
import { readAll } from './read-all.ts';

export type OrganizationPolicyType = 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY';

const Roots = z.looseObject({
  Roots: z.array(
    z.looseObject({
      Id: z.string(),
      PolicyTypes: z.array(z.looseObject({ Type: z.string(), Status: z.string() })).optional(),
    }),
  ),
});
const Attached = z.looseObject({
  NextToken: z.string().optional(),
  Policies: z.array(z.looseObject({ Id: z.string(), Arn: z.string().optional(), Name: z.string().optional() })),
});
type Attached = z.infer<typeof Attached>['Policies'][number];
const Described = z.looseObject({ Policy: z.looseObject({ Content: PolicyText }) });

/**
 * The policies of one type on every level from the root to the account. ListPoliciesForTarget gives only what is attached
 * directly: https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListPoliciesForTarget.html
 */
export async function readOrganizationPolicies(
  session: CollectSession,
  place: Reading<OrganizationPlace>,
  type: OrganizationPolicyType,
  account: string,
  partition: string,
): Promise<Reading<readonly OrganizationLevel[]>> {
  if (place.kind !== 'found') return place;
  const { organization, levels, allFeatures } = place.value;
  // They bind no principal and no resource of the management account.
  if (!allFeatures || organization.managementAccount === account) return absent;
  if (levels.kind !== 'found') return levels;
  const region = homeRegion(partition, 'organizations');
  const [enabled, read] = await Promise.all([
    isEnabled(session, region, type),
    Promise.all(levels.value.map((level) => readLevel(session, region, level, type))),
  ]);
  // Every level has at least one policy of a type that is in use: with none anywhere, the type is off.
  const noneAnywhere = read.every(({ policies }) => !('kind' in policies) && policies.length === 0);
  if (enabled === false || (enabled === undefined && noneAnywhere)) return absent;
  const unread = read.map(({ policies }) => ('kind' in policies ? policies : undefined));
  const [first] = unread;
  if (first !== undefined && unread.every((reading) => reading !== undefined)) return first;
  return found(read);
}

async function isEnabled(session: CollectSession, region: string, type: OrganizationPolicyType) {
  const account = session.organizationAccount;
  const roots = await read(session, 'organizations:ListRoots', { account, region, input: {}, output: Roots });
  const types = roots.kind === 'found' ? roots.value.Roots[0]?.PolicyTypes : undefined;
  return types?.some(({ Type, Status }) => Type === type && Status === 'ENABLED');
}

async function readLevel(
  session: CollectSession,
  region: string,
  level: Level,
  type: OrganizationPolicyType,
): Promise<OrganizationLevel> {
  const account = session.organizationAccount;
  const attached = await readAll(
    session,
    'organizations:ListPoliciesForTarget',
    { account, region, input: { TargetId: level.target, Filter: type }, output: Attached },
    {
      items: (page) => page.Policies,
      next: ({ NextToken }) => (NextToken === undefined ? undefined : { NextToken }),
    },
  );
  if (attached.kind === 'unreadable') return { ...level, policies: attached };
  if (attached.kind === 'absent') return { ...level, policies: [] };
  return { ...level, policies: await Promise.all(attached.value.map((policy) => readPolicy(session, region, policy))) };
}

// What AWS attaches everywhere itself and nobody can change; DescribePolicy may be asked but twice a second.
// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
const ALLOW_ALL = { Effect: 'Allow', Action: '*', Resource: '*' };
const AWS_MANAGED: Readonly<Record<string, PolicyText>> = {
  'p-FullAWSAccess': { Version: '2012-10-17', Statement: [ALLOW_ALL] },
  'p-RCPFullAWSAccess': { Version: '2012-10-17', Statement: [{ ...ALLOW_ALL, Principal: '*' }] },
};

async function readPolicy(
  session: CollectSession,
  region: string,
  { Id, Arn, Name }: Attached,
): Promise<AttachedPolicy> {
  const account = session.organizationAccount;
  const needs = 'organizations:DescribePolicy';
  const name = Name ?? Id;
  const named = Arn === undefined ? { name } : { name, arn: Arn };
  const place = { needs, of: `organization policy \`${name}\``, ...(account === SELF ? {} : { account }) };
  const awsManaged = AWS_MANAGED[Id];
  if (awsManaged !== undefined) return { ...named, document: policyDocument(awsManaged, place) };
  const policy = await read(session, needs, { account, region, input: { PolicyId: Id }, output: Described });
  const document =
    policy.kind === 'found' ? policyDocument(policy.value.Policy.Content, place) : unreadPolicy(policy, place);
  return { ...named, document };
}
