import type { WebClient } from '@slack/web-api';
import { errorWords } from '../lambda/log.ts';
import type { SlackPorts } from './slack-ports.ts';
import { type Asker, type MayAsk, whoMayAsk } from './who-may-ask.ts';

const MEMBERS_FOR_MILLISECONDS = 300_000;

/** Asked before every question and every button, with the person who asks or clicks. */
export type Doorkeeper = (asker: Asker, client: WebClient) => Promise<MayAsk>;

/** Lets people in by the rules, and each only so often. Members of user groups are remembered for five minutes. */
export function createDoorkeeper(ports: SlackPorts, installedIn: string): Doorkeeper {
  const members = new Map<string, { users: readonly string[]; until: number }>();

  const membersOf = async (client: WebClient, userGroup: string): Promise<readonly string[] | undefined> => {
    const known = members.get(userGroup);
    if (known !== undefined && known.until > ports.now().getTime()) return known.users;
    try {
      const { users = [] } = await client.usergroups.users.list({ usergroup: userGroup });
      members.set(userGroup, { users, until: ports.now().getTime() + MEMBERS_FOR_MILLISECONDS });
      return users;
    } catch (error) {
      ports.log('error', 'the members of a user group could not be read', { because: errorWords(error) });
      return undefined;
    }
  };

  return async (asker, client) => {
    const may = await whoMayAsk(ports.mayAsk, installedIn, asker, (userGroup) => membersOf(client, userGroup));
    if (may.kind === 'refused') return may;
    const minute = Math.floor(ports.now().getTime() / 60_000);
    const asked = await ports.store.increment(`asked#${asker.userId}#${minute}`, 'count', 120);
    return typeof asked.count === 'number' && asked.count > ports.questionsPerMinute
      ? {
          kind: 'refused',
          because: `that was more than ${ports.questionsPerMinute} questions in a minute; wait a little`,
        }
      : may;
  };
}
