import { expect, test } from 'vitest';
import { askerOf, type Interaction } from '../../src/slack/asker-of.ts';

const OURS: Interaction = { user: { id: 'U1', team_id: 'T1' }, team: { id: 'T1' } };
const ORGANIZATION = { enterprise: { id: 'E1' }, is_enterprise_install: true };

test.each<[string, Interaction, string | undefined, string | undefined]>([
  ['somebody of the workspace', OURS, 'T1', undefined],
  ['somebody without a workspace of their own', { ...OURS, user: { id: 'U1' } }, 'T1', undefined],
  ['somebody of the organization', { ...OURS, ...ORGANIZATION }, 'T1', 'E1'],
  ['somebody from outside', { ...OURS, user: { id: 'U1', team_id: 'T9' } }, 'T9', undefined],
  [
    'somebody from outside, in an organization',
    { ...OURS, ...ORGANIZATION, user: { id: 'U1', team_id: 'T9' } },
    'T9',
    undefined,
  ],
  [
    'somebody of an organization in which the app is in one workspace',
    { ...OURS, enterprise: { id: 'E1' } },
    'T1',
    undefined,
  ],
  ['nobody’s workspace', { user: { id: 'U1' }, team: null }, undefined, undefined],
])('%s', (_who, interaction, teamId, enterpriseId) => {
  expect(askerOf(interaction, 'C1')).toEqual({ userId: 'U1', teamId, enterpriseId, channel: 'C1' });
});
