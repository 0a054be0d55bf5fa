import { readDenials } from '../alerts/alert-window.ts';
import { askedCall } from '../render/asked-call.ts';
import type { SlackMessage } from '../render/slack/blocks.ts';
import { type RootFacts, renderAlertRoot, renderFailed, renderRoot } from '../render/slack/root-message.ts';
import type { Job } from '../store/queue.ts';
import type { Store } from '../store/store.ts';

export interface RootTimes {
  /** ISO 8601. */
  readonly checkedAt: string;
  /** Of an alert: the first denial (ISO 8601). Null: somebody asked. */
  readonly firstAt: string | null;
}

/** The job that posted the message, under which its Re-run button asks again. */
export const originalJobId = ({ id, kind, rerunOf }: Job): string =>
  kind === 'rerun' || kind === 'count' ? (rerunOf ?? id) : id;

/** When the first of an alert's denials was; null for a question. */
export const firstDenial = ({ kind, denial, askedAt }: Pick<Job, 'kind' | 'denial' | 'askedAt'>): string | null =>
  kind === 'alert' ? (denial.at ?? askedAt) : null;

/** The root message of an answer: an alert's says how often it happened. */
export async function answerRoot(
  facts: RootFacts,
  job: Job,
  store: Store,
  { checkedAt, firstAt }: RootTimes,
): Promise<SlackMessage[]> {
  const jobId = originalJobId(job);
  const common = { checkedAt, jobId, state: 'checked' as const };
  if (firstAt === null) return renderRoot(facts, { ...common, askedBy: job.replyTo.userId ?? null });
  return renderAlertRoot(facts, { ...common, firstAt, ...(await readDenials(store, jobId, firstAt)) });
}

/** The root message when our own code broke: who is told knows what to name, and whether to wait. */
export function brokenRoot(job: Job, now: Date, lastReceive: boolean): SlackMessage[] {
  const jobId = originalJobId(job);
  const next = lastReceive ? 'It was tried as often as it can be; ask again later.' : 'It is tried again by itself.';
  const because = `Something broke on our side while this was worked out, and was logged under job \`${job.id}\`. ${next}`;
  return renderFailed(askedCall(job.denial.call), because, {
    askedBy: job.replyTo.userId ?? null,
    checkedAt: now.toISOString(),
    jobId,
    state: 'checked',
  });
}
