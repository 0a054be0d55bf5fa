/** Who may put questions, from configuration. Empty lists of people let nobody in. */
export interface MayAskRules {
  /** User ids, or `*` for everybody in the workspace. */
  readonly users: readonly string[];
  /** User group ids; their members may ask. */
  readonly userGroups: readonly string[];
  /** Channel ids in which questions may be put; empty: any. */
  readonly channels: readonly string[];
  /** Workspace or organization ids beside the one in which the app is installed. */
  readonly teams: readonly string[];
}

export interface Asker {
  readonly userId: string;
  /** The workspace the person belongs to: another one than ours for people from outside in a Slack Connect channel. */
  readonly teamId: string | undefined;
  readonly enterpriseId?: string | undefined;
  readonly channel: string;
}

export type MayAsk = { readonly kind: 'allowed' } | { readonly kind: 'refused'; readonly because: string };

const refused = (because: string): MayAsk => ({ kind: 'refused', because });

/** Whether a person may ask here. Fails closed: without a rule that lets the person in, the answer is no. */
export async function whoMayAsk(
  rules: MayAskRules,
  installedIn: string,
  asker: Asker,
  membersOf: (userGroup: string) => Promise<readonly string[] | undefined>,
): Promise<MayAsk> {
  const ours = [installedIn, ...rules.teams];
  const theirs = [asker.teamId, asker.enterpriseId].filter((id) => id !== undefined);
  if (!theirs.some((id) => ours.includes(id))) return refused('people from another workspace may not ask here');
  if (rules.channels.length > 0 && !rules.channels.includes(asker.channel))
    return refused('this channel is not one in which questions may be put');
  if (rules.users.includes('*') || rules.users.includes(asker.userId)) return { kind: 'allowed' };
  if (rules.users.length === 0 && rules.userGroups.length === 0)
    return refused('nobody may ask yet: set S3_403_ALLOWED_USERS or S3_403_ALLOWED_USER_GROUPS');
  const groups = await Promise.all(rules.userGroups.map(membersOf));
  if (groups.some((members) => members?.includes(asker.userId))) return { kind: 'allowed' };
  return refused(
    groups.includes(undefined)
      ? 'the members of a user group that may ask could not be read from Slack'
      : 'you are not among the people who may ask',
  );
}
