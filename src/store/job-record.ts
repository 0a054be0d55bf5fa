import { z } from 'zod';
import { DenialSchema, ReplyToSchema } from './parse-job.ts';
import type { Job } from './queue.ts';
import type { Store } from './store.ts';

/** Where the root message of an answer stands. */
const PlaceSchema = z.strictObject({
  kind: z.enum(['channel', 'directMessage']),
  channel: z.string(),
  ts: z.string(),
  /** The thread that the root message itself is a reply in. */
  threadTs: z.string().exactOptional(),
});
export type Place = Readonly<z.infer<typeof PlaceSchema>>;

const JobRecordSchema = z.strictObject({
  kind: z.enum(['diagnose', 'rerun', 'alert', 'count']),
  state: z.enum(['working', 'done', 'failed']),
  denial: DenialSchema,
  replyTo: ReplyToSchema,
  askedAt: z.string(),
  fingerprint: z.string().exactOptional(),
  place: PlaceSchema.exactOptional(),
  /** What was posted already, by the name of the part: its `ts`, or `sent` where Slack gives none. */
  posted: z.record(z.string(), z.string()),
  /** The last diagnosis, packed, and when it was made (ISO 8601). */
  diagnosis: z.string().exactOptional(),
  checkedAt: z.string().exactOptional(),
});
/** What the store keeps of a job: enough to go on after a crash, to ask again, and to say what changed. */
export type JobRecord = Readonly<z.infer<typeof JobRecordSchema>>;

/** Buttons work as long as this. */
const KEEP_SECONDS = 7 * 24 * 3600;

const keyOf = (jobId: string) => `job#${jobId}`;
/** Held while a job's question is being asked again. */
export const keyOfRunning = (jobId: string) => `running#${jobId}`;

/** The record of a job; undefined if there is none, or none that this version can read. */
export async function readJobRecord(store: Store, jobId: string): Promise<JobRecord | undefined> {
  const parsed = JobRecordSchema.safeParse(await store.get(keyOf(jobId)));
  return parsed.success ? parsed.data : undefined;
}

export const keepJobRecord = (store: Store, jobId: string, record: JobRecord): Promise<void> =>
  store.put(keyOf(jobId), record, KEEP_SECONDS);

export const newJobRecord = ({ kind, denial, replyTo, askedAt, fingerprint }: Job): JobRecord => ({
  kind,
  state: 'working',
  denial,
  replyTo,
  askedAt,
  posted: {},
  ...(fingerprint === undefined ? {} : { fingerprint }),
});
