import { z } from 'zod';
import type { AttachedPolicy } from '../evidence/evidence.ts';
import { absent, found, type Reading, type Unreadable, unreadable } from '../evidence/reading.ts';
import type { Principal } from '../request/principal.ts';
import { principalName, principalPartition } from '../request/principal-arn.ts';
import type { CollectSession } from './collect-session.ts';
import { homeRegion } from './home-region.ts';
import { readManagedPolicy } from './managed-policy.ts';
import { POLICY_HOLDERS, type PolicyHolder } from './policy-holders.ts';
import { PolicyText, policyDocument } from './policy-text.ts';
import { read } from './read.ts';
import { readAll } from './read-all.ts';

// The lists are in every answer, empty ones too: an answer without its list was not understood, and does not mean none.
const page = { IsTruncated: z.boolean().optional(), Marker: z.string().optional() };
const Names = z.looseObject({ ...page, PolicyNames: z.array(z.string()) });
const Attached = z.looseObject({
  ...page,
  AttachedPolicies: z.array(z.looseObject({ PolicyArn: z.string() })),
});
const Groups = z.looseObject({ ...page, Groups: z.array(z.looseObject({ GroupName: z.string() })) });
const Inline = z.looseObject({ PolicyDocument: PolicyText });

const nextMarker = (answer: { IsTruncated?: boolean | undefined; Marker?: string | undefined }) =>
  answer.IsTruncated === true && answer.Marker !== undefined ? { Marker: answer.Marker } : undefined;

interface Place {
  readonly account: string;
  readonly region: string;
}

/**
 * The policies that hang on the caller: inline, managed, and for a user those of its groups. Absent for callers that have
 * none by nature: root users, AWS services and the anonymous.
 */
export async function readIdentityPolicies(
  session: CollectSession,
  principal: Principal,
): Promise<Reading<readonly AttachedPolicy[]>> {
  switch (principal.kind) {
    case 'role':
    case 'user': {
      const place = { account: principal.account, region: homeRegion(principalPartition(principal)) };
      const name = principalName(principal.arn);
      const own = policiesOf(session, place, principal.kind, name);
      const groups = principal.kind === 'user' ? policiesOfGroups(session, place, name) : [];
      const policies = [await own, await groups].flat();
      const unread = policies.filter(isUnread);
      const first = unread[0];
      // Nothing at all was read: one reason says it.
      if (first !== undefined && unread.length === policies.length) return first.document;
      return found(policies);
    }
    case 'federatedUser':
      return unreadable(
        'iam:GetUser',
        'a federated user has the policies of the IAM user who called GetFederationToken, and its ARN does not say who that was',
        principal.account,
      );
    case 'root':
    case 'service':
    case 'anonymous':
      return absent;
  }
}

interface Unread extends AttachedPolicy {
  readonly document: Unreadable;
}
/** A list that could not be read, standing where its policies would. */
const isUnread = (policy: AttachedPolicy): policy is Unread =>
  policy.via === undefined && 'kind' in policy.document && policy.document.kind === 'unreadable';

async function policiesOf(
  session: CollectSession,
  place: Place,
  kind: 'role' | 'user' | 'group',
  name: string,
): Promise<readonly AttachedPolicy[]> {
  const holder = POLICY_HOLDERS[kind];
  const group = kind === 'group' ? `group ${name}` : undefined;
  const [inline, managed] = await Promise.all([
    inlinePolicies(session, place, holder, name, group),
    managedPolicies(session, place, holder, name, group),
  ]);
  return [...inline, ...managed];
}

async function inlinePolicies(
  session: CollectSession,
  place: Place,
  holder: PolicyHolder,
  name: string,
  group: string | undefined,
): Promise<readonly AttachedPolicy[]> {
  const request = { ...place, input: holder.input(name), output: Names };
  const names = await readAll(session, holder.listInline, request, {
    items: (answer) => answer.PolicyNames,
    next: nextMarker,
  });
  if (names.kind !== 'found')
    return names.kind === 'absent' ? [] : [{ name: of('inline policies', group), document: names }];
  return Promise.all(
    names.value.map(async (policyName): Promise<AttachedPolicy> => {
      const input = holder.inlineInput(name, policyName);
      const policy = await read(session, holder.getInline, { ...place, input, output: Inline });
      const via = group ?? 'inline';
      if (policy.kind === 'found') {
        const where = { needs: holder.getInline, account: place.account, of: `inline policy \`${policyName}\`` };
        return { name: policyName, via, document: policyDocument(policy.value.PolicyDocument, where) };
      }
      const gone = unreadable(holder.getInline, 'the policy was deleted meanwhile', place.account);
      return { name: policyName, via, document: policy.kind === 'unreadable' ? policy : gone };
    }),
  );
}

async function managedPolicies(
  session: CollectSession,
  place: Place,
  holder: PolicyHolder,
  name: string,
  group: string | undefined,
): Promise<readonly AttachedPolicy[]> {
  const request = { ...place, input: holder.input(name), output: Attached };
  const attached = await readAll(session, holder.listAttached, request, {
    items: (answer) => answer.AttachedPolicies,
    next: nextMarker,
  });
  if (attached.kind === 'absent') return [];
  if (attached.kind === 'unreadable') return [{ name: of('managed policies', group), document: attached }];
  return Promise.all(
    attached.value.map(({ PolicyArn }) => readManagedPolicy(session, place.account, PolicyArn, group ?? 'managed')),
  );
}

async function policiesOfGroups(
  session: CollectSession,
  place: Place,
  UserName: string,
): Promise<readonly AttachedPolicy[]> {
  const request = { ...place, input: { UserName }, output: Groups };
  const groups = await readAll(session, 'iam:ListGroupsForUser', request, {
    items: (answer) => answer.Groups,
    next: nextMarker,
  });
  if (groups.kind === 'absent') return [];
  if (groups.kind === 'unreadable') return [{ name: 'policies of groups', document: groups }];
  const all = groups.value.map(({ GroupName }) => policiesOf(session, place, 'group', GroupName));
  return (await Promise.all(all)).flat();
}

const of = (what: string, group: string | undefined) => (group === undefined ? what : `${what} of ${group}`);
