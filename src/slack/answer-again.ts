import type { Diagnosis } from '../explain/diagnosis.ts';
import type { DiagnosisJson } from '../render/diagnosis-json.ts';
import { renderJson } from '../render/json.ts';
import { renderCausesAndChanges, renderLadder, renderWhatChanged } from '../render/slack/thread-messages.ts';
import { whatChanged } from '../render/what-changed.ts';
import { keepJobRecord, newJobRecord, readJobRecord } from '../store/job-record.ts';
import { type Desk, finished, idsOf, type Outcome, type Part, partsOf, postParts } from './desk.ts';
import { diagnoseAloud } from './diagnose-aloud.ts';
import { packDiagnosis, unpackDiagnosis } from './packed-diagnosis.ts';
import { answerRoot, brokenRoot, firstDenial, originalJobId } from './root-messages.ts';
import { updateRoot } from './update-root.ts';

const MOST_WAITS = 2;

/** Asks again: the root message gets the new verdict, the thread what changed since the last run. */
export async function answerAgain(desk: Desk): Promise<Outcome> {
  const { job, ports } = desk;
  const originalId = originalJobId(job);
  const [original, known] = await Promise.all([
    readJobRecord(ports.store, originalId),
    readJobRecord(ports.store, job.id),
  ]);
  if (known?.state === 'done') return finished;
  if (original?.place === undefined) {
    ports.log('warn', 'there is no answer to bring up to date', { jobId: job.id });
    return finished;
  }
  // Its thread is being written; a moment later there is something to compare with.
  if (original.state === 'working' && (job.attempt ?? 0) < MOST_WAITS)
    return { kind: 'later', afterSeconds: 2, because: 'the answer before this one is not finished' };
  const { place } = original;
  const attempt = await diagnoseAloud(desk, place, async (diagnosis) => {
    const checkedAt = ports.now().toISOString();
    const after = renderJson(diagnosis);
    return {
      root: await answerRoot(diagnosis, job, ports.store, { checkedAt, firstAt: firstDenial(original) }),
      parts: threadParts(diagnosis, unpackDiagnosis(original.diagnosis), after),
      checkedAt,
      packed: packDiagnosis(after),
      decision: diagnosis.decision,
    };
  });
  if (attempt.kind === 'broke') {
    await updateRoot(desk, place, brokenRoot(job, ports.now(), desk.lastReceive));
    return { kind: 'failed', because: attempt.because };
  }
  const { root, parts, checkedAt, packed, decision } = attempt.answer;
  const shown = await updateRoot(desk, place, root);
  if (shown.kind !== 'finished') return shown;
  const posted = await postParts(desk, place, parts, known ?? newJobRecord(job));
  if (posted.kind !== 'posted') return posted;

  await keepJobRecord(ports.store, originalId, {
    ...original,
    state: 'done',
    checkedAt,
    ...(packed === undefined ? {} : { diagnosis: packed }),
  });
  await keepJobRecord(ports.store, job.id, { ...posted.record, state: 'done' });
  ports.log('info', 'answered again', { ...idsOf(desk), verdict: decision });
  return finished;
}

/** What changed; or all of it, where no answer came before. */
const threadParts = (diagnosis: Diagnosis, before: DiagnosisJson | undefined, after: DiagnosisJson): Part[] =>
  before === undefined
    ? [...partsOf('ladder', renderLadder(diagnosis)), ...partsOf('causes', renderCausesAndChanges(diagnosis))]
    : partsOf('changed', renderWhatChanged(whatChanged(before, after)));
