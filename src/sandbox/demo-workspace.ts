import type { Channel, Person, Workspace } from './fake-slack/workspace.ts';

/** The person at the page. */
export const YOU: Person = { id: 'U0YOU', name: 'you', realName: 'You' };
export const QUESTIONS: Channel = { id: 'C0STORAGE', name: 'storage-help', kind: 'public', appIsMember: true };
export const ON_CALL: Channel = { id: 'C0ONCALL', name: 's3-oncall', kind: 'public', appIsMember: true };

export const MIRA: Person = { id: 'U0MIRA', name: 'mira', realName: 'Mira Lindqvist' };

/** A message to try "Diagnose this S3 403" on: AWS's own text, as somebody would paste it. */
const PASTED =
  'Our deploy broke again, does anybody know this one?\n> An error occurred (AccessDenied) when calling the PutObject operation: User: arn:aws:sts::111122223333:assumed-role/ci-deploy/build-1841 is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::build-artifacts/app-1841.zip" because no permissions boundary allows the s3:PutObject action';

/** Puts the people and channels of the demo into a workspace. */
export function furnish(workspace: Workspace): void {
  for (const person of [YOU, MIRA]) workspace.people.set(person.id, person);
  for (const channel of [QUESTIONS, ON_CALL]) workspace.channels.set(channel.id, channel);
  workspace.post({ channel: QUESTIONS.id, user: MIRA.id, text: PASTED });
}
