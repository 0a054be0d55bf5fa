import { denyMeaning, isKey } from '../deny-meaning.ts';

/** Sessions from before a moment were revoked. */
export const revokedSession = denyMeaning({
  code: 'revoked-session',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html',
  when: isKey('aws:TokenIssueTime'),
  denies: (condition) => `sessions that began before ${condition.values.map((value) => `\`${value}\``).join(', ')}`,
  why: 'An administrator revoked the active sessions of the role; sessions that begin later are not concerned',
  meet: () => 'Assume the role again, and use the new credentials',
  help: 'Assume the role again, and use the new credentials',
});
