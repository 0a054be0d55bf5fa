import { readJobRecord } from '../store/job-record.ts';
import { type Desk, finished, type Outcome } from './desk.ts';
import { unpackDiagnosis } from './packed-diagnosis.ts';
import { answerRoot, firstDenial, originalJobId } from './root-messages.ts';
import { updateRoot } from './update-root.ts';

/** Brings the number of denials in a posted alert up to date. */
export async function updateCount(desk: Desk): Promise<Outcome> {
  const { job, ports } = desk;
  const record = await readJobRecord(ports.store, originalJobId(job));
  const before = unpackDiagnosis(record?.diagnosis);
  // The alert's own answer will show the count.
  if (record === undefined || before === undefined || record.place === undefined) return finished;
  const facts = { ...before, evaluations: before.requests };
  const times = { checkedAt: record.checkedAt ?? record.askedAt, firstAt: firstDenial(record) };
  return updateRoot(desk, record.place, await answerRoot(facts, job, ports.store, times));
}
