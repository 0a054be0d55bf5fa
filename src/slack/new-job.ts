import { createHash } from 'node:crypto';
import type { Denial } from '../request/s3-call.ts';
import type { Job, ReplyTo } from '../store/queue.ts';

/**
 * A job whose id follows from what it was made for (a trigger_id, an event id): made twice, it is one job, and nobody can
 * tell the id of another from it.
 */
export function newJob(kind: Job['kind'], occasion: string, denial: Denial, replyTo: ReplyTo, askedAt: Date): Job {
  const id = createHash('sha256').update(`${kind}#${occasion}`).digest('hex').slice(0, 24);
  return { schemaVersion: 1, id, kind, denial, replyTo, askedAt: askedAt.toISOString() };
}
