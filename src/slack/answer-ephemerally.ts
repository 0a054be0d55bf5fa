import type { SlackMessage } from '../render/slack/blocks.ts';
import { escapeMrkdwn } from '../render/slack/mrkdwn.ts';
import type { Desk } from './desk.ts';
import { type ResponseUrlResult, respond } from './response-url.ts';

const invite = (why: string) =>
  `I could not answer in this channel (${escapeMrkdwn(why)}). Invite me with \`/invite\` to have answers here.`;

/** Says in the channel, to the one who asked, where the answer is. */
export async function pointToDirectMessage({ job, ports }: Desk, why: string): Promise<void> {
  const text = `${invite(why)} The answer is in our direct message.`;
  const told = await respond(job.replyTo.responseUrl, { text }, ports);
  if (told.kind === 'failed')
    ports.log('warn', 'the person could not be told', { jobId: job.id, because: told.because });
}

/** The whole answer to the one who asked, where no message of the app's own can stand. */
export async function answerEphemerally(
  { job, ports }: Desk,
  messages: readonly SlackMessage[],
  why: string,
): Promise<ResponseUrlResult> {
  const [first, ...rest] = messages;
  if (first === undefined) return { kind: 'failed', because: 'there is nothing to say' };
  const note = { type: 'section', text: { type: 'mrkdwn', text: invite(why), verbatim: true } };
  const told = await respond(job.replyTo.responseUrl, { text: first.text, blocks: [...first.blocks, note] }, ports);
  if (told.kind === 'failed') return told;
  for (const message of rest) {
    const more = await respond(job.replyTo.responseUrl, message, ports);
    if (more.kind === 'failed')
      ports.log('warn', 'a part of the answer could not be shown', { jobId: job.id, because: more.because });
  }
  return told;
}
