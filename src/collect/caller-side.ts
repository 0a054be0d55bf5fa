import type { Evidence } from '../evidence/evidence.ts';
import { absent, type Reading, type Unreadable } from '../evidence/reading.ts';
import { type Principal, principalAccount } from '../request/principal.ts';
import { principalPartition } from '../request/principal-arn.ts';
import { type Caller, readCaller } from './caller.ts';
import type { CollectSession } from './collect-session.ts';
import { readIdentityPolicies } from './identity-policies.ts';
import type { NamedCaller } from './named-principal.ts';
import { type OrganizationPlace, readOrganization } from './organization.ts';
import { readPermissionsBoundary } from './permissions-boundary.ts';
import { tracked } from './progress.ts';
import { readServiceControlPolicies } from './service-control-policies.ts';
import { readSessionPolicies } from './session-policies.ts';

/** The layers that the caller's account decides. */
export type CallerLayers = Pick<
  Evidence,
  'identityPolicies' | 'permissionsBoundary' | 'sessionPolicies' | 'serviceControlPolicies'
>;

export interface CallerSide {
  /** Why nobody knows who calls. */
  readonly unknown?: Unreadable;
  readonly caller: Caller;
  readonly layers: CallerLayers;
  readonly organization: Reading<OrganizationPlace>;
  readonly notes: readonly string[];
}

/** Everything on the caller's side, in parallel: the policies' names do not wait for the role's own entry. */
export async function readCallerSide(
  session: CollectSession,
  { principal, unknown }: Omit<NamedCaller, 'notes'>,
  region?: string,
): Promise<CallerSide> {
  if (unknown !== undefined) return nothingRead(principal, unknown);
  const account = principalAccount(principal);
  const looked = readCaller(session, principal);
  const place = account === undefined ? absent : readOrganization(session, account, principalPartition(principal));
  const controls = Promise.resolve(place).then((found) => readServiceControlPolicies(session, principal, found));
  const ofSession = readSessionPolicies(session, principal, region);
  const [caller, identityPolicies, permissionsBoundary, serviceControlPolicies, organization, sessionPolicies] =
    await Promise.all([
      looked,
      tracked(session, 'identityPolicies', readIdentityPolicies(session, principal)),
      tracked(
        session,
        'permissionsBoundary',
        looked.then((found) => readPermissionsBoundary(session, found)),
      ),
      tracked(session, 'serviceControlPolicies', controls),
      place,
      tracked(
        session,
        'sessionPolicies',
        ofSession.then(({ reading }) => reading),
      ),
    ]);
  const { note } = await ofSession;
  // Only IAM knows by the path that a role is service-linked.
  const serviceLinked = caller.principal.kind === 'role' && caller.principal.serviceLinked === true;
  return {
    caller,
    layers: {
      identityPolicies: caller.missing ?? identityPolicies,
      permissionsBoundary,
      sessionPolicies: serviceLinked ? absent : sessionPolicies,
      serviceControlPolicies,
    },
    organization,
    notes: [...caller.notes, ...(note === undefined || serviceLinked ? [] : [note])],
  };
}

function nothingRead(principal: Principal, unknown: Unreadable): CallerSide {
  const unread = (needs: string): Unreadable => ({ ...unknown, needs });
  return {
    unknown,
    caller: { principal, boundary: unread('iam:GetRole'), notes: [] },
    layers: {
      identityPolicies: unread('iam:ListAttachedRolePolicies'),
      permissionsBoundary: unread('iam:GetRole'),
      sessionPolicies: absent,
      serviceControlPolicies: unread('organizations:ListPoliciesForTarget'),
    },
    organization: unread('organizations:DescribeOrganization'),
    notes: [],
  };
}
