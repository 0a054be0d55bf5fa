import type { Store } from '../store/store.ts';
import type { Posted, SlackResult } from './conversation.ts';
import type { SlackFailure } from './slack-failure.ts';

export type PostedOnce =
  | { readonly kind: 'posted'; readonly posted: Posted }
  /** A post was begun, and nobody knows what became of it: posting again might be the second time. */
  | { readonly kind: 'unknown'; readonly because: string }
  | { readonly kind: 'failed'; readonly failure: SlackFailure };

const KEEP_SECONDS = 7 * 24 * 3600;
/** It was certainly not posted, so that it may be tried again. */
const NOT_DONE: readonly SlackFailure['kind'][] = ['rateLimited', 'unavailable', 'unauthorized'];

/**
 * Posts at most once under a key, whoever delivers the job how often: the key is claimed before the post, and where the
 * message stands is written down before anything else is done.
 */
export async function postOnce(
  store: Store,
  key: string,
  post: () => Promise<SlackResult<Posted>>,
): Promise<PostedOnce> {
  const claim = await store.claim(key, { state: 'posting' }, KEEP_SECONDS);
  if (claim.kind === 'held') {
    const { channel, ts, refused } = claim.item;
    if (typeof channel === 'string' && typeof ts === 'string') return { kind: 'posted', posted: { channel, ts } };
    if (typeof refused === 'string') return { kind: 'failed', failure: { kind: 'notHere', because: refused } };
    return { kind: 'unknown', because: 'an earlier try broke off while it posted' };
  }
  const result = await post();
  if (result.kind === 'done') {
    await store.put(key, { ...result.value }, KEEP_SECONDS);
    return { kind: 'posted', posted: result.value };
  }
  if (result.kind === 'uncertain') return { kind: 'unknown', because: result.because };
  if (NOT_DONE.includes(result.kind)) await store.delete(key);
  else await store.put(key, { refused: result.because }, KEEP_SECONDS);
  return { kind: 'failed', failure: result };
}
