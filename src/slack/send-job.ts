import { errorWords, type Log } from '../lambda/log.ts';
import type { Job, Queue } from '../store/queue.ts';

/** Puts a job on the queue; false if the queue does not take it, so that the person who asked is told. */
export async function sendJob({ queue, log }: { queue: Pick<Queue, 'send'>; log: Log }, job: Job): Promise<boolean> {
  const who = { jobId: job.id, userId: job.replyTo.userId, teamId: job.replyTo.teamId };
  try {
    await queue.send(job);
    log('info', `${job.kind} queued`, who);
    return true;
  } catch (error) {
    log('error', `${job.kind} could not be queued`, { ...who, because: errorWords(error) });
    return false;
  }
}
