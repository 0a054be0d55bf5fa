import type { Asker } from './who-may-ask.ts';

/** The parts of an interaction (a button, a shortcut) that say who acts. */
export interface Interaction {
  readonly user: { readonly id: string; readonly team_id?: string | undefined };
  readonly team: { readonly id: string } | null;
  readonly enterprise?: { readonly id: string } | undefined;
  readonly is_enterprise_install?: boolean | undefined;
}

/**
 * Who acts. The organization counts only for people of the workspace in which it happens: in a channel shared through
 * Slack Connect somebody from outside acts under our organization's name.
 */
export function askerOf({ user, team, enterprise, is_enterprise_install }: Interaction, channel: string): Asker {
  const teamId = user.team_id ?? team?.id;
  const isOfThisPlace = is_enterprise_install === true && (team === null || teamId === team.id);
  return { userId: user.id, teamId, enterpriseId: isOfThisPlace ? enterprise?.id : undefined, channel };
}
