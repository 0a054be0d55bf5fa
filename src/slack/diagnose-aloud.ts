import type { LayerProgress } from '../collect/collect-session.ts';
import { LAYERS, type Layer, SPOKEN } from '../evidence/layers.ts';
import type { Diagnosis } from '../explain/diagnosis.ts';
import { errorWords } from '../lambda/log.ts';
import { askedCall } from '../render/asked-call.ts';
import { renderChecking } from '../render/slack/root-message.ts';
import type { Place } from '../store/job-record.ts';
import type { Desk } from './desk.ts';
import { createProgress } from './progress.ts';

/** Kept for saying what came of it. */
const RESERVE_MILLISECONDS = 15_000;
/** A diagnosis ends by itself within its budget; after this much more it is taken for broken. */
const GRACE_MILLISECONDS = 2_000;

export type Attempt<T> =
  | { readonly kind: 'prepared'; readonly answer: T }
  | { readonly kind: 'broke'; readonly because: string };

/**
 * Diagnoses, shows in the root message how far it is, and prepares everything there is to say. What breaks inside is our
 * bug, and comes back as a value: then nothing of the answer was said yet, and the person can be told.
 */
export async function diagnoseAloud<T>(
  { job, ports, conversation, remainingMilliseconds }: Desk,
  place: Place | undefined,
  prepare: (diagnosis: Diagnosis) => Promise<T>,
): Promise<Attempt<T>> {
  const askedBy = job.replyTo.userId ?? null;
  const seen = new Map<Layer, LayerProgress['state']>();
  const progress = createProgress(async () => {
    if (place === undefined) return;
    for (const message of renderChecking(askedCall(job.denial.call), { askedBy, progress: progressLines(seen) }))
      await conversation.update(place, message, 'hurries');
  });
  const budgetMilliseconds = Math.max(1_000, remainingMilliseconds() - RESERVE_MILLISECONDS);
  const timeout = new AbortController();
  try {
    const diagnosis = await Promise.race([
      ports.diagnose(job.denial, {
        onProgress: ({ layer, state }) => {
          seen.set(layer, state);
          progress.changed();
        },
        askedBy: askedBy ?? 'alert',
        fresh: job.kind === 'rerun',
        budgetMilliseconds,
      }),
      afterMilliseconds(budgetMilliseconds + GRACE_MILLISECONDS, timeout.signal),
    ]);
    return { kind: 'prepared', answer: await prepare(diagnosis) };
  } catch (error) {
    ports.log('error', 'the answer broke', { jobId: job.id, because: errorWords(error) });
    return { kind: 'broke', because: errorWords(error) };
  } finally {
    timeout.abort();
    await progress.stop();
  }
}

const STATES: Record<LayerProgress['state'], string> = {
  reading: 'reading …',
  found: 'read',
  absent: 'there is none',
  unreadable: 'could not be read',
};

const progressLines = (seen: ReadonlyMap<Layer, LayerProgress['state']>): string[] =>
  LAYERS.flatMap((layer) => {
    const state = seen.get(layer);
    return state === undefined ? [] : [`${SPOKEN[layer]}: ${STATES[state]}`];
  });

/** Rejects after that time. */
function afterMilliseconds(milliseconds: number, signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the time for an answer is over')), milliseconds);
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  });
}
