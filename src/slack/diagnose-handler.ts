import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { errorWords } from '../lambda/log.ts';
import { keyOfRunning } from '../store/job-record.ts';
import { parseJob } from '../store/parse-job.ts';
import type { Job } from '../store/queue.ts';
import { answerAgain } from './answer-again.ts';
import { answerQuestion } from './answer-question.ts';
import { createConversation } from './conversation.ts';
import type { Desk, Outcome } from './desk.ts';
import type { DiagnosePorts } from './diagnose-ports.ts';
import { updateCount } from './update-count.ts';

/** The part of Lambda's context that is used. */
export interface LambdaClock {
  getRemainingTimeInMillis(): number;
}

export type DiagnoseHandler = (event: SQSEvent, context?: LambdaClock) => Promise<SQSBatchResponse>;

const WITHOUT_CLOCK_MILLISECONDS = 60_000;
/** How often a job is put back to wait for Slack. */
const MOST_ATTEMPTS = 8;
const LONGEST_DELAY_SECONDS = 900;
/** What broke is tried again soon: somebody waits, and the queue's own timeout is made for functions that died. */
const RETRY_SECONDS = [5, 30];

/** `elsewhere`: another delivery of the same message is being worked on. */
type Settled = 'done' | 'broken' | 'elsewhere';

const ANSWERS: Record<Job['kind'], (desk: Desk) => Promise<Outcome>> = {
  diagnose: answerQuestion,
  alert: answerQuestion,
  rerun: answerAgain,
  count: updateCount,
};

/**
 * The function behind the queue. What it cannot finish it reports as a failed item, so that the queue delivers it again
 * and at last puts it with the dead letters, where an alarm watches.
 */
export function createDiagnoseHandler(ports: DiagnosePorts): DiagnoseHandler {
  const work = async (record: SQSRecord, remainingMilliseconds: () => number): Promise<Settled> => {
    const parsed = parseJob(record.body);
    if (parsed.kind === 'invalid') {
      ports.log('error', 'a message is no job', { because: parsed.because });
      return 'broken';
    }
    const { job } = parsed;
    const lease = await ports.store.claim(
      `lease#${job.id}`,
      { message: record.messageId },
      Math.ceil(remainingMilliseconds() / 1000) + 5,
    );
    if (lease.kind === 'held') {
      ports.log('warn', 'the job is being worked on elsewhere', { jobId: job.id });
      return 'elsewhere';
    }
    try {
      const lastReceive = Number(record.attributes.ApproximateReceiveCount) >= ports.maxReceives;
      const conversation = createConversation(ports, remainingMilliseconds);
      const outcome = await ANSWERS[job.kind]({ job, ports, conversation, lastReceive, remainingMilliseconds });
      const isOver = outcome.kind === 'finished' || (outcome.kind === 'failed' && lastReceive);
      if (job.rerunOf !== undefined && isOver) await ports.store.delete(keyOfRunning(job.rerunOf));
      return (await settle(ports, job, outcome)) ? 'done' : 'broken';
    } finally {
      await ports.store.delete(`lease#${job.id}`);
    }
  };

  const tryAgainSoon = async ({ attributes, receiptHandle }: SQSRecord): Promise<void> => {
    const receives = Number(attributes.ApproximateReceiveCount);
    // After the last receive the queue puts the message with the dead letters the next time it would be seen.
    const seconds = receives >= ports.maxReceives ? 0 : (RETRY_SECONDS[receives - 1] ?? Math.max(...RETRY_SECONDS));
    await ports.queue.redeliver(receiptHandle, seconds).catch((error: unknown) => {
      ports.log('warn', 'the message stays hidden as long as the queue says', { because: errorWords(error) });
    });
  };

  return async (event, context) => {
    const began = ports.now().getTime();
    const remaining = () =>
      context?.getRemainingTimeInMillis() ?? WITHOUT_CLOCK_MILLISECONDS - (ports.now().getTime() - began);
    const batchItemFailures: { itemIdentifier: string }[] = [];
    for (const record of event.Records) {
      const settled = await work(record, remaining).catch((error: unknown): Settled => {
        ports.log('error', 'the job broke', { because: errorWords(error) });
        return 'broken';
      });
      if (settled === 'done') continue;
      batchItemFailures.push({ itemIdentifier: record.messageId });
      if (settled === 'broken') await tryAgainSoon(record);
    }
    return { batchItemFailures };
  };
}

/** Whether the queue may forget the message. A job that must wait is put back under its own delay. */
async function settle(ports: DiagnosePorts, job: Job, outcome: Outcome): Promise<boolean> {
  if (outcome.kind === 'finished') return true;
  if (outcome.kind === 'failed') {
    ports.log('error', 'the job failed', { jobId: job.id, because: outcome.because });
    return false;
  }
  const attempt = (job.attempt ?? 0) + 1;
  if (attempt > MOST_ATTEMPTS) {
    ports.log('error', 'the job waited too often', { jobId: job.id, because: outcome.because });
    return false;
  }
  const delaySeconds = Math.min(LONGEST_DELAY_SECONDS, outcome.afterSeconds * 2 ** Math.min(attempt - 1, 4) + 1);
  ports.log('warn', 'the job waits', { jobId: job.id, because: outcome.because, count: attempt });
  await ports.queue.send({ ...job, attempt }, { delaySeconds });
  return true;
}
