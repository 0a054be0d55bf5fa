import type { SlackMessage } from '../render/slack/blocks.ts';
import type { Place } from '../store/job-record.ts';
import type { Job } from '../store/queue.ts';
import type { Store } from '../store/store.ts';
import type { Conversation } from './conversation.ts';
import { type PostedOnce, postOnce } from './post-once.ts';

export type FoundPlace =
  | { readonly kind: 'place'; readonly place: Place; readonly why: string | null }
  /** No message of the app's own can stand anywhere. */
  | { readonly kind: 'nowhere'; readonly because: string }
  | { readonly kind: 'later'; readonly afterSeconds: number; readonly because: string };

/**
 * Posts the root message: in the channel, or, where the app may not post or nobody knows whether it did, as a direct
 * message to the person who asked. Never twice in one place.
 */
export async function findPlace(
  job: Job,
  message: SlackMessage,
  { store, conversation }: { readonly store: Store; readonly conversation: Conversation },
): Promise<FoundPlace> {
  const { channel, threadTs, userId } = job.replyTo;
  const inChannel = await postOnce(store, `root#${job.id}#channel`, () =>
    conversation.post({ channel, threadTs }, message),
  );
  if (inChannel.kind === 'posted') {
    const thread = threadTs === undefined ? {} : { threadTs };
    return { kind: 'place', place: { kind: 'channel', ...inChannel.posted, ...thread }, why: null };
  }
  const later = worthWaiting(inChannel);
  if (later !== undefined) return later;
  const why = reason(inChannel);
  if (userId === undefined) return { kind: 'nowhere', because: why };

  const opened = await conversation.openDirectMessage(userId);
  if (opened.kind !== 'done') return { kind: 'nowhere', because: `${why}; ${opened.because}` };
  const direct = await postOnce(store, `root#${job.id}#directMessage`, () =>
    conversation.post({ channel: opened.value }, message),
  );
  if (direct.kind === 'posted') return { kind: 'place', place: { kind: 'directMessage', ...direct.posted }, why };
  return worthWaiting(direct) ?? { kind: 'nowhere', because: `${why}; ${reason(direct)}` };
}

const reason = (once: Exclude<PostedOnce, { kind: 'posted' }>): string =>
  once.kind === 'unknown' ? once.because : once.failure.because;

function worthWaiting(once: Exclude<PostedOnce, { kind: 'posted' }>): FoundPlace | undefined {
  if (once.kind === 'unknown') return undefined;
  const { failure } = once;
  if (failure.kind === 'rateLimited')
    return { kind: 'later', afterSeconds: failure.retryAfterSeconds, because: failure.because };
  if (failure.kind === 'unavailable') return { kind: 'later', afterSeconds: 10, because: failure.because };
  return undefined;
}
