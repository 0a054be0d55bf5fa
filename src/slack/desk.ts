import type { SlackMessage } from '../render/slack/blocks.ts';
import { type JobRecord, keepJobRecord, type Place } from '../store/job-record.ts';
import type { Job } from '../store/queue.ts';
import type { Conversation } from './conversation.ts';
import type { DiagnosePorts } from './diagnose-ports.ts';

/** What came of one delivery of a job. */
export type Outcome =
  | { readonly kind: 'finished' }
  /** Slack asks to wait, or cannot be reached. */
  | { readonly kind: 'later'; readonly afterSeconds: number; readonly because: string }
  | { readonly kind: 'failed'; readonly because: string };

export const finished: Outcome = { kind: 'finished' };

/** One job being worked on. */
export interface Desk {
  readonly job: Job;
  readonly ports: DiagnosePorts;
  readonly conversation: Conversation;
  /** The queue will not deliver the job again. */
  readonly lastReceive: boolean;
  readonly remainingMilliseconds: () => number;
}

/** What the log may say of a job. */
export const idsOf = ({ job: { id, replyTo } }: Desk) => ({
  jobId: id,
  userId: replyTo.userId,
  teamId: replyTo.teamId,
});

/** A part of an answer; `name` is how the record knows that it was posted. */
export interface Part {
  readonly name: string;
  readonly message: SlackMessage;
}

export const partsOf = (name: string, messages: readonly SlackMessage[]): Part[] =>
  messages.map((message, index) => ({ name: `${name}-${index}`, message }));

export type PostedParts =
  | { readonly kind: 'posted'; readonly record: JobRecord }
  | Exclude<Outcome, { kind: 'finished' }>;

/** Posts in the thread what is not there yet, and writes each part down, so that a redelivered job goes on where it was. */
export async function postParts(
  { job, ports, conversation }: Desk,
  place: Place,
  parts: readonly Part[],
  record: JobRecord,
): Promise<PostedParts> {
  let current = record;
  for (const { name, message } of parts) {
    if (name in current.posted) continue;
    const result = await conversation.post({ channel: place.channel, threadTs: place.threadTs ?? place.ts }, message);
    if (result.kind === 'rateLimited')
      return { kind: 'later', afterSeconds: result.retryAfterSeconds, because: result.because };
    if (result.kind === 'unavailable') return { kind: 'later', afterSeconds: 10, because: result.because };
    if (result.kind !== 'done') {
      ports.log('error', `${name} could not be posted`, { jobId: job.id, because: result.because });
      return { kind: 'failed', because: result.because };
    }
    current = { ...current, posted: { ...current.posted, [name]: result.value.ts } };
    await keepJobRecord(ports.store, job.id, current);
  }
  return { kind: 'posted', record: current };
}
