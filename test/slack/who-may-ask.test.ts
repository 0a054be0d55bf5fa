import { expect, test } from 'vitest';
import { type Asker, type MayAskRules, whoMayAsk } from '../../src/slack/who-may-ask.ts';

const RULES: MayAskRules = { users: [], userGroups: [], channels: [], teams: [] };
const ADA: Asker = { userId: 'U0ADA', teamId: 'T0DEMO', channel: 'C1' };
const GROUPS: Readonly<Record<string, readonly string[]>> = { S1: ['U0ADA'], S2: [] };

test.each<[string, Partial<MayAskRules>, Partial<Asker>, RegExp | undefined]>([
  ['nobody, if nobody was named', {}, {}, /nobody may ask yet/],
  ['nobody, if only a channel was named', { channels: ['C1'] }, {}, /nobody may ask yet/],
  ['a person who was named', { users: ['U0ADA'] }, {}, undefined],
  ['no other person', { users: ['U0BOB'] }, {}, /not among the people/],
  ['everybody, if that was said', { users: ['*'] }, {}, undefined],
  ['a member of a group', { userGroups: ['S2', 'S1'] }, {}, undefined],
  ['nobody who is in none of the groups', { userGroups: ['S2'] }, {}, /not among the people/],
  ['nobody by a group that Slack does not tell', { userGroups: ['S9'] }, {}, /could not be read/],
  ['a member of one group though another is not told', { userGroups: ['S9', 'S1'] }, {}, undefined],
  ['nobody in a channel that was not named', { users: ['*'], channels: ['C2'] }, {}, /this channel/],
  ['somebody in a channel that was named', { users: ['*'], channels: ['C1'] }, {}, undefined],
  ['nobody from another workspace', { users: ['*'] }, { teamId: 'T0OTHER' }, /another workspace/],
  ['nobody from an unknown workspace', { users: ['*'] }, { teamId: undefined }, /another workspace/],
  [
    'somebody from another workspace that was named',
    { users: ['*'], teams: ['T0OTHER'] },
    { teamId: 'T0OTHER' },
    undefined,
  ],
  [
    'somebody of the organization in which the app is installed',
    { users: ['*'], teams: ['E0ORG'] },
    { teamId: 'T9', enterpriseId: 'E0ORG' },
    undefined,
  ],
])('may ask: %s', async (_who, rules, asker, because) => {
  const may = await whoMayAsk({ ...RULES, ...rules }, 'T0DEMO', { ...ADA, ...asker }, async (group) => GROUPS[group]);
  expect(may).toEqual(
    because === undefined ? { kind: 'allowed' } : { kind: 'refused', because: expect.stringMatching(because) },
  );
});
