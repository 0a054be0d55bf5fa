import { messageAsText, threadAsText } from '../render/slack/thread-as-text.ts';
import { asSlackMessage } from './check-message.ts';
import { QUESTIONS, YOU } from './demo-workspace.ts';
import { APP, type Message } from './fake-slack/workspace.ts';
import type { Sandbox } from './sandbox.ts';

export type CommandAnswer =
  /** The root message and its replies. */
  | { readonly kind: 'thread'; readonly text: string }
  /** What only the person who asked sees. */
  | { readonly kind: 'ephemeral'; readonly text: string }
  | { readonly kind: 'none' };

/** Types a slash command into the demo's channel and waits for the answer, as text. */
export async function runCommand(sandbox: Sandbox, line: string): Promise<CommandAnswer> {
  const { workspace } = sandbox.slack;
  const before = new Set(workspace.messages().map(({ ts }) => ts));
  await sandbox.you.type(QUESTIONS.id, line);
  await sandbox.idle();
  const answers = workspace.messages().filter(({ ts }) => !before.has(ts));
  const root = answers.find(isRoot);
  if (root !== undefined) {
    return { kind: 'thread', text: threadAsText(workspace.thread(root.channel, root.ts).map(asSlackMessage)) };
  }
  const ephemeral = answers.filter(({ onlyVisibleTo }) => onlyVisibleTo === YOU.id);
  if (ephemeral.length === 0) return { kind: 'none' };
  return { kind: 'ephemeral', text: `${ephemeral.map(asSlackMessage).map(messageAsText).join('\n\n')}\n` };
}

const isRoot = ({ user, threadTs, onlyVisibleTo }: Message): boolean =>
  user === APP.botUserId && threadTs === undefined && onlyVisibleTo === undefined;
