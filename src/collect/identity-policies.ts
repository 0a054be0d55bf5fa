import { z } from 'zod';
import type { AttachedPolicy } from '../evidence/evidence.ts';
import { absent, found, notTold, type Reading, type Unreadable } from '../evidence/reading.ts';
import type { Principal } from '../request/principal.ts';
import { principalName, principalPartition } from '../request/principal-arn.ts';
import type { CollectSession } from './collect-session.ts';
import { homeRegion } from './home-region.ts';
import { readManagedPolicy } from './managed-policy.ts';
import { POLICY_HOLDERS } from './policy-holders.ts';
import { PolicyText, policyDocument, unreadPolicy } from './policy-text.ts';
import { read } from './read.ts';
import { readAll } from './read-all.ts';

// The lists are in every answer, empty ones too: an answer without its list was not understood, and does not mean none.
const page = { IsTruncated: z.boolean().optional(), Marker: z.string().optional() };
const Names = z.looseObject({ ...page, PolicyNames: z.array(z.string()) });
const Attached = z.looseObject({ ...page, AttachedPolicies: z.array(z.looseObject({ PolicyArn: z.string() })) });
const Groups = z.looseObject({ ...page, Groups: z.array(z.looseObject({ GroupName: z.string() })) });
const Inline = z.looseObject({ PolicyDocument: PolicyText });

const next = ({ IsTruncated, Marker }: { IsTruncated?: boolean | undefined; Marker?: string | undefined }) =>
  IsTruncated === true ? (Marker === undefined ? 'lost' : { Marker }) : undefined;

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
      return notTold('iam:GetUser', {
        what: 'a federated user has the policies of the IAM user who called GetFederationToken, and its ARN does not say who that was',
        say: 'ask about that user by its own ARN',
      });
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

/** The items of a list, each made into what hangs there; one that could not be read stands for all of its items. */
async function each<I>(
  list: Promise<Reading<readonly I[]>>,
  name: string,
  hanging: (item: I) => Promise<readonly AttachedPolicy[]>,
): Promise<readonly AttachedPolicy[]> {
  const items = await list;
  if (items.kind === 'absent') return [];
  if (items.kind === 'unreadable') return [{ name, document: items }];
  return (await Promise.all(items.value.map(hanging))).flat();
}

/** Inline and managed, of a role, a user, or a group that the caller is in. */
async function policiesOf(
  session: CollectSession,
  place: Place,
  kind: keyof typeof POLICY_HOLDERS,
  name: string,
): Promise<readonly AttachedPolicy[]> {
  const { listInline, listAttached, getInline, input, inlineInput } = POLICY_HOLDERS[kind];
  const group = kind === 'group' ? `group ${name}` : undefined;
  const of = (what: string) => (group === undefined ? what : `${what} of ${group}`);
  const request = { ...place, input: input(name) };
  const inline = async (policyName: string): Promise<AttachedPolicy> => {
    const policy = await read(session, getInline, { ...place, input: inlineInput(name, policyName), output: Inline });
    const where = { needs: getInline, account: place.account, of: `inline policy \`${policyName}\`` };
    const document =
      policy.kind === 'found' ? policyDocument(policy.value.PolicyDocument, where) : unreadPolicy(policy, where);
    return { name: policyName, via: group ?? 'inline', document };
  };
  const managed = (arn: string) => readManagedPolicy(session, place.account, arn, group ?? 'managed');
  const policies = await Promise.all([
    each(
      readAll(session, listInline, { ...request, output: Names }, { items: (page) => page.PolicyNames, next }),
      of('inline policies'),
      async (policyName) => [await inline(policyName)],
    ),
    each(
      readAll(
        session,
        listAttached,
        { ...request, output: Attached },
        { items: (page) => page.AttachedPolicies, next },
      ),
      of('managed policies'),
      async ({ PolicyArn }) => [await managed(PolicyArn)],
    ),
  ]);
  return policies.flat();
}

const policiesOfGroups = (session: CollectSession, place: Place, UserName: string) =>
  each(
    readAll(
      session,
      'iam:ListGroupsForUser',
      { ...place, input: { UserName }, output: Groups },
      { items: (page) => page.Groups, next },
    ),
    'policies of groups',
    ({ GroupName }) => policiesOf(session, place, 'group', GroupName),
  );
