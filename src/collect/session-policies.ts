import type { AttachedPolicy } from '../evidence/evidence.ts';
import { absent, found, notTold, type Reading, type Unreadable } from '../evidence/reading.ts';
import type { Principal } from '../request/principal.ts';
import { type AssumeRoleCall, readAssumeRoleCalls } from './assume-role-event.ts';
import type { CollectSession } from './collect-session.ts';
import { readManagedPolicy } from './managed-policy.ts';
import { policyDocument } from './policy-text.ts';

export interface SessionPolicies {
  readonly reading: Reading<readonly AttachedPolicy[]>;
  /** What was taken for granted, or where it was read, as a sentence. */
  readonly note?: string;
}

type Role = Extract<Principal, { kind: 'role' }>;

/**
 * The policies passed when the caller's session began. No read of IAM shows them: for a session that is named they are looked
 * for in the AssumeRole event, and else taken to be none, which is said.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
 */
export async function readSessionPolicies(
  session: CollectSession,
  principal: Principal,
  region: string | undefined,
): Promise<SessionPolicies> {
  switch (principal.kind) {
    case 'role':
      return principal.serviceLinked === true ? { reading: absent } : ofRole(session, principal, region);
    case 'federatedUser': {
      const what =
        'what a federated user may do is limited by the policy passed to GetFederationToken, which no read shows';
      return { reading: notTold('cloudtrail:LookupEvents', { what, say: 'look at that policy by hand' }) };
    }
    case 'user':
    case 'root':
    case 'service':
    case 'anonymous':
      return { reading: absent };
  }
}

const TAKEN = 'Taken for granted: no session policy was passed when the role was assumed';

async function ofRole(session: CollectSession, role: Role, region: string | undefined): Promise<SessionPolicies> {
  const { sessionArn } = role;
  if (sessionArn === undefined || session.noTrail === true) return { reading: absent, note: `${TAKEN}.` };
  const { calls, unread, more } = await readAssumeRoleCalls(session, sessionArn, role, region);
  const [latest] = calls;
  if (latest === undefined) {
    const why =
      unread === undefined
        ? `no \`AssumeRole\` event of the session was found ${more === true ? 'among the newest events of its name ' : ''}in CloudTrail`
        : `whether CloudTrail has its \`AssumeRole\` event could not be read: ${unread.because}`;
    return { reading: absent, note: `${TAKEN}; ${why}.` };
  }
  if (calls.some((call) => passedBy(call) !== passedBy(latest))) {
    const what = `sessions of this name were begun with different session policies, the last one at ${latest.at}: which of them made the call is not known`;
    return { reading: notTold('cloudtrail:LookupEvents', { what, say: 'look at those `AssumeRole` events by hand' }) };
  }
  const event = `the \`AssumeRole\` event of ${latest.at}`;
  if (latest.policy === undefined && latest.policyArns.length === 0) {
    return {
      reading: absent,
      note: `No session policy was passed when the role was assumed, as ${event} shows${maybeLater(unread)}.`,
    };
  }
  const place = { needs: 'cloudtrail:LookupEvents', account: role.account, of: `session policy in ${event}` };
  const { policy } = latest;
  const inline: readonly AttachedPolicy[] =
    policy === undefined
      ? []
      : [{ name: 'session policy', via: 'session policy', document: policyDocument(policy, place) }];
  const managed = await Promise.all(
    latest.policyArns.map((arn) => readManagedPolicy(session, role.account, arn, 'session policy')),
  );
  return {
    reading: found([...inline, ...managed]),
    note: `The session policies are those in ${event}${maybeLater(unread)}.`,
  };
}

/** The same session may have been begun once more where CloudTrail was not read. */
const maybeLater = (unread: Unreadable | undefined): string =>
  unread === undefined ? '' : `; whether there is a later one could not be read: ${unread.because}`;

const passedBy = ({ policy, policyArns }: AssumeRoleCall): string => JSON.stringify([policy ?? null, policyArns]);
