import { expect } from 'vitest';
import { readCaller } from '../../src/collect/caller.ts';
import { readIdentityPolicies } from '../../src/collect/identity-policies.ts';
import { principalOf } from '../../src/collect/named-principal.ts';
import { readOrganization } from '../../src/collect/organization.ts';
import { readPermissionsBoundary } from '../../src/collect/permissions-boundary.ts';
import { readResourceControlPolicies } from '../../src/collect/resource-control-policies.ts';
import { readRoleOf } from '../../src/collect/role-of.ts';
import { readServiceControlPolicies } from '../../src/collect/service-control-policies.ts';
import { found } from '../../src/evidence/reading.ts';
import { MANAGEMENT, REGION } from './account-clients.ts';
import { DOCUMENTS } from './every-read.ts';
import { documentOf, type ReadCase, type ReadPlace } from './read-case.ts';

const roleIn = ({ every, world }: ReadPlace) =>
  ({ kind: 'role', arn: every.role, account: world.accounts.apps }) as const;
const userIn = ({ every, world }: ReadPlace) =>
  ({ kind: 'user', arn: every.user, account: world.accounts.apps }) as const;
const organizationOf = ({ session }: ReadPlace, account: string) => readOrganization(session, account, 'aws');
const attached = (name: string, via: string, text: string) =>
  expect.objectContaining({ name, via, document: documentOf(text) });

/** What is read of a caller: itself, its policies, and its organization's. */
export const CALLER_READS: readonly ReadCase[] = [
  [
    'a role, by its name alone, with its path and boundary',
    ['iam:GetRole'],
    (place) => readCaller(place.session, { ...roleIn(place), arn: roleIn(place).arn.replace('/office/', '/') }),
    (place) =>
      expect.objectContaining({
        principal: expect.objectContaining(roleIn(place)),
        boundary: found(place.every.boundary),
        tags: {},
      }),
  ],
  [
    'the policies of a role: inline and managed',
    [
      'iam:ListRolePolicies',
      'iam:GetRolePolicy',
      'iam:ListAttachedRolePolicies',
      'iam:GetPolicy',
      'iam:GetPolicyVersion',
    ],
    (place) => readIdentityPolicies(place.session, roleIn(place)),
    () =>
      found([attached('Inline', 'inline', DOCUMENTS.inline), attached('ClerkManaged', 'managed', DOCUMENTS.managed)]),
  ],
  [
    'a user, with its path and without a boundary',
    ['iam:GetUser'],
    (place) => readCaller(place.session, userIn(place)),
    (place) =>
      expect.objectContaining({ principal: expect.objectContaining(userIn(place)), boundary: { kind: 'absent' } }),
  ],
  [
    'the policies of a user: inline, managed, and those of its groups',
    [
      'iam:ListUserPolicies',
      'iam:GetUserPolicy',
      'iam:ListAttachedUserPolicies',
      'iam:ListGroupsForUser',
      'iam:ListGroupPolicies',
      'iam:GetGroupPolicy',
      'iam:ListAttachedGroupPolicies',
    ],
    (place) => readIdentityPolicies(place.session, userIn(place)),
    () =>
      found([
        attached('Own', 'inline', DOCUMENTS.inline),
        attached('UserManaged', 'managed', DOCUMENTS.managed),
        attached('Shared', 'group clerks', DOCUMENTS.group),
        attached('GroupManaged', 'group clerks', DOCUMENTS.groupManaged),
      ]),
  ],
  [
    'the policy that bounds a role',
    ['iam:GetPolicy', 'iam:GetPolicyVersion'],
    async (place) => readPermissionsBoundary(place.session, await readCaller(place.session, roleIn(place))),
    () => found(attached('Boundary', 'permissions boundary', DOCUMENTS.boundary)),
  ],
  [
    'the role of a Lambda function',
    ['lambda:GetFunctionConfiguration'],
    ({ session, every, world }) =>
      readRoleOf(session, {
        kind: 'roleOf',
        resource: 'lambdaFunction',
        arn: every.lambdaFunction,
        account: world.accounts.apps,
        region: REGION,
      }),
    ({ every }) => found(every.role),
  ],
  [
    'the role of an instance, by its profile',
    ['ec2:DescribeInstances', 'iam:GetInstanceProfile'],
    ({ session, every, world }) =>
      readRoleOf(session, {
        kind: 'roleOf',
        resource: 'ec2Instance',
        arn: every.instance,
        account: world.accounts.apps,
        region: REGION,
      }),
    ({ every }) => found(every.role),
  ],
  [
    'the account of the credentials at hand, for a role that is named without one',
    ['sts:GetCallerIdentity'],
    ({ session }) =>
      principalOf(session, {
        operation: 'GetObject',
        target: { kind: 'bucket', name: 'unknown', partition: 'aws' },
        principal: { kind: 'roleName', name: 'clerk' },
        context: {},
      }),
    () => ({
      principal: { kind: 'role', arn: `arn:aws:iam::${MANAGEMENT}:role/clerk`, account: MANAGEMENT },
      notes: [expect.stringContaining(MANAGEMENT)],
    }),
  ],
  [
    'the organization of an account, and the way to it by its parents',
    ['organizations:DescribeOrganization', 'organizations:DescribeAccount', 'organizations:ListParents'],
    (place) => organizationOf(place, place.world.accounts.sandbox),
    ({ world }) =>
      found({
        organization: { id: expect.stringMatching(/^o-/), managementAccount: MANAGEMENT },
        levels: found([{ target: world.root }, { target: world.unit }, { target: world.accounts.sandbox }]),
        allFeatures: true,
      }),
  ],
  [
    'the SCPs of every level',
    ['organizations:ListRoots', 'organizations:ListPoliciesForTarget', 'organizations:DescribePolicy'],
    async (place) => {
      const account = place.world.accounts.sandbox;
      const principal = { kind: 'root', arn: `arn:aws:iam::${account}:root`, account } as const;
      return readServiceControlPolicies(place.session, principal, await organizationOf(place, account));
    },
    ({ world }) =>
      found([
        { target: world.root, policies: [expect.objectContaining({ name: 'FullAWSAccess' })] },
        { target: world.unit, policies: [expect.objectContaining({ name: 'ComputeOnly' })] },
        { target: world.accounts.sandbox, policies: [expect.objectContaining({ name: 'FullAWSAccess' })] },
      ]),
  ],
  [
    'the RCPs of every level',
    ['organizations:ListPoliciesForTarget', 'organizations:DescribePolicy'],
    async (place) => {
      const account = place.world.accounts.data;
      return readResourceControlPolicies(place.session, account, 'aws', await organizationOf(place, account));
    },
    ({ world }) =>
      found([
        { target: world.root, policies: [expect.objectContaining({ name: 'RCPFullAWSAccess' })] },
        {
          target: world.accounts.data,
          policies: expect.arrayContaining([
            expect.objectContaining({
              name: 'ReadOnlyData',
              document: expect.objectContaining({ statements: [expect.objectContaining({ effect: 'Deny' })] }),
            }),
          ]),
        },
      ]),
  ],
];
