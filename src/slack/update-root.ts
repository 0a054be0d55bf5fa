import type { SlackMessage } from '../render/slack/blocks.ts';
import type { Place } from '../store/job-record.ts';
import { type Desk, finished, type Outcome } from './desk.ts';

/** Changes the root message in its place. One that somebody deleted is let be: the thread under it is read all the same. */
export async function updateRoot(
  { job, ports, conversation }: Desk,
  place: Place,
  messages: readonly SlackMessage[],
): Promise<Outcome> {
  for (const message of messages) {
    const result = await conversation.update(place, message);
    if (result.kind === 'done') continue;
    if (result.kind === 'rateLimited')
      return { kind: 'later', afterSeconds: result.retryAfterSeconds, because: result.because };
    if (result.kind === 'unavailable' || result.kind === 'uncertain')
      return { kind: 'later', afterSeconds: 10, because: result.because };
    ports.log('error', 'the root message could not be changed', { jobId: job.id, because: result.because });
    if (result.kind !== 'gone') return { kind: 'failed', because: result.because };
  }
  return finished;
}
